import Foundation
import VisitorsealServerBridge

/// Tries the mistakes that integrators make and reports the one that explains this signature. A finding may show the
/// message that should have been signed, and keys by their fingerprint only.
///
/// `body` is the body of the request as it came: the fields as JSON. `now` is Unix seconds, by default the system's
/// clock. Throws `configuration`: `key_count`, `now_invalid` or `setting_…`.
public func explain(
    scheme: Scheme, keys: [Key], body: Data, now: Int64? = nil, settings: [String: Any] = [:]
) throws -> Explanation {
    let json = try JSON.settings(settings)
    let explained = try Bridge.call {
        try VisitorsealServerBridge.explain(
            scheme: scheme.bridge, keys: keys.map(\.bridge), body: body, settings: json, now: unixTime(now))
    }
    return Explanation(explained)
}

/// The same for the scheme of that name, with keys as text. Throws `scheme_unknown` too.
public func explain(
    _ name: String, keys: [String], body: Data, now: Int64? = nil, settings: [String: Any] = [:]
) throws -> Explanation {
    try explain(scheme: scheme(name), keys: keys.map { Key($0) }, body: body, now: now, settings: settings)
}

/// The same for the fields of a request. Fields that cannot be written as JSON are a finding.
public func explain(
    _ name: String, keys: [String], fields: [String: Any], now: Int64? = nil, settings: [String: Any] = [:]
) throws -> Explanation {
    let body: Data
    do {
        body = try JSON.fields(fields)
    } catch let error as UnwritableValue {
        return Explanation(
            try Bridge.call {
                try VisitorsealServerBridge.explainError(
                    code: "fields_malformed", field: error.field, reason: error.fault.reason)
            })
    }
    return try explain(name, keys: keys, body: body, now: now, settings: settings)
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
