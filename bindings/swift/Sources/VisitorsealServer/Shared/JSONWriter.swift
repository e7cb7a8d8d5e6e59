/// Writes JSON text in UTF-8.
///
/// Not Foundation's encoder: that one keeps no order of members, and a visitor takes ten times as long.
struct JSONWriter {
    private(set) var bytes: [UInt8] = []

    init() { bytes.reserveCapacity(256) }

    /// The value as text for people. Numbers that JSON does not have are written as Swift writes them.
    static func text(_ value: JSONValue) -> String {
        var writer = JSONWriter()
        writer.write(value)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// Begins a member of an object. The first one has no comma before it.
    mutating func key(_ name: String) {
        if bytes.last != UInt8(ascii: "{") { bytes.append(UInt8(ascii: ",")) }
        write(name)
        bytes.append(UInt8(ascii: ":"))
    }

    /// A member that may be absent.
    mutating func member(_ name: String, _ value: String?) {
        guard let value else { return }
        key(name)
        write(value)
    }

    mutating func byte(_ character: Unicode.Scalar) { bytes.append(UInt8(ascii: character)) }

    mutating func write(_ value: JSONValue) {
        switch value {
        case .null: bytes.append(contentsOf: "null".utf8)
        case let .bool(value): bytes.append(contentsOf: (value ? "true" : "false").utf8)
        case let .int(value): bytes.append(contentsOf: value.description.utf8)
        case let .uint(value): bytes.append(contentsOf: value.description.utf8)
        case let .double(value): bytes.append(contentsOf: value.description.utf8)
        case let .string(value): write(value)
        case let .array(items):
            byte("[")
            for (index, item) in items.enumerated() {
                if index > 0 { byte(",") }
                write(item)
            }
            byte("]")
        case let .object(members): write(members)
        }
    }

    mutating func write(_ object: JSONObject) {
        byte("{")
        for (name, value) in object {
            key(name)
            write(value)
        }
        byte("}")
    }

    mutating func write(_ text: String) {
        byte("\"")
        var text = text
        text.withUTF8 { utf8 in
            if utf8.contains(where: { $0 < 0x20 || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") }) {
                for character in utf8 { escape(character) }
            } else {
                bytes.append(contentsOf: utf8)
            }
        }
        byte("\"")
    }

    private mutating func escape(_ character: UInt8) {
        switch character {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"):
            byte("\\")
            bytes.append(character)
        case 0..<0x20:
            bytes.append(contentsOf: character < 16 ? "\\u000".utf8 : "\\u00".utf8)
            bytes.append(contentsOf: String(character, radix: 16).utf8)
        default:
            bytes.append(character)
        }
    }
}
