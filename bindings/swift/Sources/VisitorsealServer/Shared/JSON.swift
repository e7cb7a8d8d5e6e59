import Foundation

/// A value that cannot be written as JSON. The field is the top member's name.
struct UnwritableValue: Error {
    let fault: ValueFault
    let field: String?

    init(_ fault: ValueFault, field: String? = nil) {
        (self.fault, self.field) = (fault, field)
    }

    func inField(_ name: String) -> UnwritableValue { UnwritableValue(fault, field: name) }
}

/// Values of Swift as JSON and back.
enum JSON {
    /// A JSON object that the native library wrote.
    static func object(_ json: String) -> [String: Any] {
        let value = try? JSONSerialization.jsonObject(with: Data(json.utf8))
        return value as? [String: Any] ?? [:]
    }

    /// A visitor's members. Values of the site's models are taken in the attributes only.
    static func visitor(_ texts: [String: String], _ attributes: [String: Any]) throws -> String {
        var visitor: [String: Any] = texts
        if !attributes.isEmpty { visitor["attributes"] = try members(attributes, prefix: "attributes.", isAttribute: true) }
        return String(decoding: try write(visitor), as: UTF8.self)
    }

    /// Settings as JSON. The native library checks that they are text or whole numbers.
    static func settings(_ settings: [String: Any]) throws -> String {
        do {
            return String(decoding: try write(members(settings)), as: UTF8.self)
        } catch let error as UnwritableValue {
            throw VisitorsealError.configuration(code: "setting_invalid", field: error.field, reason: error.fault.reason)
        }
    }

    /// The fields of a request as JSON.
    static func fields(_ fields: [String: Any]) throws -> Data {
        try write(members(fields))
    }

    private static func write(_ object: [String: Any]) throws -> Data {
        guard JSONSerialization.isValidJSONObject(object),
              let data = try? JSONSerialization.data(withJSONObject: object, options: [.withoutEscapingSlashes])
        else { throw UnwritableValue(.valueType) }
        return data
    }

    private static func members(
        _ object: [String: Any], prefix: String = "", isAttribute: Bool = false
    ) throws -> [String: Any] {
        var members: [String: Any] = [:]
        for (name, value) in object {
            do {
                members[name] = try Self.value(value, isAttribute, 0)
            } catch let error as UnwritableValue {
                throw error.inField(prefix + shortened(name))
            }
        }
        return members
    }

    /// A value that JSONSerialization writes without loss.
    private static func value(_ value: Any, _ isAttribute: Bool, _ depth: Int) throws -> Any {
        switch value {
        case is NSNull, Optional<Any>.none:
            return NSNull()
        case let text as String:
            return text
        case let decimal as Decimal:
            return isAttribute ? try plain(decimal) : try number(decimal)
        case let members as [String: Any]:
            try checkDepth(depth, isAttribute)
            return try members.mapValues { try Self.value($0, isAttribute, depth + 1) }
        case let items as [Any]:
            try checkDepth(depth, isAttribute)
            return try items.map { try Self.value($0, isAttribute, depth + 1) }
        case is Bool, is Int, is Int8, is Int16, is Int32, is Int64, is UInt, is UInt8, is UInt16, is UInt32, is UInt64:
            return value
        case let double as Double:
            return try finite(double)
        case let float as Float:
            return try finite(Double(float.description) ?? .nan)
        case let number as NSNumber:
            _ = try finite(number.doubleValue)
            return number
        default:
            guard isAttribute, let written = try fromModel(value, depth) else { throw UnwritableValue(fault(of: value)) }
            return written
        }
    }

    private static func checkDepth(_ depth: Int, _ isAttribute: Bool) throws {
        // Fields hold attributes, which may be deep themselves. The native library checks the exact depth.
        if depth == (isAttribute ? Limits.maxDepth : 2 * Limits.maxDepth) { throw UnwritableValue(.attributeTooDeep) }
    }

    /// What the models of a site hold besides JSON's own values. `nil` for anything else.
    private static func fromModel(_ value: Any, _ depth: Int) throws -> Any? {
        switch value {
        case let date as Date:
            return time(date)
        case let uuid as UUID:
            return uuid.uuidString.lowercased()
        case is Data, is any SetAlgebra:
            return nil
        case let member as any RawRepresentable:
            return try Self.value(member.rawValue, true, depth)
        case let encodable as any Encodable:
            return scalar(encodable)
        default:
            return nil
        }
    }

    /// What a value encodes itself as, if that is text, a number or a Boolean.
    private static func scalar(_ value: any Encodable) -> Any? {
        guard let data = try? JSONEncoder().encode(value),
              let written = try? JSONSerialization.jsonObject(with: data, options: [.fragmentsAllowed]),
              !(written is [Any]), !(written is [String: Any]), !(written is NSNull)
        else { return nil }
        return written
    }

    /// RFC 3339 in UTC, with at most 6 digits of a second.
    private static func time(_ date: Date) -> String? {
        // A Date is a Double, so a microsecond may be a little less than it was given as.
        let seconds = date.timeIntervalSinceReferenceDate
        guard seconds.isFinite, abs(seconds) < 1e12 else { return nil }
        let whole = seconds.rounded(.down)
        let micros = min(Int(((seconds - whole) * 1_000_000 + 0.25).rounded(.down)), 999_999)
        let formatter = ISO8601DateFormatter()
        let text = formatter.string(from: Date(timeIntervalSinceReferenceDate: whole))
        guard text.utf8.count == "2026-11-28T09:30:00Z".utf8.count else { return nil }
        guard micros > 0 else { return text }
        var digits = String(String(micros + 1_000_000).dropFirst())
        while digits.hasSuffix("0") { digits.removeLast() }
        return "\(text.dropLast()).\(digits)Z"
    }

    /// A decimal without an exponent.
    private static func plain(_ decimal: Decimal) throws -> String {
        if decimal.isNaN { throw UnwritableValue(.numberNotFinite) }
        return decimal.description
    }

    /// A field of a request: a number that JSON keeps. JSONSerialization would round a Decimal.
    private static func number(_ decimal: Decimal) throws -> Any {
        let text = try plain(decimal)
        if let whole = Int64(text) { return whole }
        if let whole = UInt64(text) { return whole }
        guard let double = Double(text), Decimal(string: double.description) == decimal else {
            throw UnwritableValue(.numberTooLarge)
        }
        return double
    }

    private static func finite(_ number: Double) throws -> Double {
        if number.isFinite { return number }
        throw UnwritableValue(.numberNotFinite)
    }

    private static func fault(of value: Any) -> ValueFault {
        switch value {
        case is DateComponents: return .timeWithoutZone
        case is Data, is any SetAlgebra: return .valueType
        case is any Encodable: return .objectType
        default: return Mirror(reflecting: value).displayStyle == .enum ? .enumType : .valueType
        }
    }

    /// A name as an error shows it: short, and without control characters.
    static func shortened(_ name: String) -> String {
        let points = name.unicodeScalars
        let isLong = points.count > Limits.maxName
        var text = String.UnicodeScalarView()
        for point in isLong ? points.prefix(Limits.maxName - 1) : points.prefix(Limits.maxName) {
            let isControl = point.properties.generalCategory == .control || point == "\u{2028}" || point == "\u{2029}"
            text.append(isControl ? "\u{FFFD}" : point)
        }
        return String(text) + (isLong ? "…" : "")
    }
}
