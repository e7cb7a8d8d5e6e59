// Generated from bindings/swift/Sources/VisitorsealServer/Shared/Verifier.swift by bindings/uniffi/generate. Edit that file.
import Foundation

/// A key that verifies, with an optional name (`kid`). A token that names a key is checked only against the key of that
/// name. A JSON Web Key (JWK) has its own name, unless you pass one. A JWK set takes none.
public final class Key: Sendable, CustomStringConvertible {
    let bridge: Bridge.Key

    /// `key` is the vendor's shared secret, or the site's public key (Orlo): PEM, a JWK or a JWK set as JSON. `kid` is the
    /// key's name (RFC 7515, 4.1.4).
    public init(_ key: Data, kid: String? = nil) {
        bridge = Bridge.Key(key: key, kid: kid)
    }

    /// A key as text.
    public convenience init(_ key: String, kid: String? = nil) {
        self.init(Data(key.utf8), kid: kid)
    }

    /// The key's name.
    public var kid: String? { bridge.kid() }

    public var description: String { "Key" }
}

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

    /// `keys` are 1 to 16 keys, newest first. `leeway` is the seconds to allow for clocks that differ, at most 300.
    /// `maxToken` is the largest token in bytes, 8192 by default. If `settings` are given, the fields must agree with
    /// them (Thread's `app_id`). Orlo's `contact_claim` names the claim that identifies a contact.
    ///
    /// Throws `configuration`: `key_…`, `secret_…`, `leeway_invalid` or `setting_…`.
    public init(
        scheme: Scheme, keys: [Key], policy: Policy = .required, leeway: UInt64 = 0, maxToken: UInt64? = nil,
        settings: [String: Any] = [:]
    ) throws {
        let json = try JSON.settings(settings)
        bridge = try Bridge.call {
            try Bridge.Verifier(
                scheme: scheme.bridge, keys: keys.map(\.bridge), policy: policy.rawValue, leeway: leeway,
                maxToken: maxToken, settings: json)
        }
    }

    /// A verifier for the scheme of that name, with keys as text, newest first. Throws `scheme_unknown` too.
    public convenience init(
        _ name: String, keys: [String], policy: Policy = .required, leeway: UInt64 = 0, maxToken: UInt64? = nil,
        settings: [String: Any] = [:]
    ) throws {
        try self.init(
            scheme: VisitorsealDevice.scheme(name), keys: keys.map { Key($0) }, policy: policy, leeway: leeway,
            maxToken: maxToken, settings: settings)
    }

    /// The scheme's name.
    public var scheme: String { bridge.scheme() }

    /// The largest body in bytes that `verifyJson` reads. A web server may refuse larger ones.
    public var maxBody: UInt64 { bridge.maxBody() }

    /// Verifies the fields in a JSON body. Pass the body as it came: members that are there twice are refused.
    ///
    /// `now` is Unix seconds, by default the system's clock. Throws `refused`. A body that is not a JSON object is
    /// refused under every policy.
    public func verifyJson(_ body: Data, now: Int64? = nil) throws -> Verified {
        Verified(try Bridge.call { try bridge.verifyJson(body: body, now: unixTime(now)) })
    }

    /// Verifies the fields of a request, under the vendor's names. Prefer `verifyJson` with the body as it came: a
    /// dictionary no longer shows whether a member was there twice.
    ///
    /// `now` is Unix seconds, by default the system's clock. Throws `refused`.
    public func verify(_ fields: [String: Any], now: Int64? = nil) throws -> Verified {
        let body: Data
        do {
            body = try JSON.fields(fields)
        } catch let error as UnwritableValue {
            throw withVendorsAnswer(error, now)
        }
        return try verifyJson(body, now: now)
    }

    /// The scheme says how the vendor answers. The native library attaches that to every refusal, also of no body.
    private func withVendorsAnswer(_ error: UnwritableValue, _ now: Int64?) -> VisitorsealError {
        var (status, name) = (401, "identity_unverified")
        do {
            _ = try verifyJson(Data(), now: now)
        } catch let VisitorsealError.refused(_, _, _, httpStatus, httpError) {
            (status, name) = (httpStatus, httpError)
        } catch {}
        return .refused(
            code: "fields_malformed", field: error.field, reason: error.fault.reason, httpStatus: status,
            httpError: name)
    }

    public var description: String { "Verifier" }
}
