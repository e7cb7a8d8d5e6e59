//! The signed-in person.

mod borrowed;
mod identity;
mod read;

use serde::{Deserialize, Serialize};
use std::fmt;

use serde_json::Value;

use crate::{
    bytes,
    error::{Code, Error, Result, Warning, shortened},
    json::{self, Object},
    values::{self, Fault, MAX_DEPTH, MAX_VISITOR},
};
pub(crate) use borrowed::Attribute;
pub use borrowed::{Item, VisitorRef};
#[cfg(feature = "sign")]
pub use identity::warning_of_message;
#[cfg(feature = "sign")]
pub(crate) use identity::{is_no_value, is_template};
#[cfg(feature = "sign")]
pub(crate) use identity::{warning_of_text, warnings_of_nobody};

/// JavaScript holds every whole number up to this one exactly (`Number.MAX_SAFE_INTEGER`).
pub(crate) const MAX_EXACT: u64 = (1 << 53) - 1;

/// The text fields of a visitor, in the order in which they are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, Serialize)]
pub(crate) enum Field {
    Id,
    Email,
    Name,
    Phone,
    Avatar,
}

impl Field {
    pub const ALL: [Self; 5] = [Self::Id, Self::Email, Self::Name, Self::Phone, Self::Avatar];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Email => "email",
            Self::Name => "name",
            Self::Phone => "phone",
            Self::Avatar => "avatar",
        }
    }

    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.as_str() == name)
    }
}

/// The signed-in person, in words that are the same for every vendor.
///
/// All fields are optional; the scheme decides which it needs. `Debug` shows which fields are set, never
/// their values.
///
/// ```
/// use visitorseal::Visitor;
///
/// let visitor = Visitor::new().id("user-123").email("jane@example.com").attribute("plan", "growth");
/// assert_eq!(visitor.to_json(), r#"{"id":"user-123","email":"jane@example.com","attributes":{"plan":"growth"}}"#);
/// # assert_eq!(visitor, Visitor::from_json(visitor.to_json().as_bytes())?);
/// # Ok::<(), visitorseal::Error>(())
/// ```
#[derive(Clone, Default, PartialEq)]
pub struct Visitor {
    texts: [Option<String>; Field::ALL.len()],
    attributes: Object,
}

impl Visitor {
    /// Makes an empty visitor.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the site's id of the visitor, as text.
    #[must_use]
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.set(Field::Id, id.into());
        self
    }

    /// Sets the email address, which the site must have verified.
    #[must_use]
    pub fn email(mut self, email: impl Into<String>) -> Self {
        self.set(Field::Email, email.into());
        self
    }

    /// Sets the name that people see.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.set(Field::Name, name.into());
        self
    }

    /// Sets the telephone number in E.164 form, such as `+14155552671`.
    #[must_use]
    pub fn phone(mut self, phone: impl Into<String>) -> Self {
        self.set(Field::Phone, phone.into());
        self
    }

    /// Sets the http or https address of the visitor's picture.
    #[must_use]
    pub fn avatar(mut self, avatar: impl Into<String>) -> Self {
        self.set(Field::Avatar, avatar.into());
        self
    }

    /// Adds an attribute: anything else that the vendor's agents should see, as a JSON value.
    #[must_use]
    pub fn attribute(mut self, key: impl Into<String>, value: impl Into<Value>) -> Self {
        self.attributes.insert(key.into(), value.into());
        self
    }

    /// Reads a visitor from a JSON object with the members `id` (text or integer), `email`,
    /// `name`, `phone`, `avatar` and `attributes` (an object).
    ///
    /// # Errors
    /// `visitor_too_large` above 64 KiB, `visitor_malformed` for anything but an object with each
    /// member once, and the errors of [`from_object`](Self::from_object).
    pub fn from_json(bytes: &[u8]) -> Result<Self> {
        if bytes.len() > MAX_VISITOR {
            return Err(too_large());
        }
        match read::usual(bytes) {
            Some(visitor) => Ok(visitor.into()),
            None => json::object(bytes).map_err(malformed).and_then(Self::from_object),
        }
    }

    /// Reads a visitor from a parsed JSON object; see [`from_json`](Self::from_json).
    ///
    /// # Errors
    /// `field_unknown` for any other member, `field_missing` for a null `id` or `email`, `field_type` for
    /// a value of the wrong type.
    pub fn from_object(object: Object) -> Result<Self> {
        let mut visitor = Self::new();
        for (member, value) in object {
            visitor.insert(&member, value)?;
        }
        Ok(visitor)
    }

    /// Sets one member, as [`from_object`](Self::from_object) does. Null removes it.
    ///
    /// # Errors
    /// The errors of [`from_object`](Self::from_object).
    pub fn insert(&mut self, member: &str, value: Value) -> Result<()> {
        if member == "attributes" {
            self.attributes = match value {
                Value::Object(attributes) => attributes,
                Value::Null => Object::new(),
                other => return Err(wrong_type(member, "an object", &other)),
            };
            return Ok(());
        }
        let field = Field::named(member).ok_or_else(|| values::FIELD_UNKNOWN.about(shortened(member)))?;
        match (field, value) {
            (_, Value::String(text)) => self.set(field, text),
            (Field::Id, Value::Number(number)) if number.is_i64() || number.is_u64() => {
                self.set(field, number.to_string());
            }
            (Field::Id, other @ Value::Number(_)) => {
                return Err(wrong_type(member, "text or a whole number of at most 64 bits", &other));
            }
            (Field::Id | Field::Email, Value::Null) => {
                return Err(Error::about(
                    Code::FieldMissing,
                    member,
                    format!(
                        "The {member} is null. If this visitor has none, leave it out. Otherwise find out why your code passes null."
                    ),
                ));
            }
            (_, Value::Null) => {
                self.take(field);
            }
            (_, other) => return Err(wrong_type(member, "text", &other)),
        }
        Ok(())
    }

    /// The visitor as a JSON object, in a fixed order. Fields that are not set are left out.
    #[must_use]
    pub fn to_object(&self) -> Object {
        let mut object = Object::new();
        for (field, text) in self.texts() {
            object.insert(field.as_str().to_owned(), text.into());
        }
        if !self.attributes.is_empty() {
            object.insert("attributes".to_owned(), Value::Object(self.attributes.clone()));
        }
        object
    }

    /// The visitor as JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        json::ascii(&self.to_object())
    }

    /// Whether no field is set.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self == &Self::default()
    }

    /// The value of `id`, `email`, `name`, `phone` or `avatar`, if it is set.
    #[must_use]
    pub fn get(&self, field: &str) -> Option<&str> {
        Field::named(field).and_then(|field| self.text(field))
    }

    /// The attributes, in their order.
    #[must_use]
    pub fn attributes(&self) -> &Object {
        &self.attributes
    }

    pub(crate) fn text(&self, field: Field) -> Option<&str> {
        self.texts.get(field as usize).and_then(Option::as_deref)
    }

    /// The visitor as signing reads it.
    pub(crate) fn borrowed(&self) -> VisitorRef<'_> {
        VisitorRef::from(self)
    }

    pub(crate) fn texts(&self) -> impl Iterator<Item = (Field, &str)> {
        Field::ALL.into_iter().filter_map(|field| self.text(field).map(|text| (field, text)))
    }

    pub(crate) fn set(&mut self, field: Field, text: String) {
        if let Some(slot) = self.texts.get_mut(field as usize) {
            *slot = Some(text);
        }
    }

    pub(crate) fn take(&mut self, field: Field) -> Option<String> {
        self.texts.get_mut(field as usize).and_then(Option::take)
    }

    pub(crate) fn attributes_mut(&mut self) -> &mut Object {
        &mut self.attributes
    }
}

/// The warning about an email address that can hardly be one.
fn warn_of_shape(email: &str) -> Option<Warning> {
    let is_odd = !email.is_empty() && (!email.contains('@') || identity::trimmed(email) != email);
    let reason = "The email address has no @, or white space or invisible characters around it. It is signed unchanged; correct it.";
    is_odd.then(|| Warning::new(Warning::EMAIL_SHAPE, "email", reason))
}

/// Checks a field's text, of a visitor to sign and of one that a browser sent.
pub(crate) fn check_text(field: Field, text: &str) -> std::result::Result<(), &'static str> {
    match field {
        Field::Id | Field::Email if bytes::has_control(text) => {
            Err("It holds a control character such as a newline. Remove it.")
        }
        Field::Phone if !text.is_empty() && !is_e164(text) => Err(
            "The telephone number is not in E.164 form. Write a plus sign and 2 to 15 digits, such as +14155552671.",
        ),
        Field::Avatar if !text.is_empty() && !is_http_address(text) => {
            Err("The avatar is not an http or https address. Pass one without spaces, quotes and control characters.")
        }
        _ if bytes::has_nul(text) => Err(values::TEXT_NUL.reason),
        _ => Ok(()),
    }
}

/// Checks an attribute's value, `depth` levels down. `inexact` is set for an integer that JavaScript would round.
pub(crate) fn check_attribute(
    key: &str,
    value: &Value,
    depth: usize,
    inexact: &mut bool,
) -> std::result::Result<(), Fault> {
    check_named_text(key, value.as_str().unwrap_or_default())?;
    if depth > MAX_DEPTH {
        return Err(values::ATTRIBUTE_TOO_DEEP);
    }
    match value {
        Value::Number(number) if json::beyond_64_bits(number) => Err(values::NUMBER_TOO_LARGE),
        Value::Number(number) => {
            let magnitude = number.as_u64().or_else(|| number.as_i64().map(i64::unsigned_abs));
            *inexact |= magnitude.is_some_and(|magnitude| magnitude > MAX_EXACT);
            Ok(())
        }
        Value::Array(items) => items.iter().try_for_each(|item| check_attribute("", item, depth + 1, inexact)),
        Value::Object(members) => {
            members.iter().try_for_each(|(key, value)| check_attribute(key, value, depth + 1, inexact))
        }
        _ => Ok(()),
    }
}

/// Checks the name of an attribute and its text.
fn check_named_text(key: &str, text: &str) -> std::result::Result<(), Fault> {
    match key {
        "__proto__" => Err(values::ATTRIBUTE_KEY),
        _ if bytes::has_nul(key) || bytes::has_nul(text) => Err(values::TEXT_NUL),
        _ => Ok(()),
    }
}

/// E.164 (ITU-T): at most 15 digits, and a country code never begins with 0.
fn is_e164(text: &str) -> bool {
    text.strip_prefix('+').is_some_and(|digits| {
        (2..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit()) && !digits.starts_with('0')
    })
}

pub(crate) fn is_http_address(text: &str) -> bool {
    let rest = ["https://", "http://"].iter().find_map(|scheme| {
        let (start, rest) = text.split_at_checked(scheme.len())?;
        start.eq_ignore_ascii_case(scheme).then_some(rest)
    });
    rest.is_some_and(|rest| {
        !rest.starts_with('/')
            && !rest.is_empty()
            && !text.contains(|char: char| char.is_control() || char.is_whitespace() || "\"'<>\\`".contains(char))
    })
}

fn malformed(what: String) -> Error {
    Error::new(Code::VisitorMalformed, format!("{what} Pass the visitor as one JSON object without duplicate keys."))
}

fn too_large() -> Error {
    let Fault { code, reason, .. } = values::VISITOR_TOO_LARGE;
    Error::new(code, reason)
}

fn wrong_type(key: &str, wanted: &str, value: &Value) -> Error {
    Error::about(Code::FieldType, key, format!("The {key} is {}. Pass {wanted}.", json::type_name(value)))
}

impl fmt::Debug for Visitor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut set = f.debug_struct("Visitor");
        for (field, _) in self.texts() {
            set.field(field.as_str(), &format_args!("…"));
        }
        set.field("attributes", &self.attributes.len()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::MAX_ATTRIBUTES;
    use serde_json::json;

    fn code(json: &str) -> Code {
        Visitor::from_json(json.as_bytes())
            .and_then(|visitor| visitor.borrowed().check(&mut Vec::new()))
            .unwrap_err()
            .code()
    }

    #[test]
    fn takes_an_integer_as_its_digits() {
        for (json, id) in [("42", "42"), ("18446744073709551615", "18446744073709551615"), ("-7", "-7")] {
            let visitor = Visitor::from_json(format!("{{\"id\":{json}}}").as_bytes()).unwrap();
            assert_eq!(visitor.get("id"), Some(id));
        }
    }

    #[test]
    fn refuses_ids_of_any_other_type() {
        for id in ["42.0", "1e3", "18446744073709551616", "true", "[]", "{}"] {
            assert_eq!(code(&format!("{{\"id\":{id}}}")), Code::FieldType, "{id}");
        }
    }

    #[test]
    fn refuses_a_null_identifier_and_takes_a_null_elsewhere_as_absent() {
        assert_eq!(code(r#"{"id":null}"#), Code::FieldMissing);
        assert_eq!(code(r#"{"email":null}"#), Code::FieldMissing);
        let visitor = Visitor::from_json(br#"{"name":null,"phone":null,"avatar":null,"attributes":null}"#).unwrap();
        assert!(visitor.is_empty());
    }

    #[test]
    fn holds_phone_and_avatar_to_their_form() {
        for phone in ["4155552671", "+0155552671", "+1 415", "+1", "+1234567890123456", "+１２３"] {
            assert_eq!(code(&json!({ "phone": phone }).to_string()), Code::FieldInvalid, "{phone}");
        }
        for avatar in
            ["javascript:alert(1)", "data:text/html,x", "//x/y", "http://", "https:///x", "https://x/\"onerror="]
        {
            assert_eq!(code(&json!({ "avatar": avatar }).to_string()), Code::FieldInvalid, "{avatar}");
        }
        let fine = Visitor::new().phone("+14155552671").avatar("HTTPS://example.com/a.png?b=c&d=é");
        fine.borrowed().check(&mut Vec::new()).unwrap();
        Visitor::new().phone("").avatar("").borrowed().check(&mut Vec::new()).unwrap();
    }

    #[test]
    fn refuses_control_characters_in_identifiers_and_nul_anywhere() {
        assert_eq!(code("{\"id\":\"42\\u0000\"}"), Code::FieldInvalid);
        assert_eq!(code("{\"email\":\"a@b\\n\"}"), Code::FieldInvalid);
        assert_eq!(code("{\"name\":\"a\\u0000\"}"), Code::FieldInvalid);
        assert_eq!(code("{\"attributes\":{\"a\":[\"b\\u0000\"]}}"), Code::FieldInvalid);
        assert_eq!(code("{\"attributes\":{\"a\\u0000\":1}}"), Code::FieldInvalid);
        Visitor::new().name("two\nlines").borrowed().check(&mut Vec::new()).unwrap();
    }

    #[test]
    fn refuses_proto_at_any_depth_and_numbers_beyond_64_bits() {
        assert_eq!(code(r#"{"attributes":{"__proto__":1}}"#), Code::AttributeKey);
        assert_eq!(code(r#"{"attributes":{"a":[{"__proto__":1}]}}"#), Code::AttributeKey);
        assert_eq!(code(r#"{"attributes":{"a":18446744073709551616}}"#), Code::NumberTooLarge);
        assert_eq!(code(r#"{"attributes":{"a":{"b":1e300}}}"#), Code::NumberTooLarge);
        assert_eq!(code(r#"{"__proto__":1}"#), Code::FieldUnknown);
    }

    #[test]
    fn is_bounded_in_size_and_in_attributes() {
        assert_eq!(code(&json!({ "name": "x".repeat(MAX_VISITOR) }).to_string()), Code::VisitorTooLarge);
        let escaped = Visitor::new().name("\u{1}".repeat(MAX_VISITOR / 6));
        assert_eq!(escaped.borrowed().check(&mut Vec::new()).unwrap_err().code(), Code::VisitorTooLarge);
        let built = Visitor::new().attribute("a", "x".repeat(MAX_VISITOR));
        assert_eq!(built.borrowed().check(&mut Vec::new()).unwrap_err().code(), Code::VisitorTooLarge);
        let many = (0..=MAX_ATTRIBUTES).fold(Visitor::new(), |visitor, n| visitor.attribute(n.to_string(), n));
        assert_eq!(many.borrowed().check(&mut Vec::new()).unwrap_err().code(), Code::AttributesTooMany);
    }

    #[test]
    fn warns_of_numbers_that_javascript_rounds() {
        let mut warnings = Vec::new();
        let exact = (1_u64 << 53) - 1;
        let visitor = Visitor::new()
            .attribute("a", json!([exact + 2]))
            .attribute("b", exact + 1)
            .attribute("c", exact)
            .attribute("d", -9_007_199_254_740_992_i64)
            .attribute("e", -9_007_199_254_740_991_i64);
        visitor.borrowed().check(&mut warnings).unwrap();
        let codes: Vec<_> = warnings.iter().map(|warning| (warning.code(), warning.field())).collect();
        let inexact = ["attributes.a", "attributes.b", "attributes.d"].map(|field| (Warning::NUMBER_INEXACT, field));
        assert_eq!(codes, inexact);
    }

    #[test]
    fn debug_shows_no_value() {
        let visitor = Visitor::new().id("user-123").email("jane@example.com").attribute("plan", "growth");
        assert_eq!(format!("{visitor:?}"), "Visitor { id: …, email: …, attributes: 1 }");
    }
}
