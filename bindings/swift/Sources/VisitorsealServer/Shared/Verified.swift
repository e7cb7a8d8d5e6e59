/// Whether a signature proved who the visitor is.
public enum Status: String, Sendable {
    /// The signature proves who the visitor is.
    case verified

    /// The visitor may be anyone. Only the policies `optional` and `observe` let such visitors through.
    case anonymous
}

/// The outcome of a verification that was not refused. Its description shows no value.
public struct Verified: Sendable, CustomStringConvertible, CustomReflectable {
    private let bridge: Bridge.Verified

    init(_ bridge: Bridge.Verified) { self.bridge = bridge }

    /// `verified` or `anonymous`.
    public var status: Status { isVerified ? .verified : .anonymous }

    /// Whether the signature proves who the visitor is.
    public var isVerified: Bool { bridge.isVerified }

    /// What the signature covers, in the visitor's words.
    public var signed: JSONObject { bridge.signed }

    /// What the browser merely claims, in the visitor's words. Anyone can have written it.
    public var unsigned: JSONObject { bridge.unsigned }

    /// The index of the key that matches, counted from 0. Once it is always 0, remove the old secret.
    public var key: Int? { bridge.key.map { Int($0) } }

    /// The token's own id, its claim `jti`. `nil` without one. To refuse a token that is used a second time, keep the ids of
    /// verified tokens until they expire.
    public var tokenId: String? { bridge.tokenId }

    /// Why a wrong signature was let through under the policy `observe`.
    public var refusal: Refused? { Bridge.refusal(of: bridge) }

    /// The visitor as a vendor's backend stores a contact.
    ///
    /// - Returns: the contact. `nil` for an anonymous visitor, and if nothing signed identifies a contact.
    public func contact() -> Contact? { bridge.contact.map(Contact.init) }

    /// The outcome as JSON: `{"verified": true, "signed", "unsigned", "key"}`, with a `token_id` if the token has one, or
    /// `{"verified": false, "anonymous": true, "unsigned"}`.
    ///
    /// - Returns: JSON text.
    public func toJson() -> String { bridge.json }

    /// The word `Verified`, and whether the visitor is anonymous.
    public var description: String { isVerified ? "Verified" : "Verified(anonymous)" }

    /// Nothing: a dump shows no value.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// A verified visitor in the words of a vendor's database. Its description shows no value.
public final class Contact: Sendable, CustomStringConvertible, CustomReflectable {
    private let bridge: Bridge.Contact

    init(_ bridge: Bridge.Contact) { self.bridge = bridge }

    /// The site's id of the visitor, or the signed field that the vendor uses in its place.
    public var externalId: String? { bridge.externalId() }

    /// The name. It may be in `unsigned`.
    public var name: String? { bridge.name() }

    /// The email address. It may be in `unsigned`.
    public var email: String? { bridge.email() }

    /// The telephone number. It may be in `unsigned`.
    public var phone: String? { bridge.phone() }

    /// The attributes, the signed ones first. They may be in `unsigned`.
    public var attributes: JSONObject { bridge.attributes }

    /// The names of what the signature does not cover. Anyone can have written it.
    public var unsigned: [String] { bridge.unsigned() }

    /// Replaces placeholders in a text with the contact's values: `{{contact.email}}`, `{{contact.name}}`,
    /// `{{contact.phone}}`, `{{contact.external_id}}` and `{{contact.attr.KEY}}`. Unknown ones become empty.
    ///
    /// - Parameter text: the text with placeholders.
    /// - Returns: plain text. Escape it before you write it into HTML.
    public func fill(_ text: String) -> String { bridge.fill(text: text) }

    /// The word `Contact`.
    public var description: String { "Contact" }

    /// Nothing: a dump shows no value.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
