import Foundation

/// The signed-in person, in words that are the same for every vendor. A value that is `nil` counts as absent.
///
/// Its description shows no value.
public struct Visitor: Sendable, CustomStringConvertible, CustomReflectable {
    /// The visitor as JSON text in UTF-8.
    let json: [UInt8]

    /// A visitor whose attributes are values of JSON.
    ///
    /// - Parameters:
    ///   - id: the site's id of the visitor, which never changes and nobody else gets.
    ///   - email: an address that the site has verified.
    ///   - name: the name.
    ///   - phone: the telephone number as E.164, such as `+14155552671`.
    ///   - avatar: the http or https address of a picture.
    ///   - attributes: values for the vendor's agents to see, in their order. ``JSONObject/init(encoding:)`` makes them from a model
    ///     of yours.
    /// - Throws: ``VisitorError`` `field_type`, `attribute_too_deep` or `visitor_too_large`. The visitor is checked further when it
    ///   is signed.
    public init(
        id: String? = nil, email: String? = nil, name: String? = nil, phone: String? = nil, avatar: String? = nil,
        attributes: JSONObject = [:]
    ) throws {
        var writer = JSONWriter()
        writer.byte("{")
        writer.member("id", id)
        writer.member("email", email)
        writer.member("name", name)
        writer.member("phone", phone)
        writer.member("avatar", avatar)
        if !attributes.isEmpty {
            try Self.inAttributes { try Attributes.check(attributes) }
            writer.key("attributes")
            writer.write(attributes)
        }
        writer.byte("}")
        json = writer.bytes
    }

    /// A visitor whose attributes are values of your models, written as a literal.
    ///
    /// A value may be text, a number, a Boolean or `nil`, a `Date`, `UUID`, `URL` or `Decimal`, an enum with a raw value, a list or
    /// a dictionary of these, a ``JSONValue``, and an `Encodable` value that is text, a number or a Boolean.
    ///
    /// - Parameters:
    ///   - id: the site's id of the visitor, which never changes and nobody else gets.
    ///   - email: an address that the site has verified.
    ///   - name: the name.
    ///   - phone: the telephone number as E.164, such as `+14155552671`.
    ///   - avatar: the http or https address of a picture.
    ///   - attributes: values for the vendor's agents to see, in their order.
    /// - Throws: ``VisitorError`` `field_type`, `number_too_large`, `attribute_too_deep` or `visitor_too_large`. Its field names the
    ///   attribute, such as `attributes.signedUpAt`.
    @_disfavoredOverload
    public init(
        id: String? = nil, email: String? = nil, name: String? = nil, phone: String? = nil, avatar: String? = nil,
        attributes: KeyValuePairs<String, Any?>
    ) throws {
        let converted = try Self.inAttributes { try Attributes.convert(attributes) }
        try self.init(id: id, email: email, name: name, phone: phone, avatar: avatar, attributes: converted)
    }

    /// A visitor with a UUID as its id, which is written in lower case.
    ///
    /// - Parameters:
    ///   - id: the site's id of the visitor, which never changes and nobody else gets.
    ///   - email: an address that the site has verified.
    ///   - name: the name.
    ///   - phone: the telephone number as E.164, such as `+14155552671`.
    ///   - avatar: the http or https address of a picture.
    ///   - attributes: values for the vendor's agents to see, in their order.
    /// - Throws: ``VisitorError`` `field_type`, `attribute_too_deep` or `visitor_too_large`.
    public init(
        id: UUID, email: String? = nil, name: String? = nil, phone: String? = nil, avatar: String? = nil,
        attributes: JSONObject = [:]
    ) throws {
        let text = id.uuidString.lowercased()
        try self.init(id: text, email: email, name: name, phone: phone, avatar: avatar, attributes: attributes)
    }

    /// A visitor with a UUID as its id, and with values of your models as attributes.
    ///
    /// - Parameters:
    ///   - id: the site's id of the visitor, which never changes and nobody else gets.
    ///   - email: an address that the site has verified.
    ///   - name: the name.
    ///   - phone: the telephone number as E.164, such as `+14155552671`.
    ///   - avatar: the http or https address of a picture.
    ///   - attributes: values for the vendor's agents to see, in their order.
    /// - Throws: ``VisitorError`` `field_type`, `number_too_large`, `attribute_too_deep` or `visitor_too_large`.
    @_disfavoredOverload
    public init(
        id: UUID, email: String? = nil, name: String? = nil, phone: String? = nil, avatar: String? = nil,
        attributes: KeyValuePairs<String, Any?>
    ) throws {
        let converted = try Self.inAttributes { try Attributes.convert(attributes) }
        try self.init(id: id, email: email, name: name, phone: phone, avatar: avatar, attributes: converted)
    }

    private init(unchecked json: [UInt8]) { self.json = json }

    /// A visitor from a JSON object with these names. It is checked when it is signed.
    ///
    /// - Parameter json: the JSON text. Its attributes keep their order.
    /// - Returns: the visitor.
    public static func fromJson(_ json: String) -> Visitor { Visitor(unchecked: Array(json.utf8)) }

    private static func inAttributes<Result>(_ action: () throws -> Result) throws -> Result {
        do {
            return try action()
        } catch let error as UnwritableValue {
            throw VisitorError(error, below: "attributes")
        }
    }

    /// The word `Visitor`.
    public var description: String { "Visitor" }

    /// Nothing: a dump shows no value.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
