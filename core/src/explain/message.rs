//! What sites sign in place of the message: other fields, orders and spellings of it.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;

use super::finding::{Cause, Wrong};
use crate::{
    scheme::{Message, Piece},
    visitor::{Field, Visitor},
};

/// A text that may have been signed, and what would have been wrong with it.
pub(super) struct Candidate {
    pub text: String,
    pub wrong: Vec<Wrong>,
}

/// A text longer than this is tried only as it is.
pub(super) const LONGEST: usize = 1024;

/// What stands where a value is missing, in the languages that servers speak.
const NOTHING: [&str; 7] = ["", "undefined", "null", "None", "nil", "NULL", "0"];

/// Separators that people put between fields.
const SEPARATORS: [&str; 16] = ["", " ", ",", ", ", ":", ": ", "|", "-", "_", ";", ".", "+", "/", "&", "::", "\n"];

/// All candidates, those with one mistake before those with two; the first has none.
pub(super) fn candidates(message: &Message, signed: &Visitor, others: &[(String, String)]) -> Vec<Candidate> {
    let fields: Vec<Field> = message.fields().collect();
    let texts = fields.iter().map(|field| signed.text(*field).unwrap_or_default()).collect();
    let mut search = Search { message, fields, texts, all: Vec::new(), places: HashMap::new() };
    search.push(search.join(&search.texts), &[]);
    search.try_spellings();
    search.try_nothing();
    search.try_joins();
    search.try_others(others);
    search.all.sort_by_key(|candidate| candidate.wrong.len());
    search.all
}

struct Search<'a> {
    message: &'a Message,
    fields: Vec<Field>,
    texts: Vec<&'a str>,
    all: Vec<Candidate>,
    /// Where each text stands in `all`.
    places: HashMap<String, usize>,
}

impl Search<'_> {
    fn join(&self, texts: &[&str]) -> String {
        let mut texts = texts.iter();
        let pieces = self.message.pieces.iter().map(|piece| match piece {
            Piece::Literal(literal) => literal.as_str(),
            Piece::Field(_) => texts.next().copied().unwrap_or_default(),
        });
        pieces.collect()
    }

    /// The message with another text in one field's place.
    fn join_with(&self, index: usize, text: &str) -> String {
        let mut texts = self.texts.clone();
        if let Some(place) = texts.get_mut(index) {
            *place = text;
        }
        self.join(&texts)
    }

    /// Keeps a text with the fewest mistakes that lead to it.
    fn push(&mut self, text: String, wrong: &[Wrong]) {
        match self.places.get(&text).and_then(|place| self.all.get_mut(*place)) {
            Some(known) if known.wrong.len() <= wrong.len() => {}
            Some(known) => known.wrong = wrong.to_vec(),
            None => {
                self.places.insert(text.clone(), self.all.len());
                self.all.push(Candidate { text, wrong: wrong.to_vec() });
            }
        }
    }

    fn try_spellings(&mut self) {
        for (index, (field, text)) in self.fields.clone().into_iter().zip(self.texts.clone()).enumerate() {
            let name = field.as_str();
            for (cause, spelling, how) in spellings(text) {
                let first = (cause, format!("{name} was signed {how}"));
                self.push(self.join_with(index, &spelling), std::slice::from_ref(&first));
                // What is folded or trimmed is often changed once more.
                let folded = matches!(cause, Cause::MessageCase | Cause::MessageNumber) || spelling.len() < text.len();
                for (cause, spelling, how) in folded.then(|| spellings(&spelling)).into_iter().flatten() {
                    let second = (cause, format!("{name} was signed {how}"));
                    self.push(self.join_with(index, &spelling), &[first.clone(), second]);
                }
            }
        }
    }

    fn try_nothing(&mut self) {
        for (index, field) in self.fields.clone().into_iter().enumerate() {
            for nothing in NOTHING {
                let what = if nothing.is_empty() { "an empty text".to_owned() } else { format!("the word {nothing}") };
                let wrong = (Cause::MessageEmpty, format!("{what} was signed in place of {}", field.as_str()));
                self.push(self.join_with(index, nothing), &[wrong]);
            }
        }
    }

    /// Two fields, joined in other ways.
    fn try_joins(&mut self) {
        let &[first, second] = self.texts.as_slice() else { return };
        if first.len() + second.len() > LONGEST {
            return;
        }
        let reverse = (Cause::MessageOrder, "the fields were joined in reverse".to_owned());
        let folded = (Cause::MessageCase, "the fields were signed in lower case".to_owned());
        let (lower_first, lower_second) = (first.to_lowercase(), second.to_lowercase());
        for separator in SEPARATORS {
            let joined = (Cause::MessageSeparator, format!("the fields were joined with {separator:?}"));
            self.push(format!("{first}{separator}{second}"), std::slice::from_ref(&joined));
            self.push(format!("{lower_first}{separator}{lower_second}"), &[joined.clone(), folded.clone()]);
            self.push(format!("{second}{separator}{first}"), &[reverse.clone(), joined]);
        }
        self.push(self.join(&[second, first]), std::slice::from_ref(&reverse));
        self.push(self.join(&[&lower_second, &lower_first]), &[reverse, folded]);
        for (cause, spelling, how) in spellings(&self.join(&[first, second])) {
            self.push(spelling, &[(cause, format!("the joined fields were signed {how}"))]);
        }
    }

    /// Other texts of the page, alone or in a field's place.
    fn try_others(&mut self, others: &[(String, String)]) {
        for (name, text) in others {
            let other = (Cause::OtherField, format!("{name} was signed"));
            self.push(text.clone(), std::slice::from_ref(&other));
            for (cause, spelling, how) in spellings(text) {
                self.push(spelling, &[other.clone(), (cause, format!("{name} was signed {how}"))]);
            }
            for (index, field) in self.fields.clone().into_iter().enumerate() {
                let wrong = (Cause::OtherField, format!("{name} was signed in place of {}", field.as_str()));
                self.push(self.join_with(index, text), &[wrong]);
            }
        }
    }
}

/// The ways in which a text is changed before it is signed: cause, text, and how in words.
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
    add(Cause::MessageSpace, text.trim_matches(invisible).to_owned(), "without the white space that was sent");
    for (before, after) in
        [("", "\n"), ("", "\r\n"), ("", " "), (" ", ""), (" ", " "), ("", "\t"), ("\n", ""), ("", "\0")]
    {
        add(Cause::MessageSpace, format!("{before}{text}{after}"), "with white space around it that was not sent");
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
    let encoded = url_encoded(text, "-._~");
    add(Cause::MessageUrlEncoded, encoded.replace("%20", "+"), "URL-encoded");
    add(Cause::MessageUrlEncoded, encoded.to_lowercase(), "URL-encoded");
    add(Cause::MessageUrlEncoded, url_encoded(text, "-._~@:/+"), "URL-encoded");
    add(Cause::MessageUrlEncoded, encoded, "URL-encoded");
    for apostrophe in ["&#39;", "&#039;", "&#x27;", "&apos;", "'"] {
        for quote in ["&quot;", "&#34;", "\""] {
            add(Cause::MessageHtmlEscaped, html_escaped(text, apostrophe, quote), "escaped for HTML");
        }
    }
    let json = crate::json::text(&text);
    add(Cause::MessageJsonQuoted, json.replace('/', "\\/"), "as JSON");
    add(Cause::MessageJsonQuoted, json, "as JSON");
    add(Cause::MessageUnicode, text.nfc().collect(), "with composed characters (NFC)");
    add(Cause::MessageUnicode, text.nfd().collect(), "with decomposed characters (NFD)");
    all
}

/// White space, and what looks like nothing at an end.
fn invisible(char: char) -> bool {
    char.is_whitespace() || "\u{200b}\u{200c}\u{200d}\u{2060}\u{feff}".contains(char)
}

fn url_encoded(text: &str, kept: &str) -> String {
    let encode = |byte: u8| match char::from(byte) {
        char if char.is_ascii_alphanumeric() || kept.contains(char) => char.to_string(),
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(encode).collect()
}

fn html_escaped(text: &str, apostrophe: &str, quote: &str) -> String {
    let amp = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    amp.replace('"', quote).replace('\'', apostrophe)
}

/// A text for a person: what cannot be seen is made visible, and its length is told.
pub(super) fn visible(text: &str) -> String {
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
    fn what_cannot_be_seen_is_shown() {
        assert_eq!(visible(" a\n\u{200b}é\u{301}"), "\"␠a\\u{a}\\u{200b}é\\u{301}\" (10 bytes)");
        assert!(visible(&"x".repeat(100_000)).len() < 200);
    }
}
