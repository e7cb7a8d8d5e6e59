// What both modules have beside the generated code; bindings/uniffi/generate copies it into each.

import Foundation

extension VisitorsealError {
    private var parts: (code: String, field: String?, reason: String) {
        switch self {
        case let .Configuration(code, field, reason), let .Visitor(code, field, reason),
            let .Internal(code, field, reason):
            return (code, field, reason)
        case let .Refused(code, field, reason, _, _):
            return (code, field, reason)
        }
    }

    /// What exactly went wrong, such as `signature_mismatch`. It never changes; match on it.
    public var code: String { parts.code }

    /// The field, setting, key or claim that it is about, where there is one.
    public var field: String? { parts.field }

    /// A sentence that says what to change.
    public var reason: String { parts.reason }
}

/// Values of Swift as JSON and back.
package enum JSON {
    /// A JSON object. `nil` for what JSON cannot hold, such as NaN.
    package static func text(_ object: [String: Any]) -> String? {
        guard let object = exact(object), JSONSerialization.isValidJSONObject(object),
              let data = try? JSONSerialization.data(withJSONObject: object, options: [.withoutEscapingSlashes])
        else { return nil }
        return String(decoding: data, as: UTF8.self)
    }

    /// The same value without `Decimal`, which JSONSerialization rounds. `nil` where JSON's numbers do not keep one.
    private static func exact(_ value: Any) -> Any? {
        switch value {
        case let members as [String: Any]:
            let kept = members.compactMapValues(exact)
            return kept.count == members.count ? kept : nil
        case let items as [Any]:
            let kept = items.compactMap(exact)
            return kept.count == items.count ? kept : nil
        case let decimal as Decimal:
            let text = decimal.description
            if let whole = Int64(text) { return whole }
            if let whole = UInt64(text) { return whole }
            // A larger whole number is the library's to refuse, by its name.
            if !text.contains(".") { return decimal }
            guard let double = Double(text), Decimal(string: double.description) == decimal else { return nil }
            return double
        default:
            return value
        }
    }

    /// The members of a JSON object that the library wrote.
    package static func members(_ json: String) -> [String: Any] {
        let value = try? JSONSerialization.jsonObject(with: Data(json.utf8))
        return value as? [String: Any] ?? [:]
    }

    /// Settings: text and whole numbers.
    package static func settings(_ settings: [String: Any]) throws -> String {
        guard let json = text(settings) else {
            throw VisitorsealError.Configuration(
                code: "setting_invalid", field: nil, reason: "a setting is text or a whole number")
        }
        return json
    }
}

/// The system's clock, in Unix seconds.
package func unixTime() -> Int64 {
    Int64(Date().timeIntervalSince1970)
}

extension Scheme: CustomStringConvertible {
    /// The scheme of that name. Throws `Configuration` `scheme_unknown`.
    public static func named(_ name: String) throws -> Scheme {
        // Signers and verifiers have a method of this function's name, which hides it there.
        try scheme(name: name)
    }

    public var description: String { "Scheme(\(name()))" }
}

extension Signed {
    /// The payload under the vendor's names. `fieldsJson()` keeps the order of the vendor's page.
    public var fields: [String: Any] { JSON.members(fieldsJson()) }
}

extension Inspected {
    /// The header's members.
    public var unverifiedHeader: [String: Any] { JSON.members(unverifiedHeaderJson()) }

    /// The claims.
    public var unverifiedClaims: [String: Any] { JSON.members(unverifiedClaimsJson()) }
}

extension Key {
    /// A key that is text: the vendor's shared secret, or a public key as PEM.
    public convenience init(_ text: String, kid: String? = nil) {
        self.init(key: Data(text.utf8), kid: kid)
    }
}

extension Verifier {
    /// A verifier for the scheme of that name, with keys that are text, newest first. Throws `scheme_unknown` too.
    public convenience init(_ name: String, keys: [String], settings: [String: Any] = [:]) throws {
        try self.init(scheme: Scheme.named(name), keys: keys.map { Key($0) }, settings: JSON.settings(settings))
    }

    /// Verifies the body of a request as it came: one JSON object of the fields that a page sent. It sees members
    /// that stand twice. `now` is Unix seconds, the system's clock unless given.
    public func verifyJson(_ body: Data, now: Int64? = nil) throws -> Verified {
        try verifyJson(body: body, now: now ?? unixTime())
    }

    /// Verifies the fields that a page sent. Prefer `verifyJson` with the body as it came.
    public func verify(_ fields: [String: Any], now: Int64? = nil) throws -> Verified {
        guard let json = JSON.text(fields) else {
            throw VisitorsealError.Refused(
                code: "fields_malformed", field: nil, reason: "the fields hold what JSON does not have",
                httpStatus: 401, httpError: "identity_unverified")
        }
        return try verifyJson(Data(json.utf8), now: now)
    }
}

extension Verified: CustomReflectable {
    public var customMirror: Mirror { Mirror(self, children: [:]) }

    /// What the signature covers, in the visitor's words: the site vouches for it.
    public var signed: [String: Any] { JSON.members(signedJson) }

    /// What the browser merely claims, in the visitor's words: anyone can have written it.
    public var unsigned: [String: Any] { JSON.members(unsignedJson) }
}

extension Contact {
    /// The attributes, those that are signed first; see `unsigned`.
    public var attributes: [String: Any] { JSON.members(attributesJson()) }
}
