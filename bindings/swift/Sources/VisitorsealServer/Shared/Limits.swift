// Written by `make generate` from core/src/values.rs.

enum Limits {
    /// A visitor has at most this many bytes as JSON.
    static let maxVisitor = 65536
    /// A visitor has at most this many attributes.
    static let maxAttributes = 256
    /// An attribute is nested at most this deep.
    static let maxDepth = 32
    /// An error shows names of at most this many characters.
    static let maxName = 48
    /// A verifier accepts tokens of at most this many bytes, unless told otherwise.
    static let maxToken = 8192
    /// A verifier has at most this many keys.
    static let maxKeys = 16
    /// The largest leeway in seconds.
    static let maxLeeway = 300
}

/// Why a value is refused: the error's code and reason.
struct ValueFault {
    let code: String
    let reason: String

    static let visitorType = ValueFault(code: "visitor_malformed", reason: "The visitor is not a map of fields. Pass a map with some of id, email, name, phone, avatar and attributes.")
    static let visitorTooLarge = ValueFault(code: "visitor_too_large", reason: "The visitor is larger than 64 KiB as JSON. Leave out attributes that no support agent reads.")
    static let fieldUnknown = ValueFault(code: "field_unknown", reason: "A visitor has id, email, name, phone, avatar and attributes. Use these names: a user_id is the id. Put other data into attributes.")
    static let valueType = ValueFault(code: "field_type", reason: "A value of this type cannot be sent as JSON. Pass text, a number, a boolean, null, a list, a map, a time with its zone, a date, a UUID or a decimal.")
    static let objectType = ValueFault(code: "field_type", reason: "An object of this type cannot be an attribute. Pass the values that support agents need instead of the whole object.")
    static let enumType = ValueFault(code: "field_type", reason: "The enum has no value. Pass its name as text.")
    static let timeWithoutZone = ValueFault(code: "field_type", reason: "The time has no time zone. Pass a time with its zone.")
    static let numberNotFinite = ValueFault(code: "field_type", reason: "JSON has no NaN and no infinity. Leave the value out or pass text.")
    static let keyType = ValueFault(code: "field_type", reason: "A key of a map is not text. Use text as keys.")
    static let numberTooLarge = ValueFault(code: "number_too_large", reason: "The number does not fit into 64 bits. Pass it as text.")
    static let textNotUnicode = ValueFault(code: "field_invalid", reason: "The text is not valid Unicode: it holds a wrong byte or half a surrogate pair. Pass valid UTF-8.")
    static let textNul = ValueFault(code: "field_invalid", reason: "The text holds a NUL character. Remove it.")
    static let attributeKey = ValueFault(code: "attribute_key", reason: "JavaScript cannot hold the name __proto__ safely. Rename the attribute or the key.")
    static let attributeTooDeep = ValueFault(code: "attribute_too_deep", reason: "The attribute is nested more than 32 levels deep. Pass only the part that support agents read.")
}
