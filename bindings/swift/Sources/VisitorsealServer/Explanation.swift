import CVisitorseal
import Foundation

/// Tries the mistakes that integrators make and reports the one that explains this signature. A finding may show the
/// message that should have been signed, and keys by their fingerprint only.
///
/// - Parameters:
///   - scheme: how the vendor wants a visitor signed.
///   - keys: 1 to 16 keys to try.
///   - body: the body of the request as it came: the fields as JSON.
///   - now: Unix seconds, by default the system's clock.
///   - leeway: that of your verifier.
///   - maxToken: that of your verifier.
///   - settings: those of your verifier.
///   - visitor: the site's own record of the visitor, with further columns in its attributes: the site may have signed one of them.
/// - Returns: what was found.
/// - Throws: ``ConfigurationError`` `key_count`, `leeway_invalid`, `now_invalid` or `setting_…`; ``VisitorError`` if the visitor has
///   not the form that `sign` takes.
public func explain(
    scheme: Scheme, keys: [Key], body: Data, now: Int64? = nil, leeway: UInt64 = 0, maxToken: UInt64? = nil,
    settings: [String: any Encodable] = [:], visitor: Visitor? = nil
) throws -> Explanation {
    let call = ExplainCall(
        scheme: scheme, keys: keys, now: unixTime(now), leeway: leeway, maxToken: maxToken,
        settings: try Fields.settings(settings), visitor: visitor?.json)
    return try call.explain(body)
}

/// The same for the scheme of that name, with keys as text.
///
/// - Parameters:
///   - name: the scheme's name, such as `bookbag`.
///   - keys: 1 to 16 keys to try.
///   - body: the body of the request as it came: the fields as JSON.
///   - now: Unix seconds, by default the system's clock.
///   - leeway: that of your verifier.
///   - maxToken: that of your verifier.
///   - settings: those of your verifier.
///   - visitor: the site's own record of the visitor.
/// - Returns: what was found.
/// - Throws: ``ConfigurationError`` `scheme_unknown`, `key_count`, `leeway_invalid`, `now_invalid` or `setting_…`; ``VisitorError`` if
///   the visitor has not the form that `sign` takes.
public func explain(
    _ name: String, keys: [String], body: Data, now: Int64? = nil, leeway: UInt64 = 0, maxToken: UInt64? = nil,
    settings: [String: any Encodable] = [:], visitor: Visitor? = nil
) throws -> Explanation {
    try explain(
        scheme: scheme(name), keys: keys.map { Key($0) }, body: body, now: now, leeway: leeway, maxToken: maxToken,
        settings: settings, visitor: visitor)
}

/// The same for the fields of a request, such as an object or a dictionary. Fields that cannot be written as JSON are a finding.
///
/// - Parameters:
///   - name: the scheme's name, such as `bookbag`.
///   - keys: 1 to 16 keys to try.
///   - fields: the fields under the vendor's names.
///   - now: Unix seconds, by default the system's clock.
///   - leeway: that of your verifier.
///   - maxToken: that of your verifier.
///   - settings: those of your verifier.
///   - visitor: the site's own record of the visitor.
/// - Returns: what was found.
/// - Throws: ``ConfigurationError`` `scheme_unknown`, `key_count`, `leeway_invalid`, `now_invalid` or `setting_…`; ``VisitorError`` if
///   the visitor has not the form that `sign` takes.
public func explain(
    _ name: String, keys: [String], fields: some Encodable, now: Int64? = nil, leeway: UInt64 = 0,
    maxToken: UInt64? = nil, settings: [String: any Encodable] = [:], visitor: Visitor? = nil
) throws -> Explanation {
    let call = ExplainCall(
        scheme: try scheme(name), keys: keys.map { Key($0) }, now: unixTime(now), leeway: leeway, maxToken: maxToken,
        settings: try Fields.settings(settings), visitor: visitor?.json)
    do {
        return try call.explain(Fields.json(fields, largest: call.maxBody))
    } catch let error as UnwritableValue {
        // An error in another argument is the caller's and comes first.
        _ = try call.explain(Data())
        return try ExplainCall.explain(error)
    }
}

/// The arguments of `explain` without the fields.
private struct ExplainCall {
    let scheme: Scheme
    let keys: [Key]
    let now: Int64
    let leeway: UInt64
    let maxToken: UInt64?
    let settings: String
    let visitor: [UInt8]?

    /// As `max_body` of the native library's verifier.
    var maxBody: Int { Int(clamping: min(maxToken ?? UInt64(Limits.maxToken), UInt64(Int32.max))) + 2 * Limits.maxVisitor }

    func explain(_ body: some ContiguousBytes) throws -> Explanation {
        let visitor = visitor.map { String(decoding: $0, as: UTF8.self) }
        let json = try scheme.bridge.handle.lend { scheme in
            try Bridge.Key.lend(keys.map(\.bridge)) { keys, count in
                try body.withUnsafeBytes { bytes in
                    try Native.pass(bytes) { fields, fieldsLength in
                        try Native.with(settings) { settings, settingsLength in
                            try Native.withOptional(visitor) { visitor, visitorLength in
                                try Native.text {
                                    visitorseal_explain(
                                        scheme, keys, count, fields, fieldsLength, Native.time(now), leeway,
                                        Native.maxToken(maxToken), settings, settingsLength, visitor, visitorLength, $0,
                                        $1, $2)
                                }
                            }
                        }
                    }
                }
            }
        }
        return Explanation(json)
    }

    /// Fields that Swift cannot write.
    static func explain(_ error: UnwritableValue) throws -> Explanation {
        let isLarge = error.fieldsCode == ValueFault.fieldsTooLarge.code
        let status = Int32((isLarge ? VISITORSEAL_FIELDS_TOO_LARGE : VISITORSEAL_FIELDS_MALFORMED).rawValue)
        return Explanation(
            try Native.withOptional(error.field()) { field, fieldLength in
                try Native.with(error.fault.reason) { reason, reasonLength in
                    try Native.text {
                        visitorseal_explain_error(status, field, fieldLength, reason, reasonLength, $0, $1, $2)
                    }
                }
            })
    }
}

/// Why a signature was refused.
public struct Explanation: Sendable {
    /// Whether the signature is right after all.
    public let isVerified: Bool

    /// What was found, the most likely cause first.
    public let findings: [Finding]

    private let json: String

    fileprivate init(_ json: String) {
        let explanation = JSONReader.value(json)
        isVerified = explanation["verified"]?.bool ?? false
        findings = (explanation["findings"]?.array ?? []).map {
            Finding(
                code: $0.text("code"), field: $0["field"]?.string, reason: $0.text("reason"), fix: $0.text("fix"))
        }
        self.json = json
    }

    /// The explanation as JSON.
    ///
    /// - Returns: JSON text.
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
