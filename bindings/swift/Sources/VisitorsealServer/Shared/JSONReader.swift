/// Reads the JSON text that the native library writes.
///
/// Not Foundation's parser: that one keeps no order of members. This one checks nothing, because the library has written the
/// text.
struct JSONReader {
    private var rest: UnsafeBufferPointer<UInt8>.SubSequence

    /// What the text says. An empty object if it is no object.
    static func object(_ json: String) -> JSONObject { value(json).object ?? JSONObject() }

    /// What the text says.
    static func value(_ json: String) -> JSONValue {
        var json = json
        return json.withUTF8 { utf8 in
            var reader = JSONReader(rest: utf8[...])
            return reader.value()
        }
    }

    private mutating func next() -> UInt8 {
        while let byte = rest.popFirst() {
            if !Self.isSpace(byte) { return byte }
        }
        return 0
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || (9...13).contains(byte)
    }

    private mutating func value() -> JSONValue { value(after: next()) }

    private mutating func value(after first: UInt8) -> JSONValue {
        switch first {
        case UInt8(ascii: "{"): return .object(object())
        case UInt8(ascii: "["): return .array(array())
        case UInt8(ascii: "\""): return .string(string())
        case UInt8(ascii: "t"): return word(3, .bool(true))
        case UInt8(ascii: "f"): return word(4, .bool(false))
        case UInt8(ascii: "n"): return word(3, .null)
        default: return number(first)
        }
    }

    private mutating func word(_ more: Int, _ value: JSONValue) -> JSONValue {
        rest = rest.dropFirst(more)
        return value
    }

    private mutating func object() -> JSONObject {
        var object = JSONObject()
        while next() == UInt8(ascii: "\"") {
            let key = string()
            _ = next()
            object.append(key, value())
            if next() != UInt8(ascii: ",") { break }
        }
        return object
    }

    private mutating func array() -> [JSONValue] {
        var items: [JSONValue] = []
        var first = next()
        while first != UInt8(ascii: "]"), first != 0 {
            items.append(value(after: first))
            if next() != UInt8(ascii: ",") { break }
            first = next()
        }
        return items
    }

    private mutating func number(_ first: UInt8) -> JSONValue {
        let end = rest.firstIndex { ",]} \n\r\t".utf8.contains($0) } ?? rest.endIndex
        let text = String(decoding: [first] + rest[..<end], as: UTF8.self)
        rest = rest[end...]
        if let value = Int64(text) { return .int(value) }
        if let value = UInt64(text) { return .uint(value) }
        return Double(text).map(JSONValue.double) ?? .null
    }

    private mutating func string() -> String {
        let plain = rest.prefix { $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
        rest = rest[plain.endIndex...]
        if rest.first != UInt8(ascii: "\\") {
            rest = rest.dropFirst()
            return String(decoding: plain, as: UTF8.self)
        }
        var units = Array(plain)
        while let byte = rest.popFirst(), byte != UInt8(ascii: "\"") {
            if byte == UInt8(ascii: "\\") {
                units.append(contentsOf: String(escaped()).utf8)
            } else {
                units.append(byte)
            }
        }
        return String(decoding: units, as: UTF8.self)
    }

    private mutating func escaped() -> Unicode.Scalar {
        switch rest.popFirst() {
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{c}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return scalar()
        case let other: return Unicode.Scalar(other ?? 0)
        }
    }

    private mutating func scalar() -> Unicode.Scalar {
        let high = unit()
        guard (0xD800..<0xDC00).contains(high) else { return Unicode.Scalar(high) ?? "\u{FFFD}" }
        rest = rest.dropFirst(2)
        return Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (unit() &- 0xDC00)) ?? "\u{FFFD}"
    }

    /// The four digits of an escape.
    private mutating func unit() -> UInt32 {
        defer { rest = rest.dropFirst(4) }
        return UInt32(String(decoding: rest.prefix(4), as: UTF8.self), radix: 16) ?? 0
    }
}
