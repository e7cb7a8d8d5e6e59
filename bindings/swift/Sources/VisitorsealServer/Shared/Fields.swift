import Foundation

/// Settings, and the fields of a request, as JSON.
enum Fields {
    /// Settings as JSON. The native library checks that they are text or whole numbers.
    static func settings(_ settings: [String: any Encodable]) throws -> String {
        if settings.isEmpty { return "{}" }
        var object = JSONObject()
        for (name, value) in settings {
            do {
                object[name] = .some(try ValueEncoder.encode(value, .fields, budget(bytes: .max)))
            } catch let error as UnwritableValue {
                let field = error.moved(to: [name]).field()
                throw ConfigurationError(code: "setting_invalid", field: field, reason: error.fault.reason)
            }
        }
        return object.description
    }

    /// The fields of a request. Throws ``UnwritableValue``. The native library reads at most `largest` bytes.
    static func json(_ fields: some Encodable, largest: Int) throws -> [UInt8] {
        let budget = budget(bytes: largest)
        let object: JSONObject
        if let fields = fields as? JSONObject {
            object = fields
            try budget.spend(onMembersOf: fields)
        } else {
            guard case let .object(encoded) = try encode(fields, budget) else { throw UnwritableValue(.valueType) }
            object = encoded
        }
        var writer = JSONWriter()
        writer.write(object)
        return writer.bytes
    }

    private static func encode(_ value: some Encodable, _ budget: Budget) throws -> JSONValue {
        do {
            return try ValueEncoder.encode(value, .fields, budget)
        } catch let error as UnwritableValue {
            // An error names the field, not a part of it.
            throw error.moved(to: (error.path?.first).map { [$0] })
        }
    }

    /// Fields hold attributes, which may be deep themselves. The native library checks the exact depth.
    private static func budget(bytes: Int) -> Budget {
        Budget(bytes: bytes, maxDepth: 2 * Limits.maxDepth, tooLarge: .fieldsTooLarge)
    }
}

extension UnwritableValue {
    /// The code of an error about the fields of a request.
    var fieldsCode: String { fault.code == ValueFault.fieldsTooLarge.code ? fault.code : "fields_malformed" }
}

extension ValueFault {
    static let fieldsTooLarge = ValueFault(
        code: "fields_too_large", reason: "The fields of the request are too large. Send fewer attributes.")
}

/// The given second, otherwise the system's clock.
func unixTime(_ now: Int64?) -> Int64 {
    now ?? Int64(Date().timeIntervalSince1970)
}
