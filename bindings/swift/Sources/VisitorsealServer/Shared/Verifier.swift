import Foundation

/// What happens to a visitor whose signature is missing or wrong.
public enum Policy: String, Sendable {
    /// The visitor is refused.
    case required

    /// Without a signature (absent or null) the visitor is anonymous. With a wrong or empty one they are refused.
    case optional

    /// For a rollout: with a wrong signature the visitor is anonymous too, and `refusal` of the result says why.
    case observe
}

/// A scheme with the keys that it accepts, newest first, and a policy. Make one and keep it: many tasks may use it.
public final class Verifier: Sendable, CustomStringConvertible {
    private let bridge: Bridge.Verifier

    /// A verifier for a scheme.
    ///
    /// - Parameters:
    ///   - scheme: how the vendor wants a visitor signed.
    ///   - keys: 1 to 16 keys, newest first.
    ///   - policy: what happens to a visitor whose signature is missing or wrong.
    ///   - leeway: the seconds to allow for clocks that differ, at most 300.
    ///   - maxToken: the largest token in bytes, 8192 by default.
    ///   - settings: the fields must agree with them (Thread's `app_id`). Orlo's `contact_claim` names the claim that identifies a
    ///     contact.
    /// - Throws: ``ConfigurationError`` `key_…`, `secret_…`, `leeway_invalid` or `setting_…`.
    public init(
        scheme: Scheme, keys: [Key], policy: Policy = .required, leeway: UInt64 = 0, maxToken: UInt64? = nil,
        settings: [String: any Encodable] = [:]
    ) throws {
        let json = try Fields.settings(settings)
        bridge = try Bridge.call {
            try Bridge.Verifier(
                scheme: scheme.bridge, keys: keys.map(\.bridge), policy: policy.rawValue, leeway: leeway,
                maxToken: maxToken, settings: json)
        }
    }

    /// A verifier for the scheme of that name, with keys as text.
    ///
    /// - Parameters:
    ///   - name: the scheme's name, such as `bookbag`.
    ///   - keys: 1 to 16 keys, newest first.
    ///   - policy: what happens to a visitor whose signature is missing or wrong.
    ///   - leeway: the seconds to allow for clocks that differ, at most 300.
    ///   - maxToken: the largest token in bytes, 8192 by default.
    ///   - settings: the fields must agree with them.
    /// - Throws: ``ConfigurationError`` `scheme_unknown`, `key_…`, `secret_…`, `leeway_invalid` or `setting_…`.
    public convenience init(
        _ name: String, keys: [String], policy: Policy = .required, leeway: UInt64 = 0, maxToken: UInt64? = nil,
        settings: [String: any Encodable] = [:]
    ) throws {
        try self.init(
            scheme: Scheme.named(name), keys: keys.map { Key($0) }, policy: policy, leeway: leeway, maxToken: maxToken,
            settings: settings)
    }

    /// The scheme's name.
    public var scheme: String { bridge.scheme() }

    /// The largest body in bytes that `verifyJson` reads. A web server may refuse larger ones.
    public var maxBody: UInt64 { bridge.maxBody() }

    /// Verifies the fields in a JSON body. Pass the body as it came: members that are there twice are refused.
    ///
    /// - Parameters:
    ///   - body: the body of the request. What is not a JSON object is refused under every policy.
    ///   - now: Unix seconds, by default the system's clock.
    /// - Returns: who the visitor is.
    /// - Throws: ``Refused``.
    public func verifyJson(_ body: Data, now: Int64? = nil) throws -> Verified {
        Verified(try Bridge.call { try bridge.verify(body, now: unixTime(now)) })
    }

    /// Verifies the fields in a JSON body, as text. Pass the body as it came: members that are there twice are refused.
    ///
    /// - Parameters:
    ///   - body: the body of the request. What is not a JSON object is refused under every policy.
    ///   - now: Unix seconds, by default the system's clock.
    /// - Returns: who the visitor is.
    /// - Throws: ``Refused``.
    public func verifyJson(_ body: String, now: Int64? = nil) throws -> Verified {
        Verified(try Bridge.call { try bridge.verify(Array(body.utf8), now: unixTime(now)) })
    }

    /// Verifies the fields of a request. Prefer `verifyJson` with the body as it came: an object no longer shows whether a member
    /// was there twice.
    ///
    /// - Parameters:
    ///   - fields: the fields under the vendor's names.
    ///   - now: Unix seconds, by default the system's clock.
    /// - Returns: who the visitor is.
    /// - Throws: ``Refused``.
    public func verify(_ fields: JSONObject, now: Int64? = nil) throws -> Verified {
        try verifyEncoded(fields, now)
    }

    /// Verifies the fields of a request, in a dictionary or in a type of yours that encodes itself under the vendor's names.
    ///
    /// - Parameters:
    ///   - fields: the fields under the vendor's names.
    ///   - now: Unix seconds, by default the system's clock.
    /// - Returns: who the visitor is.
    /// - Throws: ``Refused``.
    public func verify(_ fields: some Encodable, now: Int64? = nil) throws -> Verified {
        try verifyEncoded(fields, now)
    }

    private func verifyEncoded(_ fields: some Encodable, _ now: Int64?) throws -> Verified {
        let body: [UInt8]
        do {
            body = try Fields.json(fields, largest: Int(clamping: maxBody))
        } catch let error as UnwritableValue {
            throw withVendorsAnswer(error, now)
        }
        return Verified(try Bridge.call { try bridge.verify(body, now: unixTime(now)) })
    }

    /// The scheme says how the vendor answers. The native library attaches that to every refusal, also of no body.
    private func withVendorsAnswer(_ error: UnwritableValue, _ now: Int64?) -> Refused {
        var (status, name) = (401, "identity_unverified")
        do {
            _ = try verifyJson(Data(), now: now)
        } catch let refused as Refused {
            (status, name) = (refused.httpStatus, refused.httpError)
        } catch {}
        return Refused(
            code: error.fieldsCode, field: error.field(), reason: error.fault.reason, httpStatus: status,
            httpError: name)
    }

    /// The word `Verifier`.
    public var description: String { "Verifier" }
}
