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
    private let depth: Int
    private var content = Content.nothing

    init(_ rules: ValueRules, path: [any CodingKey] = [], depth: Int = 0) {
        (self.rules, codingPath, self.depth) = (rules, path, depth)
    }

    /// What was encoded.
    func value() throws -> JSONValue {
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
        do {
            if let scalar = try Scalars.json(value, rules: rules) {
                content = .value(scalar)
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

    fileprivate func writeNil() { content = .value(.null) }

    private var names: [String] { codingPath.map(\.stringValue) }

    private func makePart(_ key: (any CodingKey)?) -> ValueEncoder {
        ValueEncoder(rules, path: key.map { codingPath + [$0] } ?? codingPath, depth: depth + 1)
    }

    fileprivate func addMember(_ key: any CodingKey) -> ValueEncoder {
        let part = makePart(key)
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
        let part = makePart(nil)
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

    /// An object may hold itself. Fields hold attributes, which may be deep themselves; the native library checks the exact depth.
    private func checkDepth() -> Bool { depth <= 2 * Limits.maxDepth }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        if case .members = content {} else { content = .members([]) }
        return KeyedEncodingContainer(Members<Key>(encoder: self, isTooDeep: !checkDepth()))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        if case .items = content {} else { content = .items([]) }
        return Items(encoder: self, isTooDeep: !checkDepth())
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { One(encoder: self) }
}

private func refuse(_ isTooDeep: Bool) throws {
    if isTooDeep { throw UnwritableValue(.attributeTooDeep) }
}

private struct Members<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let encoder: ValueEncoder
    let isTooDeep: Bool
    var codingPath: [any CodingKey] { encoder.codingPath }

    mutating func encodeNil(forKey key: Key) throws {
        try refuse(isTooDeep)
        encoder.addMember(key).writeNil()
    }

    mutating func encode(_ value: some Encodable, forKey key: Key) throws {
        try refuse(isTooDeep)
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
    let isTooDeep: Bool
    var codingPath: [any CodingKey] { encoder.codingPath }
    var count: Int { encoder.itemCount }

    mutating func encodeNil() throws {
        try refuse(isTooDeep)
        encoder.addItem().writeNil()
    }

    mutating func encode(_ value: some Encodable) throws {
        try refuse(isTooDeep)
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

    mutating func encodeNil() throws { encoder.writeNil() }

    mutating func encode(_ value: some Encodable) throws { try encoder.write(value) }
}
