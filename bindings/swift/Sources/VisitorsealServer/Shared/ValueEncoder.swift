import Foundation

/// Encodes a value of any type as a ``JSONValue``. Each part has an encoder of its own, so that an error knows its path.
final class ValueEncoder: Encoder {
    private enum Content {
        case nothing
        case value(JSONValue)
        case items([ValueEncoder])
        case members([(name: String, part: ValueEncoder)])
    }

    let codingPath: [any CodingKey]
    let userInfo: [CodingUserInfoKey: Any] = [:]
    private let rules: ValueRules
    private let budget: Budget
    private let depth: Int
    /// The values that are encoding themselves now, each within the one before.
    private var calls: Int
    private var content = Content.nothing

    /// The budget is for this value and for what else shares it.
    init(_ rules: ValueRules, _ budget: Budget) {
        (self.rules, self.budget, codingPath, depth, calls) = (rules, budget, [], 0, 0)
    }

    private init(partOf whole: ValueEncoder, _ key: (any CodingKey)?) {
        (rules, budget, depth, calls) = (whole.rules, whole.budget, whole.depth + 1, whole.calls)
        codingPath = key.map { whole.codingPath + [$0] } ?? whole.codingPath
    }

    /// What a value encodes itself as.
    static func encode(_ value: some Encodable, _ rules: ValueRules, _ budget: Budget) throws -> JSONValue {
        let encoder = ValueEncoder(rules, budget)
        try encoder.write(value)
        try budget.spend(0)
        return try encoder.value()
    }

    private func value() throws -> JSONValue {
        switch content {
        case .nothing: throw UnwritableValue(.objectType, path: names)
        case let .value(value): return value
        case let .items(parts): return .array(try parts.map { try $0.value() })
        case let .members(parts):
            var object = JSONObject()
            for (name, part) in parts { object[name] = .some(try part.value()) }
            return .object(object)
        }
    }

    /// What was encoded, if it is text, a number or a Boolean.
    var scalar: JSONValue? {
        guard case let .value(value) = content, !value.isNull, value.array == nil, value.object == nil else { return nil }
        return value
    }

    func write(_ value: some Encodable) throws {
        calls += 1
        defer { calls -= 1 }
        do {
            if let scalar = try Scalars.json(value, rules: rules) {
                try budget.spend(on: scalar, depth: depth)
                content = .value(scalar)
            } else if calls > Self.maxCalls {
                throw UnwritableValue(.attributeTooDeep)
            } else {
                try value.encode(to: self)
            }
        } catch let error as UnwritableValue {
            throw error.at(names)
        } catch {
            // The value's own code failed. Its error may show a visitor's data.
            throw UnwritableValue(.valueType, path: names)
        }
    }

    fileprivate func writeNil() throws {
        try budget.spend(1)
        content = .value(.null)
    }

    /// Throws if this object or list may have no more parts.
    fileprivate func check() throws {
        try budget.checkDepth(depth)
        try budget.spend(0)
    }

    /// A value may encode itself as itself, in no object and no list. At each level there are few values in place of another:
    /// an optional, an enum.
    private static let maxCalls = 4 * Limits.maxDepth

    /// `nil` for the whole value: it may be a part of a literal, which names it.
    private var names: [String]? { codingPath.isEmpty ? nil : codingPath.map(\.stringValue) }

    fileprivate func addMember(_ key: any CodingKey) -> ValueEncoder {
        budget.take(key.stringValue.utf8.count)
        let part = ValueEncoder(partOf: self, key)
        if case var .members(parts) = content {
            content = .nothing
            parts.append((key.stringValue, part))
            content = .members(parts)
        } else {
            content = .members([(key.stringValue, part)])
        }
        return part
    }

    fileprivate func addItem() -> ValueEncoder {
        let part = ValueEncoder(partOf: self, nil)
        if case var .items(parts) = content {
            content = .nothing
            parts.append(part)
            content = .items(parts)
        } else {
            content = .items([part])
        }
        return part
    }

    fileprivate var itemCount: Int {
        if case let .items(parts) = content { return parts.count }
        return 0
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        if case .members = content {} else { begin(.members([])) }
        return KeyedEncodingContainer(Members<Key>(encoder: self))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        if case .items = content {} else { begin(.items([])) }
        return Items(encoder: self)
    }

    private func begin(_ container: Content) {
        budget.take(1)
        content = container
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { One(encoder: self) }
}

private struct Members<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let encoder: ValueEncoder
    var codingPath: [any CodingKey] { encoder.codingPath }

    mutating func encodeNil(forKey key: Key) throws {
        try encoder.check()
        try encoder.addMember(key).writeNil()
    }

    mutating func encode(_ value: some Encodable, forKey key: Key) throws {
        try encoder.check()
        try encoder.addMember(key).write(value)
    }

    mutating func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
        encoder.addMember(key).container(keyedBy: type)
    }

    mutating func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        encoder.addMember(key).unkeyedContainer()
    }

    mutating func superEncoder() -> any Encoder { encoder.addMember(JSONKey(stringValue: "super")) }

    mutating func superEncoder(forKey key: Key) -> any Encoder { encoder.addMember(key) }
}

private struct Items: UnkeyedEncodingContainer {
    let encoder: ValueEncoder
    var codingPath: [any CodingKey] { encoder.codingPath }
    var count: Int { encoder.itemCount }

    mutating func encodeNil() throws {
        try encoder.check()
        try encoder.addItem().writeNil()
    }

    mutating func encode(_ value: some Encodable) throws {
        try encoder.check()
        try encoder.addItem().write(value)
    }

    mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
        encoder.addItem().container(keyedBy: type)
    }

    mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { encoder.addItem().unkeyedContainer() }

    mutating func superEncoder() -> any Encoder { encoder.addItem() }
}

private struct One: SingleValueEncodingContainer {
    let encoder: ValueEncoder
    var codingPath: [any CodingKey] { encoder.codingPath }

    mutating func encodeNil() throws { try encoder.writeNil() }

    mutating func encode(_ value: some Encodable) throws { try encoder.write(value) }
}
