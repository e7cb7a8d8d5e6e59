/// A JSON object whose members keep their order: a visitor's attributes, or what comes back as `fields`, `signed` and
/// `unsigned`.
///
/// Write it as a literal, or make it from a model of yours with ``init(encoding:)``. Two objects are equal if they have the same
/// members in the same order. Names are the same if they have the same characters in Unicode: `é` is another name than `e` with an
/// accent behind it, although Swift's own `String` takes them for equal.
public struct JSONObject: Sendable, Hashable {
    private struct Member: Sendable, Hashable {
        let key: String
        var value: JSONValue

        static func == (one: Member, other: Member) -> Bool {
            isSameText(one.key, other.key) && one.value == other.value
        }
    }

    private var members: [Member] = []

    /// An object without members.
    public init() {}

    /// An object with these members. Of two members with the same name, the last one counts.
    ///
    /// - Parameter members: names and values, in order, such as those of a dictionary.
    public init(_ members: some Sequence<(key: String, value: JSONValue)>) {
        for (key, value) in members { self[key] = value }
    }

    init(_ members: [(String, JSONValue)]) {
        self.members.reserveCapacity(members.count)
        for (key, value) in members { self[key] = value }
    }

    /// What a model of yours encodes itself as, under the names of its coding keys.
    ///
    /// A `Date` is written as RFC 3339 in UTC, a `UUID`, a `URL` and a `Decimal` as text, and an enum as its raw value. Parts
    /// that are objects or lists are written too. Encode only what the vendor's support agents may see.
    ///
    /// - Parameter value: a value that encodes itself as an object.
    /// - Throws: ``VisitorError`` `field_type`, `number_too_large`, `attribute_too_deep` or `visitor_too_large`. Its field is the
    ///   path of the part, such as `attributes.plan.tier`.
    public init(encoding value: some Encodable) throws {
        self = try Attributes.encodeObject(value)
    }

    /// The value of a member, or `nil` if there is none. Setting a new member adds it at the end; setting `nil` removes it.
    ///
    /// - Parameter key: the member's name.
    public subscript(key: String) -> JSONValue? {
        get { index(of: key).map { members[$0].value } }
        set {
            switch (index(of: key), newValue) {
            case let (place?, value?): members[place].value = value
            case let (place?, nil): members.remove(at: place)
            case let (nil, value?): members.append(Member(key: key, value: value))
            case (nil, nil): break
            }
        }
    }

    /// The names of the members, in order.
    public var keys: [String] { members.map(\.key) }

    /// An object has few members: to look at each is faster than a table.
    private func index(of key: String) -> Int? { members.firstIndex { isSameText($0.key, key) } }

    /// Adds a member that is not there yet.
    mutating func append(_ key: String, _ value: JSONValue) { members.append(Member(key: key, value: value)) }
}

/// Whether two texts have the same characters. Swift's `==` takes `é` and `e` with an accent behind it for the same; JSON and
/// signatures do not.
func isSameText(_ one: String, _ other: String) -> Bool {
    one.utf8.count == other.utf8.count && one == other && one.utf8.elementsEqual(other.utf8)
}

extension JSONObject: RandomAccessCollection {
    /// The place of the first member.
    public var startIndex: Int { 0 }

    /// The place after the last member.
    public var endIndex: Int { members.count }

    /// A member with its name.
    ///
    /// - Parameter position: the member's place, counted from 0.
    public subscript(position: Int) -> (key: String, value: JSONValue) {
        (members[position].key, members[position].value)
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral, CustomStringConvertible {
    /// Writes an object. Its members keep their order.
    public init(dictionaryLiteral members: (String, JSONValue)...) { self.init(members) }

    /// The object as JSON text.
    public var description: String { JSONWriter.text(.object(self)) }
}
