// Written by `make generate` from core/src/values.rs.
package visitorseal.server

internal object Limits {
    /** A visitor has at most this many bytes as JSON. */
    const val MAX_VISITOR: Int = 65536

    /** A visitor has at most this many attributes. */
    const val MAX_ATTRIBUTES: Int = 256

    /** An attribute is nested at most this deep. */
    const val MAX_DEPTH: Int = 32

    /** An error shows names of at most this many characters. */
    const val MAX_NAME: Int = 48

    /** A verifier accepts tokens of at most this many bytes, unless told otherwise. */
    const val MAX_TOKEN: Int = 8192

    /** A verifier has at most this many keys. */
    const val MAX_KEYS: Int = 16

    /** The largest leeway in seconds. */
    const val MAX_LEEWAY: Int = 300
}

/** Why a value is refused: the error's code and reason. */
internal enum class ValueFault(val code: String, val reason: String) {
    VISITOR_TYPE("visitor_malformed", "The visitor is not a map of fields. Pass a map with some of id, email, name, phone, avatar and attributes."),
    VISITOR_TOO_LARGE("visitor_too_large", "The visitor is larger than 64 KiB as JSON. Leave out attributes that no support agent reads."),
    FIELD_UNKNOWN("field_unknown", "A visitor has id, email, name, phone, avatar and attributes. Use these names: a user_id is the id. Put other data into attributes."),
    VALUE_TYPE("field_type", "A value of this type cannot be sent as JSON. Pass text, a number, a boolean, null, a list, a map, a time with its zone, a date, a UUID or a decimal."),
    OBJECT_TYPE("field_type", "An object of this type cannot be an attribute. Pass the values that support agents need instead of the whole object."),
    ENUM_TYPE("field_type", "The enum has no value. Pass its name as text."),
    TIME_WITHOUT_ZONE("field_type", "The time has no time zone. Pass a time with its zone."),
    NUMBER_NOT_FINITE("field_type", "JSON has no NaN and no infinity. Leave the value out or pass text."),
    KEY_TYPE("field_type", "A key of a map is not text. Use text as keys."),
    NUMBER_TOO_LARGE("number_too_large", "The number does not fit into 64 bits. Pass it as text."),
    TEXT_NOT_UNICODE("field_invalid", "The text is not valid Unicode: it holds a wrong byte or half a surrogate pair. Pass valid UTF-8."),
    TEXT_NUL("field_invalid", "The text holds a NUL character. Remove it."),
    ATTRIBUTE_KEY("attribute_key", "JavaScript cannot hold the name __proto__ safely. Rename the attribute or the key."),
    ATTRIBUTE_TOO_DEEP("attribute_too_deep", "The attribute is nested more than 32 levels deep. Pass only the part that support agents read."),
}
