import Foundation

/// The signed-in person, in words that are the same for every vendor. A value that is `nil` counts as absent.
///
/// Its description shows no value.
public struct Visitor: Sendable, CustomStringConvertible, CustomReflectable {
    let json: String

    /// `id` is the site's id of the visitor, which never changes and nobody else gets. `email` is an address that the
    /// site has verified, `phone` is E.164 such as `+14155552671`, `avatar` an http or https address. `attributes` are
    /// values for the vendor's agents to see: `nil`, text, numbers, Booleans, arrays, dictionaries, and from your model
    /// `Date`, `UUID`, `Decimal`, enums with a raw value, and `Encodable` values that are text, a number or a Boolean.
    ///
    /// Throws `visitor`: `field_type`, `attribute_too_deep` or `visitor_too_large`.
    public init(
        id: String? = nil, email: String? = nil, name: String? = nil, phone: String? = nil, avatar: String? = nil,
        attributes: [String: Any] = [:]
    ) throws {
        let texts = ["id": id, "email": email, "name": name, "phone": phone, "avatar": avatar]
        do {
            json = try JSON.visitor(texts.compactMapValues { $0 }, attributes)
        } catch let error as UnwritableValue {
            throw VisitorsealError.visitor(code: error.fault.code, field: error.field, reason: error.fault.reason)
        }
    }

    /// A visitor with a UUID as its id, written in lower case.
    public init(
        id: UUID, email: String? = nil, name: String? = nil, phone: String? = nil, avatar: String? = nil,
        attributes: [String: Any] = [:]
    ) throws {
        try self.init(
            id: id.uuidString.lowercased(), email: email, name: name, phone: phone, avatar: avatar,
            attributes: attributes)
    }

    private init(unchecked json: String) { self.json = json }

    /// A visitor from a JSON object with these names. Its attributes keep their order. It is checked when it is signed.
    public static func fromJson(_ json: String) -> Visitor { Visitor(unchecked: json) }

    public var description: String { "Visitor" }

    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
