//! What the readers of values in other languages need from here: the limits, and for each value that a visitor cannot
//! have its code and reason. `tools/generator` writes them into each language.

use crate::error::{Code, Error};
pub use crate::error::{MAX_NAME, shortened};

/// A visitor has at most this many bytes as JSON.
pub const MAX_VISITOR: usize = 64 * 1024;
/// A visitor has at most this many attributes.
pub const MAX_ATTRIBUTES: usize = 256;
/// An attribute is nested at most this deep.
pub const MAX_DEPTH: usize = 32;

/// Why a value is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The fault's name, the same in every language's generated table.
    pub name: &'static str,
    /// The error's code.
    pub code: Code,
    /// The error's reason.
    pub reason: &'static str,
}

impl Fault {
    /// The error about a field, such as `attributes.plan`.
    #[must_use]
    pub fn about(self, field: impl Into<Box<str>>) -> Error {
        Error::about(self.code, field, self.reason)
    }
}

macro_rules! faults {
    ($($constant:ident $name:literal $code:ident $reason:literal;)+) => {
        $(#[doc = $reason] pub const $constant: Fault = Fault { name: $name, code: Code::$code, reason: $reason };)+

        /// Every fault.
        pub const FAULTS: &[Fault] = &[$($constant),+];
    };
}

faults! {
    VISITOR_TYPE "visitor_type" VisitorMalformed
        "The visitor is not a map of fields. Pass a map with some of id, email, name, phone, avatar and attributes.";
    VISITOR_TOO_LARGE "visitor_too_large" VisitorTooLarge
        "The visitor is larger than 64 KiB as JSON. Leave out attributes that no support agent reads.";
    FIELD_UNKNOWN "field_unknown" FieldUnknown
        "A visitor has id, email, name, phone, avatar and attributes. Use these names: a user_id is the id. Put other data into attributes.";
    VALUE_TYPE "value_type" FieldType
        "A value of this type cannot be sent as JSON. Pass text, a number, a boolean, null, a list, a map, a time with its zone, a date, a UUID or a decimal.";
    OBJECT_TYPE "object_type" FieldType
        "An object of this type cannot be an attribute. Pass the values that support agents need instead of the whole object.";
    ENUM_TYPE "enum_type" FieldType "The enum has no value. Pass its name as text.";
    TIME_WITHOUT_ZONE "time_without_zone" FieldType "The time has no time zone. Pass a time with its zone.";
    NUMBER_NOT_FINITE "number_not_finite" FieldType
        "JSON has no NaN and no infinity. Leave the value out or pass text.";
    KEY_TYPE "key_type" FieldType "A key of a map is not text. Use text as keys.";
    NUMBER_TOO_LARGE "number_too_large" NumberTooLarge "The number does not fit into 64 bits. Pass it as text.";
    TEXT_NOT_UNICODE "text_not_unicode" FieldInvalid
        "The text is not valid Unicode: it holds a wrong byte or half a surrogate pair. Pass valid UTF-8.";
    TEXT_NUL "text_nul" FieldInvalid "The text holds a NUL character. Remove it.";
    ATTRIBUTE_KEY "attribute_key" AttributeKey "JavaScript cannot hold the name __proto__ safely. Rename the attribute or the key.";
    ATTRIBUTE_TOO_DEEP "attribute_too_deep" AttributeTooDeep
        "The attribute is nested more than 32 levels deep. Pass only the part that support agents read.";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_name_the_limits_as_they_are() {
        assert!(VISITOR_TOO_LARGE.reason.contains(&format!("{} KiB", MAX_VISITOR / 1024)));
        assert!(ATTRIBUTE_TOO_DEEP.reason.contains(&MAX_DEPTH.to_string()));
    }

    #[test]
    fn names_are_unique() {
        for (index, fault) in FAULTS.iter().enumerate() {
            assert!(FAULTS.iter().skip(index + 1).all(|other| other.name != fault.name), "{}", fault.name);
        }
    }
}
