import Foundation

/// Settings, and the fields of a request, as JSON.
enum Fields {
    /// Settings as JSON. The native library checks that they are text or whole numbers.
    static func settings(_ settings: [String: any Encodable]) throws -> String {
        if settings.isEmpty { return "{}" }
        var object = JSONObject()
        for (name, value) in settings {
            do {
                let encoded = try encode(value)
                try check(encoded, depth: 0)
                object[name] = .some(encoded)
            } catch let error as UnwritableValue {
                let field = UnwritableValue(error.fault, path: [name]).field()
                throw ConfigurationError(code: "setting_invalid", field: field, reason: error.fault.reason)
            }
        }
        return object.description
    }

    /// The fields of a request. Throws ``UnwritableValue``.
    static func json(_ fields: some Encodable) throws -> [UInt8] {
        let object: JSONObject
        if let fields = fields as? JSONObject {
            object = fields
        } else {
            guard case let .object(encoded) = try encode(fields) else { throw UnwritableValue(.valueType) }
            object = encoded
        }
        for (name, value) in object {
            do {
                try check(value, depth: 0)
            } catch let error as UnwritableValue {
                throw UnwritableValue(error.fault, path: [name])
            }
        }
        var writer = JSONWriter()
        writer.write(object)
        return writer.bytes
    }

    private static func encode(_ value: some Encodable) throws -> JSONValue {
        let encoder = ValueEncoder(.fields)
        do {
            try encoder.write(value)
            return try encoder.value()
        } catch let error as UnwritableValue {
            // An error names the field, not a part of it.
            throw UnwritableValue(error.fault, path: (error.path?.first).map { [$0] })
        }
    }

    private static func check(_ value: JSONValue, depth: Int) throws {
        // Fields hold attributes, which may be deep themselves. The native library checks the exact depth.
        if depth > 2 * Limits.maxDepth { throw UnwritableValue(.attributeTooDeep) }
        switch value {
        case let .double(number): _ = try Scalars.finite(number)
        case let .array(items): for item in items { try check(item, depth: depth + 1) }
        case let .object(object): for (_, member) in object { try check(member, depth: depth + 1) }
        default: break
        }
    }
}

/// The given second, otherwise the system's clock.
func unixTime(_ now: Int64?) -> Int64 {
    now ?? Int64(Date().timeIntervalSince1970)
}
