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
    public var signed: [String: Any] { JSON.object(bridge.signedJson) }

    /// What the browser merely claims, in the visitor's words. Anyone can have written it.
    public var unsigned: [String: Any] { JSON.object(bridge.unsignedJson) }

    /// The index of the key that matches, counted from 0. Once it is always 0, remove the old secret.
    public var key: Int? { bridge.key.map(Int.init) }

    /// The token's own id, its claim `jti`. `nil` without one. To refuse a token that is used a second time, keep the ids of
    /// verified tokens until they expire.
    public var tokenId: String? { bridge.tokenId }

    /// Why a wrong signature was let through under the policy `observe`.
    public var refusal: VisitorsealError? { bridge.refusal.map(Bridge.publicError) }

    /// The visitor as a vendor's backend stores a contact. `nil` for an anonymous visitor.
    public func contact() -> Contact? { bridge.contact.map(Contact.init) }

    /// The outcome as JSON: `{"verified": true, "signed", "unsigned", "key"}`, with a `token_id` if the token has one, or
    /// `{"verified": false, "anonymous": true, "unsigned"}`.
    public func toJson() -> String { bridge.json }

    public var description: String { isVerified ? "Verified" : "Verified(anonymous)" }

    public var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// A verified visitor in the words of a vendor's database. Its description shows no value.
public final class Contact: Sendable, CustomStringConvertible {
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
    public var attributes: [String: Any] { JSON.object(bridge.attributesJson()) }

    /// The names of what the signature does not cover. Anyone can have written it.
    public var unsigned: [String] { bridge.unsigned() }

    /// Replaces placeholders in a text with the contact's values: `{{contact.email}}`, `{{contact.name}}`,
    /// `{{contact.phone}}`, `{{contact.external_id}}` and `{{contact.attr.KEY}}`. Unknown ones become empty. The result
    /// is plain text, so escape it before you write it into HTML.
    public func fill(_ text: String) -> String { bridge.fill(text: text) }

    public var description: String { "Contact" }
}
