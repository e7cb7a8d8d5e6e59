import Foundation

/// A visitor's attributes: values of JSON, and values of a site's models, which become such values.
enum Attributes {
    /// The values of a literal. Each value may be of any type that ``json(_:depth:)`` takes.
    static func convert(_ values: KeyValuePairs<String, Any?>) throws -> JSONObject {
        var object = JSONObject()
        for (name, value) in values {
            do {
                object[name] = .some(try value.map { try json($0, depth: 0) } ?? .null)
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
            let encoder = ValueEncoder(.attributes)
            try encoder.write(value)
            return try encoder.value()
        } catch let error as UnwritableValue {
            throw VisitorError(error, below: "attributes")
        }
    }

    /// Refuses what JSON or a visitor cannot hold. The native library checks everything else.
    static func check(_ object: JSONObject) throws {
        for (name, value) in object {
            do {
                try check(value, depth: 0)
            } catch let error as UnwritableValue {
                throw error.at([name])
            }
        }
    }

    private static func check(_ value: JSONValue, depth: Int) throws {
        switch value {
        case let .double(number): _ = try Scalars.finite(number)
        case let .array(items):
            try checkDepth(depth)
            for item in items { try check(item, depth: depth + 1) }
        case let .object(object):
            try checkDepth(depth)
            for (_, member) in object { try check(member, depth: depth + 1) }
        default: break
        }
    }

    private static func checkDepth(_ depth: Int) throws {
        if depth >= Limits.maxDepth { throw UnwritableValue(.attributeTooDeep) }
    }

    /// A value of any type as JSON. An object that encodes itself must be text, a number or a Boolean: whoever wants a whole
    /// model encodes it by name, so that nothing gets to the vendor unasked.
    static func json(_ value: Any, depth: Int) throws -> JSONValue {
        if let scalar = try Scalars.json(value, rules: .attributes) { return scalar }
        switch value {
        case let optional as any AnyOptional:
            return try optional.anyWrapped.map { try json($0, depth: depth) } ?? .null
        case let dictionary as any AnyDictionary:
            try checkDepth(depth)
            return .object(try members(dictionary.anyMembers, depth: depth + 1))
        case let items as any AnyArray:
            try checkDepth(depth)
            return .array(try items.anyItems.map { try json($0, depth: depth + 1) })
        case let member as any RawRepresentable:
            return try json(member.rawValue, depth: depth)
        case let encodable as any Encodable:
            let encoder = ValueEncoder(.attributes)
            try encoder.write(encodable)
            guard let scalar = encoder.scalar else { throw UnwritableValue(.objectType) }
            return scalar
        default:
            return try bridged(value, depth: depth)
        }
    }

    /// What Objective-C calls a dictionary or an array.
    private static func bridged(_ value: Any, depth: Int) throws -> JSONValue {
        if value is NSDictionary, let members = value as? [String: Any] { return try json(members, depth: depth) }
        if value is NSArray, let items = value as? [Any] { return try json(items, depth: depth) }
        throw UnwritableValue(Mirror(reflecting: value).displayStyle == .enum ? .enumType : .valueType)
    }

    private static func members(_ members: [(Any, Any)], depth: Int) throws -> JSONObject {
        var object = JSONObject()
        for (key, value) in members {
            guard let key = key as? String else { throw UnwritableValue(.keyType) }
            object.append(key, try json(value, depth: depth))
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
