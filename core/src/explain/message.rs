//! What sites sign in place of the message: other fields, orders and spellings of it.

use unicode_normalization::UnicodeNormalization;

use super::finding::Cause;
use crate::{
    scheme::{Message, Piece},
    visitor::{Field, Visitor},
};

/// A text that may have been signed, and what would have been wrong with it.
pub(super) struct Candidate {
    pub text: String,
    pub wrong: Vec<(Cause, String)>,
}

/// Separators that people put between fields.
const SEPARATORS: [&str; 16] = ["", " ", ",", ", ", ":", ": ", "|", "-", "_", ";", ".", "+", "/", "&", "::", "\n"];

/// All candidates, those with one mistake before those with two; the first has none.
pub(super) fn candidates(message: &Message, signed: &Visitor, others: &[(String, String)]) -> Vec<Candidate> {
    let fields: Vec<Field> = message.fields().collect();
    let texts: Vec<&str> = fields.iter().map(|field| signed.text(*field).unwrap_or_default()).collect();
    let join = |texts: &[&str]| {
        let mut texts = texts.iter();
        let pieces = message.pieces.iter().map(|piece| match piece {
            Piece::Literal(literal) => literal.as_str(),
            Piece::Field(_) => texts.next().copied().unwrap_or_default(),
        });
        pieces.collect::<String>()
    };
    let mut found = List(vec![Candidate { text: join(&texts), wrong: Vec::new() }]);

    for (index, field) in fields.iter().enumerate() {
        for (cause, spelling, how) in spellings(texts.get(index).copied().unwrap_or_default()) {
            let mut texts = texts.clone();
            if let Some(text) = texts.get_mut(index) {
                *text = &spelling;
            }
            found.push(join(&texts), [(cause, format!("{} was signed {how}", field.as_str()))]);
        }
    }
    if let [first, second] = texts.as_slice() {
        let joined = |separator: &str| format!("{first}{separator}{second}");
        for separator in SEPARATORS {
            let what = format!("the fields were joined with {separator:?}");
            found.push(joined(separator), [(Cause::MessageSeparator, what.clone())]);
            let reversed = format!("{second}{separator}{first}");
            found.push(
                reversed,
                [
                    (Cause::MessageOrder, "the fields were joined in reverse".to_owned()),
                    (Cause::MessageSeparator, what),
                ],
            );
        }
        found.push(join(&[second, first]), [(Cause::MessageOrder, "the fields were joined in reverse".to_owned())]);
        for (cause, spelling, how) in spellings(&join(&texts)) {
            found.push(spelling, [(cause, format!("the joined fields were signed {how}"))]);
        }
    }
    for (name, text) in others {
        let other = (Cause::OtherField, format!("{name} was signed"));
        found.push(text.clone(), [other.clone()]);
        for (cause, spelling, how) in spellings(text) {
            found.push(spelling, [other.clone(), (cause, format!("{name} was signed {how}"))]);
        }
    }
    found.0.sort_by_key(|candidate| candidate.wrong.len());
    found.0
}

struct List(Vec<Candidate>);

impl List {
    /// Keeps a text with the fewest mistakes that lead to it.
    fn push<const N: usize>(&mut self, text: String, wrong: [(Cause, String); N]) {
        match self.0.iter_mut().find(|known| known.text == text) {
            Some(known) if known.wrong.len() <= N => {}
            Some(known) => known.wrong = wrong.into(),
            None => self.0.push(Candidate { text, wrong: wrong.into() }),
        }
    }
}

/// The ways in which a text is changed before it is signed: cause, text, and how in words.
fn spellings(text: &str) -> Vec<(Cause, String, &'static str)> {
    let mut all = Vec::new();
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
    add(Cause::MessageSpace, text.trim().to_owned(), "without the white space that was sent");
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
            '"' | '\'' => shown.push(char),
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
