import Foundation

/// A visitor's attributes: values of JSON, and values of a site's models, which become such values.
enum Attributes {
    /// The values of a literal. Each value may be of any type that ``json(_:_:depth:)`` takes.
    static func convert(_ values: KeyValuePairs<String, Any?>) throws -> JSONObject {
        let budget = Budget.visitor()
        var object = JSONObject()
        for (name, value) in values {
            do {
                try budget.spend(name.utf8.count)
                object[name] = .some(try value.map { try json($0, budget, depth: 0) } ?? .null)
            } catch let error as UnwritableValue {
                throw error.at([name])
            }
        }
        return object
    }

    /// What a model encodes itself as.
    static func encodeObject(_ value: some Encodable) throws -> JSONObject {
        guard case let .object(object) = try encode(value) else {
            throw VisitorError(UnwritableValue(.objectType), below: "attributes")
        }
        return object
    }

    /// What a value encodes itself as.
    static func encode(_ value: some Encodable) throws -> JSONValue {
        do {
            // Fields hold attributes, which may be deep themselves. The native library checks the exact depth.
            return try ValueEncoder.encode(value, .attributes, .visitor(maxDepth: 2 * Limits.maxDepth))
        } catch let error as UnwritableValue {
            throw VisitorError(error, below: "attributes")
        }
    }

    /// Refuses what JSON or a visitor cannot hold. The native library checks everything else.
    static func check(_ object: JSONObject) throws {
        try Budget.visitor().spend(onMembersOf: object)
    }

    /// A value of any type as JSON. An object that encodes itself must be text, a number or a Boolean: whoever wants a whole
    /// model encodes it by name, so that nothing gets to the vendor unasked.
    static func json(_ value: Any, _ budget: Budget, depth: Int) throws -> JSONValue {
        if let scalar = try Scalars.json(value, rules: .attributes) {
            try budget.spend(on: scalar, depth: depth)
            return scalar
        }
        switch value {
        case let optional as any AnyOptional:
            return try optional.anyWrapped.map { try json($0, budget, depth: depth) } ?? .null
        case let dictionary as any AnyDictionary:
            try budget.spend(1)
            try budget.checkDepth(depth)
            return .object(try members(dictionary.anyMembers, budget, depth: depth + 1))
        case let items as any AnyArray:
            try budget.spend(1)
            try budget.checkDepth(depth)
            return .array(try items.anyItems.map { try json($0, budget, depth: depth + 1) })
        case let member as any RawRepresentable:
            return try json(member.rawValue, budget, depth: depth)
        case let encodable as any Encodable:
            let encoder = ValueEncoder(.attributes, budget)
            try encoder.write(encodable)
            guard let scalar = encoder.scalar else { throw UnwritableValue(.objectType) }
            return scalar
        default:
            return try bridged(value, budget, depth: depth)
        }
    }

    /// What Objective-C calls a dictionary or an array.
    private static func bridged(_ value: Any, _ budget: Budget, depth: Int) throws -> JSONValue {
        if value is NSDictionary, let members = value as? [String: Any] { return try json(members, budget, depth: depth) }
        if value is NSArray, let items = value as? [Any] { return try json(items, budget, depth: depth) }
        throw UnwritableValue(Mirror(reflecting: value).displayStyle == .enum ? .enumType : .valueType)
    }

    private static func members(_ members: [(Any, Any)], _ budget: Budget, depth: Int) throws -> JSONObject {
        var object = JSONObject()
        for (key, value) in members {
            guard let key = key as? String else { throw UnwritableValue(.keyType) }
            try budget.spend(key.utf8.count)
            object.append(key, try json(value, budget, depth: depth))
        }
        return object
    }
}

/// An optional of a type that is not known.
private protocol AnyOptional { var anyWrapped: Any? { get } }
extension Optional: AnyOptional {
    fileprivate var anyWrapped: Any? { map { $0 } }
}

/// An array of a type that is not known.
private protocol AnyArray { var anyItems: [Any] { get } }
extension Array: AnyArray {
    fileprivate var anyItems: [Any] { map { $0 } }
}

/// A dictionary, or a literal in its order, of types that are not known.
private protocol AnyDictionary { var anyMembers: [(Any, Any)] { get } }
extension Dictionary: AnyDictionary {
    fileprivate var anyMembers: [(Any, Any)] { map { ($0.key, $0.value) } }
}
extension KeyValuePairs: AnyDictionary {
    fileprivate var anyMembers: [(Any, Any)] { map { ($0.key, $0.value) } }
}
