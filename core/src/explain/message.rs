//! The texts that sites sign by mistake in place of the message: other fields, other orders, other spellings.

use std::collections::HashMap;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use unicode_normalization::UnicodeNormalization;

use super::finding::{Cause, Mistake};
use crate::scheme::{Message, Piece};

/// A text that the site may have signed, and the mistakes that lead to it.
pub(super) struct MessageGuess {
    pub text: String,
    pub mistakes: Vec<Mistake>,
}

/// A longer text is tried as it is and in no other spelling.
pub(super) const LONGEST: usize = 1024;

/// What servers' languages write for a value that is missing.
const MISSING_VALUES: [&str; 7] = ["", "undefined", "null", "None", "nil", "NULL", "0"];

/// Separators that people put between fields.
const SEPARATORS: [&str; 16] = ["", " ", ",", ", ", ":", ": ", "|", "-", "_", ";", ".", "+", "/", "&", "::", "\n"];

/// RFC 3986's unreserved characters stay as they are, as with `rawurlencode` in PHP.
const UNRESERVED_STAY: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
/// These stay too with `encodeURI` in JavaScript.
const RESERVED_STAY: &AsciiSet = &UNRESERVED_STAY.remove(b'@').remove(b':').remove(b'/').remove(b'+');

/// A part of the message: its name in the visitor's words, and its text.
pub(super) type NamedText = (String, String);

/// The texts that may have been signed, those with the fewest mistakes first; the first has none. `parts` are those of
/// the message, `others` are further texts of the page.
pub(super) fn guess_messages(message: &Message, parts: &[NamedText], others: &[NamedText]) -> Vec<MessageGuess> {
    let names = parts.iter().map(|(name, _)| name.as_str()).collect();
    let texts = parts.iter().map(|(_, text)| text.as_str()).collect();
    let mut guesses = Guesses { message, names, texts, all: Vec::new(), places: HashMap::new() };
    guesses.push(guesses.join(&guesses.texts), &[]);
    guesses.add_spellings();
    guesses.add_missing_values();
    guesses.add_other_joins();
    guesses.add_other_fields(others);
    guesses.all.sort_by_key(|guess| guess.mistakes.len());
    guesses.all
}

struct Guesses<'a> {
    message: &'a Message,
    names: Vec<&'a str>,
    texts: Vec<&'a str>,
    all: Vec<MessageGuess>,
    /// The index in `all` of each text.
    places: HashMap<String, usize>,
}

/// The message with these texts for its parts.
pub(super) fn join(message: &Message, texts: &[&str]) -> String {
    let mut texts = texts.iter();
    let pieces = message.pieces.iter().map(|piece| match piece {
        Piece::Literal(literal) => literal.as_str(),
        Piece::Slot(_) => texts.next().copied().unwrap_or_default(),
    });
    pieces.collect()
}

impl Guesses<'_> {
    fn join(&self, texts: &[&str]) -> String {
        join(self.message, texts)
    }

    /// The message with another text in place of one field.
    fn join_with(&self, index: usize, text: &str) -> String {
        let mut texts = self.texts.clone();
        if let Some(place) = texts.get_mut(index) {
            *place = text;
        }
        self.join(&texts)
    }

    /// Adds a text, or keeps the fewer mistakes of a text that is there.
    fn push(&mut self, text: String, mistakes: &[Mistake]) {
        match self.places.get(&text).and_then(|place| self.all.get_mut(*place)) {
            Some(known) if known.mistakes.len() <= mistakes.len() => {}
            Some(known) => known.mistakes = mistakes.to_vec(),
            None => {
                self.places.insert(text.clone(), self.all.len());
                self.all.push(MessageGuess { text, mistakes: mistakes.to_vec() });
            }
        }
    }

    fn add_spellings(&mut self) {
        for (index, (name, text)) in self.names.clone().into_iter().zip(self.texts.clone()).enumerate() {
            for (cause, spelling, how) in spellings(text) {
                let first = (cause, format!("The site signed {name} {how}."));
                self.push(self.join_with(index, &spelling), std::slice::from_ref(&first));
                // A text in another case, or without white space, is often changed once more.
                let again = matches!(cause, Cause::MessageCase | Cause::MessageNumber) || spelling.len() < text.len();
                for (cause, spelling, how) in again.then(|| spellings(&spelling)).into_iter().flatten() {
                    let second = (cause, format!("The site signed {name} {how}."));
                    self.push(self.join_with(index, &spelling), &[first.clone(), second]);
                }
            }
        }
    }

    fn add_missing_values(&mut self) {
        for (index, name) in self.names.clone().into_iter().enumerate() {
            for value in MISSING_VALUES {
                let what = if value.is_empty() { "an empty text".to_owned() } else { format!("the word {value}") };
                let mistake = (Cause::MessageEmpty, format!("The site signed {what} in place of {name}."));
                self.push(self.join_with(index, value), &[mistake]);
            }
        }
    }

    /// Two fields, joined in other ways.
    fn add_other_joins(&mut self) {
        let &[first, second] = self.texts.as_slice() else { return };
        if first.len() + second.len() > LONGEST {
            return;
        }
        let reversed = (Cause::MessageOrder, "The site joined the fields in reverse order.".to_owned());
        let lower_case = (Cause::MessageCase, "The site signed the fields in lower case.".to_owned());
        let (lower_first, lower_second) = (first.to_lowercase(), second.to_lowercase());
        for separator in SEPARATORS {
            let joined = (Cause::MessageSeparator, format!("The site joined the fields with {separator:?}."));
            self.push(format!("{first}{separator}{second}"), std::slice::from_ref(&joined));
            self.push(format!("{lower_first}{separator}{lower_second}"), &[joined.clone(), lower_case.clone()]);
            self.push(format!("{second}{separator}{first}"), &[reversed.clone(), joined]);
        }
        self.push(self.join(&[second, first]), std::slice::from_ref(&reversed));
        self.push(self.join(&[&lower_second, &lower_first]), &[reversed, lower_case]);
        for (cause, spelling, how) in spellings(&self.join(&[first, second])) {
            self.push(spelling, &[(cause, format!("The site signed the joined fields {how}."))]);
        }
    }

    /// Other texts of the page, alone or in place of one field.
    fn add_other_fields(&mut self, others: &[(String, String)]) {
        for (name, text) in others {
            let other = (Cause::OtherField, format!("The site signed {name}."));
            self.push(text.clone(), std::slice::from_ref(&other));
            for (cause, spelling, how) in spellings(text) {
                self.push(spelling, &[other.clone(), (cause, format!("The site signed {name} {how}."))]);
            }
            for (index, part) in self.names.clone().into_iter().enumerate() {
                let mistake = (Cause::OtherField, format!("The site signed {name} in place of {part}."));
                self.push(self.join_with(index, text), &[mistake]);
            }
        }
    }
}

/// The ways in which sites change a text before they sign it: the cause, the text, and how it was changed.
fn spellings(text: &str) -> Vec<(Cause, String, &'static str)> {
    let mut all = Vec::new();
    if text.len() > LONGEST {
        return all;
    }
    let mut add = |cause, spelling: String, how| {
        if spelling != text && !spelling.is_empty() {
            all.push((cause, spelling, how));
        }
    };
    add(Cause::MessageCase, text.to_lowercase(), "in lower case");
    add(Cause::MessageCase, text.to_uppercase(), "in upper case");
    let mut chars = text.chars();
    let first: String = chars.next().into_iter().flat_map(char::to_uppercase).collect();
    add(Cause::MessageCase, first.clone() + chars.as_str(), "with a capital first letter");
    add(Cause::MessageCase, first + &chars.as_str().to_lowercase(), "with a capital first letter");
    let trimmed = text.trim_matches(is_blank).to_owned();
    add(Cause::MessageSpace, trimmed, "without the white space that the page sends");
    for (before, after) in
        [("", "\n"), ("", "\r\n"), ("", " "), (" ", ""), (" ", " "), ("", "\t"), ("\n", ""), ("", "\0")]
    {
        let padded = format!("{before}{text}{after}");
        add(Cause::MessageSpace, padded, "with white space around it that the page does not send");
    }
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        add(Cause::MessageNumber, format!("{text}.0"), "as a number with a fraction");
        add(Cause::MessageNumber, text.trim_start_matches('0').to_owned(), "without its leading zeros");
        for zeros in ["0", "00", "000"] {
            add(Cause::MessageNumber, format!("{zeros}{text}"), "with leading zeros");
        }
    }
    if let Some(whole) = text.strip_suffix(".0") {
        add(Cause::MessageNumber, whole.to_owned(), "as a whole number");
    }
    let encoded = utf8_percent_encode(text, UNRESERVED_STAY).to_string();
    add(Cause::MessageUrlEncoded, encoded.replace("%20", "+"), "URL-encoded");
    add(Cause::MessageUrlEncoded, encoded.to_lowercase(), "URL-encoded");
    add(Cause::MessageUrlEncoded, utf8_percent_encode(text, RESERVED_STAY).to_string(), "URL-encoded");
    add(Cause::MessageUrlEncoded, encoded, "URL-encoded");
    for apostrophe in ["&#39;", "&#039;", "&#x27;", "&apos;", "'"] {
        for quote in ["&quot;", "&#34;", "\""] {
            add(Cause::MessageHtmlEscaped, html_escape(text, apostrophe, quote), "escaped for HTML");
        }
    }
    let json = crate::json::text(&text);
    add(Cause::MessageJsonQuoted, json.replace('/', "\\/"), "as JSON");
    add(Cause::MessageJsonQuoted, json, "as JSON");
    add(Cause::MessageUnicode, text.nfc().collect(), "with composed characters (NFC)");
    add(Cause::MessageUnicode, text.nfd().collect(), "with decomposed characters (NFD)");
    all
}

/// White space, and characters that have no width.
fn is_blank(char: char) -> bool {
    char.is_whitespace() || "\u{200b}\u{200c}\u{200d}\u{2060}\u{feff}".contains(char)
}

fn html_escape(text: &str, apostrophe: &str, quote: &str) -> String {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    escaped.replace('"', quote).replace('\'', apostrophe)
}

/// A text in quotes with its length, in which spaces and invisible characters can be seen.
pub(super) fn make_visible(text: &str) -> String {
    const LONGEST: usize = 120;
    let mut shown = String::from("\"");
    for char in text.chars().take(LONGEST) {
        match char {
            '\\' | '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}' => shown.extend(char.escape_unicode()),
            ' ' => shown.push('␠'),
            _ if char.is_ascii_graphic() || char.is_alphanumeric() => shown.push(char),
            _ => shown.extend(char.escape_unicode()),
        }
    }
    let more = if text.chars().nth(LONGEST).is_some() { "…" } else { "" };
    format!("{shown}\"{more} ({} bytes)", text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_and_invisible_characters_of_a_message_can_be_seen() {
        assert_eq!(make_visible(" a\n\u{200b}é\u{301}"), "\"␠a\\u{a}\\u{200b}é\\u{301}\" (10 bytes)");
        assert!(make_visible(&"x".repeat(100_000)).len() < 200);
    }

    #[test]
    fn texts_are_url_encoded_as_php_python_and_javascript_do() {
        // PHP's rawurlencode, Python's quote_plus, JavaScript's encodeURI.
        let encoded: Vec<String> = spellings("a b@é/~")
            .into_iter()
            .filter(|(cause, ..)| *cause == Cause::MessageUrlEncoded)
            .map(|(_, text, _)| text)
            .collect();
        for expected in ["a%20b%40%C3%A9%2F~", "a+b%40%C3%A9%2F~", "a%20b@%C3%A9/~"] {
            assert!(encoded.iter().any(|text| text == expected), "{expected} in {encoded:?}");
        }
    }
}
