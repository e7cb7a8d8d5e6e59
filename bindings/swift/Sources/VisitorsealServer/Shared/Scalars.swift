import Foundation

/// What a value may be.
enum ValueRules {
    /// A visitor's attributes: also values of a site's models.
    case attributes

    /// Fields of a request, and settings: values of JSON only.
    case fields
}

/// Values that are text, a number or a Boolean, and those that never may be written.
enum Scalars {
    /// The value as JSON. `nil` for what only its own type can tell.
    static func json(_ value: Any, rules: ValueRules) throws -> JSONValue? {
        // First, because Objective-C's numbers are Swift's numbers and Booleans too.
        if type(of: value) is AnyClass, let json = try json(object: value, rules) { return json }
        switch value {
        case let value as String: return .string(value)
        case let value as Int: return JSONValue(value)
        case let value as Bool: return .bool(value)
        case let value as Double: return .double(try finite(value))
        case let value as JSONValue: return value
        case let value as JSONObject: return .object(value)
        case let value as Float: return .double(try finite(value))
        case let value as Decimal: return try json(value, rules)
        case let value as Date: return .string(try model(value, rules).map(time) ?? refuse(.valueType))
        case let value as UUID: return .string(try model(value, rules).map { $0.uuidString.lowercased() } ?? refuse(.valueType))
        case let value as URL: return .string(value.absoluteString)
        case is Data, is any SetAlgebra: throw UnwritableValue(.valueType)
        case is DateComponents: throw UnwritableValue(.timeWithoutZone)
        case let value as any BinaryInteger: return try json(value)
        case let value as CGFloat: return .double(try finite(Double(value)))
        case let value as any StringProtocol: return .string(String(value))
        case let value as Character: return .string(String(value))
        default: return nil
        }
    }

    static func json(_ number: some BinaryInteger) throws -> JSONValue {
        if let value = Int64(exactly: number) { return .int(value) }
        if let value = UInt64(exactly: number) { return .uint(value) }
        throw UnwritableValue(.numberTooLarge)
    }

    static func finite(_ number: Double) throws -> Double {
        if number.isFinite { return number }
        throw UnwritableValue(.numberNotFinite)
    }

    /// The shortest number that is this one: 0.1 and not 0.10000000149.
    static func finite(_ number: Float) throws -> Double { try finite(Double(number.description) ?? .nan) }

    /// A value of Objective-C's classes. Not for Swift's lists: to ask whether one is such a value copies all that it holds.
    private static func json(object: Any, _ rules: ValueRules) throws -> JSONValue? {
        switch object {
        // Its Double is rounded.
        case let number as NSDecimalNumber: return try json(number.decimalValue, rules)
        case let number as NSNumber: return try json(number)
        case is NSNull: return .null
        default: return nil
        }
    }

    private static func json(_ number: NSNumber) throws -> JSONValue {
        if isBool(number) { return .bool(number.boolValue) }
        switch String(cString: number.objCType) {
        case "d": return .double(try finite(number.doubleValue))
        case "f": return .double(try finite(number.floatValue))
        case "Q": return JSONValue(number.uint64Value)
        default: return .int(number.int64Value)
        }
    }

    private static func isBool(_ number: NSNumber) -> Bool {
        #if canImport(Darwin)
            // On Apple's systems an Int8 has the same type of C as a Boolean.
            return CFGetTypeID(number) == CFBooleanGetTypeID()
        #else
            return ["c", "B"].contains(String(cString: number.objCType))
        #endif
    }

    /// A value that only attributes may have.
    private static func model<Value>(_ value: Value, _ rules: ValueRules) -> Value? {
        rules == .attributes ? value : nil
    }

    private static func refuse<Value>(_ fault: ValueFault) throws -> Value { throw UnwritableValue(fault) }

    /// An attribute is text without an exponent. A field is the number, if JSON's readers keep it.
    private static func json(_ decimal: Decimal, _ rules: ValueRules) throws -> JSONValue {
        if decimal.isNaN { throw UnwritableValue(.numberNotFinite) }
        let text = decimal.description
        if rules == .attributes { return .string(text) }
        if let whole = Int64(text) { return .int(whole) }
        if let whole = UInt64(text) { return .uint(whole) }
        guard let double = Double(text), Decimal(string: double.description) == decimal else {
            throw UnwritableValue(.numberTooLarge)
        }
        return .double(double)
    }

    /// RFC 3339 in UTC, with at most 6 digits of a second, for the years that RFC 3339 has.
    static func time(_ date: Date) throws -> String {
        // A Date is a Double, so a microsecond may be a little less than it was given as.
        let seconds = date.timeIntervalSince1970
        guard (-62_167_219_200..<253_402_300_800).contains(seconds) else { throw UnwritableValue(.valueType) }
        let whole = date.timeIntervalSinceReferenceDate.rounded(.down)
        let part = date.timeIntervalSinceReferenceDate - whole
        let micros = min(Int((part * 1_000_000 + 0.25).rounded(.down)), 999_999)
        let unix = Int(whole + Date.timeIntervalBetween1970AndReferenceDate)
        let (day, second) = (unix / 86_400, unix % 86_400)
        let (year, month, date) = calendarDay(second < 0 ? day - 1 : day)
        let time = second < 0 ? second + 86_400 : second
        let parts = [(month, "-"), (date, "-"), (time / 3600, "T"), (time / 60 % 60, ":"), (time % 60, ":")]
        let text = padded(year, 4) + parts.map { $1 + padded($0, 2) }.joined()
        guard micros > 0 else { return text + "Z" }
        var digits = padded(micros, 6)
        while digits.hasSuffix("0") { digits.removeLast() }
        return "\(text).\(digits)Z"
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }

    /// Year, month and day of the Gregorian calendar, so many days after 1 January 1970. Years are counted from 1 March, so that
    /// the leap day is the last one.
    private static func calendarDay(_ days: Int) -> (year: Int, month: Int, day: Int) {
        let fromMarchOfYear0 = days + 719_468
        let era = (fromMarchOfYear0 >= 0 ? fromMarchOfYear0 : fromMarchOfYear0 - 146_096) / 146_097
        let dayOfEra = fromMarchOfYear0 - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
    }
}
