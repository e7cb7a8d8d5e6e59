/// A member's name, as `Codable` asks for it.
struct JSONKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { return nil }
}

extension JSONValue: Codable {
    /// Reads any value. A decoder may not keep the order of an object's members.
    ///
    /// - Parameter decoder: where the value comes from.
    /// - Throws: what the decoder throws.
    public init(from decoder: any Decoder) throws {
        if let members = try? decoder.container(keyedBy: JSONKey.self) {
            self = .object(try JSONObject(members))
        } else if var items = try? decoder.unkeyedContainer() {
            var values: [JSONValue] = []
            while !items.isAtEnd { values.append(try items.decode(JSONValue.self)) }
            self = .array(values)
        } else {
            let scalar = try decoder.singleValueContainer()
            if scalar.decodeNil() {
                self = .null
            } else if let value = try? scalar.decode(Bool.self) {
                self = .bool(value)
            } else if let value = try? scalar.decode(Int64.self) {
                self = .int(value)
            } else if let value = try? scalar.decode(UInt64.self) {
                self = .uint(value)
            } else if let value = try? scalar.decode(Double.self) {
                self = .double(value)
            } else {
                self = .string(try scalar.decode(String.self))
            }
        }
    }

    /// Writes the value.
    ///
    /// - Parameter encoder: where the value goes.
    /// - Throws: what the encoder throws.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case let .bool(value): try container.encode(value)
        case let .int(value): try container.encode(value)
        case let .uint(value): try container.encode(value)
        case let .double(value): try container.encode(value)
        case let .string(value): try container.encode(value)
        case let .array(value): try container.encode(value)
        case let .object(value): try container.encode(value)
        }
    }
}

extension JSONObject: Codable {
    /// Reads an object. A decoder may not keep the order of its members.
    ///
    /// - Parameter decoder: where the object comes from.
    /// - Throws: what the decoder throws.
    public init(from decoder: any Decoder) throws {
        try self.init(decoder.container(keyedBy: JSONKey.self))
    }

    init(_ container: KeyedDecodingContainer<JSONKey>) throws {
        self.init()
        for key in container.allKeys { self[key.stringValue] = try container.decode(JSONValue.self, forKey: key) }
    }

    /// Writes the object.
    ///
    /// - Parameter encoder: where the object goes.
    /// - Throws: what the encoder throws.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: JSONKey.self)
        for (key, value) in self { try container.encode(value, forKey: JSONKey(stringValue: key)) }
    }
}
