/// A value of JSON: what a visitor's attributes are made of, and what comes back as `fields`, `signed` and `unsigned`.
///
/// Write it as a literal, read it with `string`, `int` and the other properties, and reach into it with subscripts:
///
/// ```swift
/// let plan: JSONValue = ["tier": "growth", "seats": 5]
/// plan["tier"]?.string  // "growth"
/// ```
///
/// An object keeps the order of its members, and whole numbers of 64 bits are exact. Texts are equal if they have the same
/// characters in Unicode: `é` does not equal `e` with an accent behind it, although Swift's own `String` says so.
public enum JSONValue: Sendable, Hashable {
    /// Nothing.
    case null

    /// True or false.
    case bool(Bool)

    /// A whole number.
    case int(Int64)

    /// A whole number that is larger than the largest `Int64`. Use `.int` for all others.
    case uint(UInt64)

    /// A number with a fraction or an exponent.
    case double(Double)

    /// Text.
    case string(String)

    /// A list.
    case array([JSONValue])

    /// An object, whose members keep their order.
    case object(JSONObject)

    /// A whole number.
    ///
    /// - Parameter number: the number.
    public init(_ number: Int) {
        self = .int(Int64(number))
    }

    /// A whole number: `.int`, or `.uint` if it is larger than the largest `Int64`.
    ///
    /// - Parameter number: the number.
    public init(_ number: UInt64) {
        self = Int64(exactly: number).map(JSONValue.int) ?? .uint(number)
    }

    /// What a value encodes itself as, such as a date, a list of identifiers or a struct of your own.
    ///
    /// - Parameter value: the value. ``JSONObject/init(encoding:)`` says how its parts are written.
    /// - Throws: ``VisitorError`` `field_type`, `number_too_large`, `attribute_too_deep` or `visitor_too_large`. Its field is the
    ///   path of the part.
    public init(encoding value: some Encodable) throws {
        self = try Attributes.encode(value)
    }

    /// Whether the value is `null`.
    public var isNull: Bool { self == .null }

    /// The Boolean, or `nil` if the value is none.
    public var bool: Bool? {
        if case let .bool(value) = self { return value }
        return nil
    }

    /// The whole number, or `nil` if the value is none or does not fit.
    public var int: Int? {
        if case let .int(value) = self { return Int(exactly: value) }
        return nil
    }

    /// The whole number, or `nil` if the value is none or is negative.
    public var uint: UInt64? {
        switch self {
        case let .int(value): return UInt64(exactly: value)
        case let .uint(value): return value
        default: return nil
        }
    }

    /// The number, or `nil` if the value is none, or is a whole number that a `Double` would round.
    public var double: Double? {
        switch self {
        case let .int(value): return Double(exactly: value)
        case let .uint(value): return Double(exactly: value)
        case let .double(value): return value
        default: return nil
        }
    }

    /// The text, or `nil` if the value is none.
    public var string: String? {
        if case let .string(value) = self { return value }
        return nil
    }

    /// The list, or `nil` if the value is none.
    public var array: [JSONValue]? {
        if case let .array(value) = self { return value }
        return nil
    }

    /// The object, or `nil` if the value is none.
    public var object: JSONObject? {
        if case let .object(value) = self { return value }
        return nil
    }

    /// The member of an object, or `nil` if the value is no object or has no such member.
    ///
    /// - Parameter key: the member's name.
    public subscript(key: String) -> JSONValue? { object?[key] }

    /// The item of a list, or `nil` if the value is no list or is shorter.
    ///
    /// - Parameter index: the place in the list, counted from 0.
    public subscript(index: Int) -> JSONValue? {
        guard let items = array, items.indices.contains(index) else { return nil }
        return items[index]
    }
}

extension JSONValue: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByStringInterpolation, ExpressibleByArrayLiteral,
    ExpressibleByDictionaryLiteral
{
    /// Writes `nil` as null.
    public init(nilLiteral: ()) { self = .null }

    /// Writes `true` and `false`.
    public init(booleanLiteral value: Bool) { self = .bool(value) }

    /// Writes a whole number.
    public init(integerLiteral value: Int64) { self = .int(value) }

    /// Writes a number with a fraction.
    public init(floatLiteral value: Double) { self = .double(value) }

    /// Writes a text.
    public init(stringLiteral value: String) { self = .string(value) }

    /// Writes a list.
    public init(arrayLiteral items: JSONValue...) { self = .array(items) }

    /// Writes an object. Its members keep their order.
    public init(dictionaryLiteral members: (String, JSONValue)...) { self = .object(JSONObject(members)) }
}

extension JSONValue {
    /// Whether two values are the same.
    public static func == (one: JSONValue, other: JSONValue) -> Bool {
        switch (one, other) {
        case (.null, .null): return true
        case let (.bool(one), .bool(other)): return one == other
        case let (.int(one), .int(other)): return one == other
        case let (.uint(one), .uint(other)): return one == other
        case let (.double(one), .double(other)): return one == other
        case let (.string(one), .string(other)): return isSameText(one, other)
        case let (.array(one), .array(other)): return one == other
        case let (.object(one), .object(other)): return one == other
        default: return false
        }
    }
}

extension JSONValue: CustomStringConvertible {
    /// The value as JSON text.
    public var description: String { JSONWriter.text(self) }
}
