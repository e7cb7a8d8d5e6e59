import Foundation
import VisitorsealServerBridge

/// Tries the mistakes that integrators make and reports the one that explains this signature. A finding may show the
/// message that should have been signed, and keys by their fingerprint only.
///
/// `body` is the body of the request as it came: the fields as JSON. `now` is Unix seconds, by default the system's
/// clock. Pass the `leeway`, `maxToken` and `settings` of your verifier. `visitor` is the site's own record of the
/// visitor, with further columns in its attributes: the site may have signed one of them.
///
/// Throws `configuration`: `key_count`, `leeway_invalid`, `now_invalid` or `setting_…`; and `visitor` if the visitor has
/// not the form that `sign` takes.
public func explain(
    scheme: Scheme, keys: [Key], body: Data, now: Int64? = nil, leeway: UInt64 = 0, maxToken: UInt64? = nil,
    settings: [String: Any] = [:], visitor: Visitor? = nil
) throws -> Explanation {
    let json = try JSON.settings(settings)
    let explained = try Bridge.call {
        try VisitorsealServerBridge.explain(
            scheme: scheme.bridge, keys: keys.map(\.bridge), body: body, now: unixTime(now), leeway: leeway,
            maxToken: maxToken, settings: json, visitor: visitor.map { Data($0.json.utf8) })
    }
    return Explanation(explained)
}

/// The same for the scheme of that name, with keys as text. Throws `scheme_unknown` too.
public func explain(
    _ name: String, keys: [String], body: Data, now: Int64? = nil, leeway: UInt64 = 0, maxToken: UInt64? = nil,
    settings: [String: Any] = [:], visitor: Visitor? = nil
) throws -> Explanation {
    try explain(
        scheme: scheme(name), keys: keys.map { Key($0) }, body: body, now: now, leeway: leeway, maxToken: maxToken,
        settings: settings, visitor: visitor)
}

/// The same for the fields of a request. Fields that cannot be written as JSON are a finding.
public func explain(
    _ name: String, keys: [String], fields: [String: Any], now: Int64? = nil, leeway: UInt64 = 0,
    maxToken: UInt64? = nil, settings: [String: Any] = [:], visitor: Visitor? = nil
) throws -> Explanation {
    func explained(_ body: Data) throws -> Explanation {
        try explain(
            name, keys: keys, body: body, now: now, leeway: leeway, maxToken: maxToken, settings: settings,
            visitor: visitor)
    }
    let body: Data
    do {
        body = try JSON.fields(fields)
    } catch let error as UnwritableValue {
        // An error in another argument is the caller's and comes first.
        _ = try explained(Data())
        return Explanation(
            try Bridge.call {
                try VisitorsealServerBridge.explainError(
                    code: "fields_malformed", field: error.field, reason: error.fault.reason)
            })
    }
    return try explained(body)
}

/// Why a signature was refused.
public struct Explanation: Sendable {
    /// Whether the signature is right after all.
    public let isVerified: Bool

    /// What was found, the most likely cause first.
    public let findings: [Finding]

    private let json: String

    init(_ bridge: VisitorsealServerBridge.Explanation) {
        isVerified = bridge.isVerified
        findings = bridge.findings.map { Finding(code: $0.code, field: $0.field, reason: $0.reason, fix: $0.fix) }
        json = bridge.json
    }

    /// The explanation as JSON.
    public func toJson() -> String { json }
}

/// A cause that explains a refused signature.
public struct Finding: Sendable {
    /// The stable code of the cause, such as `other_field`.
    public let code: String

    /// The field or claim that it is about, if there is one.
    public let field: String?

    /// What is wrong.
    public let reason: String

    /// What to change.
    public let fix: String
}

extension Bridge {
    static func errorCodes() -> [String] { VisitorsealServerBridge.errorCodes() }
    static func warningCodes() -> [String] { VisitorsealServerBridge.warningCodes() }
    static func findingCodes() -> [String] { VisitorsealServerBridge.findingCodes() }
}
