//! Texts that identify nobody: what programs and templates write where a visitor's id is missing.

use super::Field;
use crate::{bytes, error::Warning};

/// What the text of an id or of an email address is, if it identifies nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Nobody {
    NoValue,
    NotSignedIn,
    Object,
    Template,
}

const NO_VALUE: &[&str] = &[
    "undefined",
    "null",
    "none",
    "nil",
    "nan",
    "false",
    "(null)",
    "<null>",
    "(nil)",
    "<nil>",
    "%!s(<nil>)",
    "%!v(<nil>)",
    "optional.empty",
    "n/a",
    "{}",
    "[]",
    "\"\"",
    "''",
    // A missing number as a number: WordPress and Drupal have it for nobody.
    "0",
    "00000000-0000-0000-0000-000000000000",
    "000000000000000000000000",
];

/// The names that frameworks give nobody: Django, Spring, Symfony, and sites of their own.
const NOT_SIGNED_IN: &[&str] = &[
    "anonymous",
    "anonymoususer",
    "anonymous user",
    "anonymous_user",
    "anonymous-user",
    "anon.",
    "guest",
    "guest user",
    "unauthenticated",
];

/// The words, each as a whole text, in upper or lower case.
const WORDS: [(Nobody, &[&str]); 3] =
    [(Nobody::NoValue, NO_VALUE), (Nobody::NotSignedIn, NOT_SIGNED_IN), (Nobody::Object, &["array"])];

/// How languages write an object or a function as text: its beginning and its end.
const OBJECTS: &[(&str, &str)] = &[
    ("[object ", "]"),
    ("#<", ">"),
    ("<function ", ">"),
    ("<built-in ", ">"),
    ("<bound method ", ">"),
    ("<coroutine ", ">"),
    ("<property ", ">"),
    ("<SimpleLazyObject", ">"),
    ("Optional(", ")"),
    ("Optional[", "]"),
    ("Some(", ")"),
    ("b'", "'"),
    ("b\"", "\""),
    ("function ", "}"),
    ("function(", "}"),
    ("async ", "}"),
    ("() => ", ""),
];

/// The same, after the name of a class: Python's objects, and Django's models.
const OBJECTS_OF_CLASSES: &[(&str, &str)] = &[(" object at 0x", ">"), (" object (", ")")];

/// How templates mark what they fill in.
const TEMPLATES: &[(&str, &str)] = &[
    ("{{", "}}"),
    ("{%", "%}"),
    ("<%", "%>"),
    ("${", "}"),
    ("#{", "}"),
    // Blade and Salesforce.
    ("{!", "}"),
    // Mailing programs.
    ("*|", "|*"),
    // Python's and C's formats.
    ("%(", ")s"),
];

/// Formats that nobody filled in, as whole texts.
const FORMATS: &[&str] = &["%s", "%d", "%@", "%v", "{0}"];

/// The warning about a field's text, if it identifies nobody or has something invisible around it.
pub(super) fn warning(field: Field, text: &str) -> Option<Warning> {
    match field {
        Field::Id | Field::Email => warning_of_identifier(field, text),
        Field::Name if is_template(text) => Some(unfilled(field.as_str())),
        _ => None,
    }
}

fn warning_of_identifier(field: Field, text: &str) -> Option<Warning> {
    if text.is_empty() {
        return None;
    }
    let bare = trimmed(text);
    let is_padded_id = field == Field::Id && bare.len() < text.len();
    nobody(bare).map(|nobody| nobody.warning(field.as_str())).or_else(|| is_padded_id.then(padded))
}

/// Whether a field's text has the common form, which has neither fault nor warning: an id or an address in ASCII with a digit or
/// an `@`, without marks, and with nothing around it; a name that begins with a letter or a digit.
#[inline]
pub(super) fn is_ordinary(field: Field, text: &str) -> bool {
    let (Some(first), Some(last)) = (text.as_bytes().first(), text.as_bytes().last()) else { return false };
    let is_bare = || last.is_ascii_alphanumeric() && bytes::classes(text) == bytes::NO_WORD;
    first.is_ascii_alphanumeric()
        && match field {
            Field::Id => is_bare(),
            Field::Email => is_bare() && text.contains('@'),
            Field::Name => !bytes::has_nul(text),
            Field::Phone | Field::Avatar => false,
        }
}

/// The warning about a message that the caller made, if it identifies nobody. It is for the program, which has a place
/// to show it.
#[cfg(feature = "sign")]
pub fn warning_of_message(message: &[u8]) -> Option<Warning> {
    let text = std::str::from_utf8(message).ok()?;
    Some(nobody(trimmed(text))?.warning("message"))
}

/// The warning about a text with a name, if it stands for a value that is not there.
#[cfg(feature = "sign")]
pub(crate) fn warning_of_text(text: &str, name: &str) -> Option<Warning> {
    Some(nobody(trimmed(text))?.warning(name))
}

/// The warnings about the id and the email address of a visitor who is nobody.
#[cfg(feature = "sign")]
pub(crate) fn warnings_of_nobody(visitor: &super::Visitor) -> impl Iterator<Item = (Field, Warning)> {
    let texts = visitor.texts().filter(|(field, _)| matches!(field, Field::Id | Field::Email));
    texts.filter_map(|(field, text)| Some((field, nobody(trimmed(text))?.warning(field.as_str()))))
}

/// The warning about a field or an attribute that is a template's placeholder.
pub(super) fn unfilled(field: &str) -> Warning {
    Nobody::Template.warning(field)
}

fn padded() -> Warning {
    Warning::new(
        Warning::ID_SPACE,
        Field::Id.as_str(),
        "White space or invisible characters are around the id. Trim it where your code reads it.",
    )
}

impl Nobody {
    fn warning(self, field: &str) -> Warning {
        let reason = match self {
            Self::NoValue => format!(
                "The {field} is blank or a word for no value, such as undefined, null, None or 0. Find out why your code has no {field} here. Sign only visitors who are signed in."
            ),
            Self::NotSignedIn => format!(
                "The {field} is a word for everyone who is not signed in, such as anonymous or guest, so they would all be one visitor. Sign only visitors who are signed in."
            ),
            Self::Object => format!(
                "The {field} is the text of a whole object or of a function, such as [object Object]. Pass the {field} itself. If it is a promise, wait for it."
            ),
            Self::Template => {
                format!(
                    "The {field} is a placeholder that was not filled in, such as {{{{ user.id }}}}. Pass the value."
                )
            }
        };
        let code = if self == Self::Template { Warning::TEMPLATE_UNFILLED } else { Warning::IDENTITY_MISSING };
        Warning::new(code, field, reason)
    }
}

/// What the text is, if it identifies nobody.
fn nobody(text: &str) -> Option<Nobody> {
    let class = bytes::classes(text);
    let is_empty = text.is_empty().then_some(Nobody::NoValue);
    let word = || {
        let found = WORDS.iter().find(|(_, words)| (class & bytes::NO_WORD == 0) && is_word(text, words));
        found.map(|(nobody, _)| *nobody)
    };
    let template = || {
        let is_template = class & bytes::TEMPLATE != 0 && (has(text, TEMPLATES) || FORMATS.contains(&text));
        (is_template || is_parameter(text)).then_some(Nobody::Template)
    };
    let object = || {
        let is_object = class & bytes::OBJECT != 0 && (is_between(text, OBJECTS) || has(text, OBJECTS_OF_CLASSES));
        is_object.then_some(Nobody::Object)
    };
    is_empty.or_else(word).or_else(template).or_else(object)
}

/// Whether the text is a word for no value.
#[cfg(feature = "sign")]
pub(crate) fn is_no_value(text: &str) -> bool {
    is_word(text, NO_VALUE)
}

/// Whether the text is nothing but a template's placeholder.
pub(crate) fn is_template(text: &str) -> bool {
    // No template begins with a letter.
    let may_be = !text.as_bytes().first().is_none_or(u8::is_ascii_alphanumeric);
    may_be && is_between(text.trim(), TEMPLATES)
}

fn is_word(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| word.eq_ignore_ascii_case(text))
}

/// Whether the text has a beginning, and its end after it.
fn has(text: &str, marks: &[(&str, &str)]) -> bool {
    marks.iter().any(|(open, close)| text.split_once(open).is_some_and(|(_, rest)| rest.contains(close)))
}

fn is_between(text: &str, marks: &[(&str, &str)]) -> bool {
    marks.iter().any(|(open, close)| text.strip_prefix(open).is_some_and(|rest| rest.ends_with(close)))
}

/// `:id` of a route or a query, `{id}` of an address.
fn is_parameter(text: &str) -> bool {
    let name = text.strip_prefix(':').or_else(|| text.strip_prefix('{')?.strip_suffix('}'));
    name.is_some_and(|name| {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'_' || byte == b'.')
    })
}

/// The text without white space and invisible characters around it.
pub(super) fn trimmed(text: &str) -> &str {
    match text.as_bytes() {
        [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => text,
        _ => text.trim_matches(|char: char| char.is_whitespace() || is_invisible(char)),
    }
}

/// A character that no font shows: byte order mark, zero width, soft hyphen, direction of writing, fillers. An emoji may
/// end with a variation selector, which is part of it.
fn is_invisible(char: char) -> bool {
    matches!(
        char,
        '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(field: Field, texts: &[&str]) -> Vec<Option<&'static str>> {
        texts.iter().map(|text| warning(field, text).map(|warning| warning.code())).collect()
    }

    #[test]
    fn knows_what_programs_write_for_nobody() {
        let texts = [
            "undefined",
            "null",
            "NULL",
            "None",
            "nil",
            "NaN",
            "(null)",
            "<nil>",
            "0",
            "{}",
            " ",
            "\u{a0}",
            "\u{feff}",
            " undefined ",
            "00000000-0000-0000-0000-000000000000",
            "anonymousUser",
            "AnonymousUser",
            "anonymous",
            "Guest",
            "anon.",
            "[object Object]",
            "[object Promise]",
            "[object Undefined]",
            "Array",
            "#<User:0x000055d5>",
            "#<User id: 42>",
            "User object (42)",
            "<app.models.User object at 0x7f2a>",
            "<bound method User.id>",
            "<built-in function id>",
            "Optional(\"42\")",
            "Optional[42]",
            "Optional.empty",
            "Some(42)",
            "b'42'",
            "function () { return id }",
            "() => id",
        ];
        for field in [Field::Id, Field::Email] {
            assert_eq!(codes(field, &texts), vec![Some(Warning::IDENTITY_MISSING); texts.len()], "{texts:?}");
        }
        assert_eq!(codes(Field::Name, &texts), vec![None; texts.len()]);
    }

    #[test]
    fn knows_placeholders_that_nobody_filled_in() {
        let whole = [
            "{{ user.id }}",
            "{{user.email}}",
            "{{ first }} {{ last }}",
            "{% user %}",
            "<%= user.id %>",
            "${user.id}",
            "#{user.id}",
            "{!! $user->id !!}",
            "{!User.Email}",
            "*|EMAIL|*",
            "%(id)s",
            " {{ id }} ",
        ];
        for field in [Field::Id, Field::Email, Field::Name] {
            assert_eq!(codes(field, &whole), vec![Some(Warning::TEMPLATE_UNFILLED); whole.len()], "{field:?}");
        }
        let more = [
            ":id",
            ":user_id",
            "{id}",
            "{user.id}",
            "%s",
            "{0}",
            "user-{{ id }}",
            "user-${id}",
            "{{ id }}@example.com",
        ];
        for field in [Field::Id, Field::Email] {
            assert_eq!(codes(field, &more), vec![Some(Warning::TEMPLATE_UNFILLED); more.len()], "{field:?}");
        }
        assert_eq!(codes(Field::Name, &more), vec![None; more.len()]);
    }

    #[test]
    fn knows_an_id_with_something_invisible_around_it() {
        for padding in [
            " ", "\u{a0}", "\u{2003}", "\u{3000}", "\u{2028}", "\u{200b}", "\u{200e}", "\u{2060}", "\u{feff}", "\u{ad}",
        ] {
            let padded = [format!("{padding}42"), format!("42{padding}"), format!("{padding}42{padding}")];
            let padded: Vec<&str> = padded.iter().map(String::as_str).collect();
            assert_eq!(codes(Field::Id, &padded), [Some(Warning::ID_SPACE); 3], "{padding:?}");
            assert_eq!(codes(Field::Email, &padded), [None; 3], "{padding:?}");
        }
    }

    #[test]
    fn takes_no_visitor_for_nobody() {
        let visitors = [
            "",
            "42",
            "-1",
            "00",
            "10",
            "null-island",
            "nullable",
            "undefined-7",
            "guest-17",
            "guest@example.com",
            "anonymous@example.com",
            "none@example.com",
            "jane@null.example",
            "nilsson",
            "Nonetheless",
            "user-123",
            "7f4baab5-0c91-44e8-8b58-5ff849535174",
            "{7f4baab5-0c91-44e8-8b58-5ff849535174}",
            "{3F2504E04F8941D39A0C0305E82C3301}",
            "gid://shopify/Customer/1",
            "auth0|5f7c8ec7c33c6c004bbafe82",
            "ObjectId(\"590b80e5f433ea81b96c9bf6\")",
            "{\"$oid\":\"590b80e5f433ea81b96c9bf6\"}",
            "a&amp;b",
            "100%",
            "50%-off",
            "$cash",
            "a b",
            "a:b",
            ":42",
            "::1",
            ":",
            "a#b",
            "o'brien@example.com",
            "arn:aws:iam::123456789012:user/jane",
            "cn=jane,dc=example",
            "jane doe",
            "array-1",
            "\u{263a}\u{fe0f}",
            "zoë",
            "李",
            "</script><script>alert(1)</script>",
            "1.2637e4",
            "jane\u{a0}doe",
        ];
        for field in [Field::Id, Field::Email, Field::Name] {
            assert_eq!(codes(field, &visitors), vec![None; visitors.len()], "{field:?}");
        }
    }
}
