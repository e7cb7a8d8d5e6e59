//! The texts that sites sign by mistake in place of the message: other fields, other orders, other spellings.

use std::collections::HashMap;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use unicode_normalization::UnicodeNormalization;

use super::{
    finding::{Cause, Mistake},
    payload::guess_payloads,
    sorted_by,
    times::guess_times,
};
use crate::scheme::{Message, Payload, Piece, Placeholder, Source};

/// A text that the site may have signed, and the mistakes that lead to it.
pub(super) struct MessageGuess {
    pub text: String,
    pub mistakes: Vec<Mistake>,
}

/// A longer text is tried as it is and in no other spelling.
pub(super) const LONGEST: usize = 1024;
/// At most so many parts are tried in other orders.
const MOST_PARTS: usize = 4;

/// What servers' languages write for a value that is missing.
const MISSING_VALUES: [&str; 7] = ["", "undefined", "null", "None", "nil", "NULL", "0"];

/// Separators that people put between fields.
const SEPARATORS: [&str; 16] = ["", " ", ",", ", ", ":", ": ", "|", "-", "_", ";", ".", "+", "/", "&", "::", "\n"];

/// RFC 3986's unreserved characters stay as they are, as with `rawurlencode` in PHP.
const UNRESERVED_STAY: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
/// These stay too with `encodeURI` in JavaScript.
const RESERVED_STAY: &AsciiSet = &UNRESERVED_STAY.remove(b'@').remove(b':').remove(b'/').remove(b'+');

/// A text with its name.
pub(super) type NamedText = (String, String);

/// A part of the message.
pub(super) struct Part<'a> {
    pub slot: &'a Placeholder,
    /// In the visitor's words.
    pub name: String,
    pub text: String,
    /// The text before the vendor folds it.
    pub raw: String,
}

impl Part<'_> {
    /// Whether this is a text of the visitor, not one that the site's server makes.
    fn is_of_visitor(&self) -> bool {
        matches!(self.slot.source, Source::Field(_) | Source::Attribute(_))
    }
}

/// What the site should have signed, and what it may have signed in its place.
pub(super) struct Subject<'a> {
    pub vendor: &'a str,
    pub message: &'a Message,
    pub parts: &'a [Part<'a>],
    pub payload: Option<&'a Payload>,
    /// Other messages of the scheme.
    pub rivals: Vec<MessageGuess>,
    /// Further texts of the page.
    pub others: &'a [NamedText],
}

/// The texts that may have been signed, those with the fewest mistakes first; the first has none.
pub(super) fn guess_messages(subject: Subject<'_>) -> Vec<MessageGuess> {
    let mut guesses = Guesses { subject: &subject, all: Vec::new(), places: HashMap::new() };
    guesses.push(guesses.join(&guesses.texts()), &[]);
    guesses.add_unfolded();
    guesses.add_times();
    guesses.add_payloads();
    for rival in &subject.rivals {
        guesses.push(rival.text.clone(), &rival.mistakes);
    }
    guesses.add_missing_parts();
    guesses.add_spellings();
    guesses.add_missing_values();
    guesses.add_other_joins();
    guesses.add_other_fields();
    sorted_by(guesses.all, |guess| guess.mistakes.len())
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

/// The message with another text in place of one part.
pub(super) fn join_with(message: &Message, parts: &[Part<'_>], index: usize, text: &str) -> String {
    let place = |(at, part): (usize, &Part<'_>)| if at == index { text.to_owned() } else { part.text.clone() };
    let texts: Vec<String> = parts.iter().enumerate().map(place).collect();
    join(message, &texts.iter().map(String::as_str).collect::<Vec<_>>())
}

struct Guesses<'a> {
    subject: &'a Subject<'a>,
    all: Vec<MessageGuess>,
    /// The index in `all` of each text.
    places: HashMap<String, usize>,
}

impl<'a> Guesses<'a> {
    fn texts(&self) -> Vec<&'a str> {
        self.subject.parts.iter().map(|part| part.text.as_str()).collect()
    }

    fn join(&self, texts: &[&str]) -> String {
        join(self.subject.message, texts)
    }

    fn join_with(&self, index: usize, text: &str) -> String {
        join_with(self.subject.message, self.subject.parts, index, text)
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

    /// The texts as the page sends them, where the vendor trims them or changes their case.
    fn add_unfolded(&mut self) {
        let Subject { vendor, parts, .. } = *self.subject;
        for (index, part) in parts.iter().enumerate().filter(|(_, part)| part.raw != part.text) {
            let (lowers, trims) = (part.slot.fold("A") == "a", part.slot.fold(" a") == "a");
            for text in [&part.raw, part.raw.trim(), &part.raw.to_lowercase()] {
                let mut mistakes = Vec::new();
                if lowers && text.to_lowercase() != text {
                    let how =
                        format!("The site signed {} with its capitals, but {vendor} expects lower case.", part.name);
                    mistakes.push((Cause::MessageCase, how));
                }
                if trims && text.trim() != text {
                    let how =
                        format!("The site signed {} with the white space around it, but {vendor} trims it.", part.name);
                    mistakes.push((Cause::MessageSpace, how));
                }
                if !mistakes.is_empty() {
                    self.push(self.join_with(index, text), &mistakes);
                }
            }
        }
    }

    fn add_times(&mut self) {
        for (index, part) in self.subject.parts.iter().enumerate() {
            if !matches!(part.slot.source, Source::Now(_) | Source::Expires(_)) {
                continue;
            }
            for (cause, time, how) in guess_times(&part.text) {
                let mistake =
                    (cause, format!("The site signed {} {how}, but the page sends {}.", part.name, part.text));
                self.push(self.join_with(index, &time), &[mistake]);
            }
        }
    }

    fn add_payloads(&mut self) {
        for (index, part) in self.subject.parts.iter().enumerate() {
            if let (Source::Payload, Some(payload)) = (&part.slot.source, self.subject.payload) {
                for guess in guess_payloads(payload, &part.text) {
                    self.push(self.join_with(index, &guess.text), &guess.mistakes);
                }
            }
        }
    }

    /// The message without one of its parts.
    fn add_missing_parts(&mut self) {
        let parts = self.subject.parts;
        for (index, part) in parts.iter().enumerate() {
            // A field that was signed alone is found as that field.
            if parts.len() < 2 || (parts.len() == 2 && part.is_of_visitor()) {
                continue;
            }
            let mistake = (Cause::MessagePartMissing, format!("The site signed the message without {}.", part.name));
            for text in without(self.subject.message, parts, index) {
                self.push(text, std::slice::from_ref(&mistake));
            }
        }
    }

    fn add_spellings(&mut self) {
        for (index, part) in self.subject.parts.iter().enumerate() {
            // Nobody trims a time that the server has made.
            if matches!(part.slot.source, Source::Now(_) | Source::Expires(_)) {
                continue;
            }
            let (name, text) = (&part.name, &part.text);
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
        for (index, part) in self.subject.parts.iter().enumerate() {
            for value in MISSING_VALUES {
                let what = if value.is_empty() { "an empty text".to_owned() } else { format!("the word {value}") };
                let mistake = (Cause::MessageEmpty, format!("The site signed {what} in place of {}.", part.name));
                self.push(self.join_with(index, value), &[mistake]);
            }
        }
    }

    /// The parts, joined in other ways.
    fn add_other_joins(&mut self) {
        let texts = self.texts();
        if !(2..=MOST_PARTS).contains(&texts.len()) || texts.iter().map(|text| text.len()).sum::<usize>() > LONGEST {
            return;
        }
        let lower: Vec<String> = texts.iter().map(|text| text.to_lowercase()).collect();
        let lower: Vec<&str> = lower.iter().map(String::as_str).collect();
        let in_reverse = |texts: &[&'_ str]| texts.iter().rev().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        let reversed = (Cause::MessageOrder, "The site joined the fields in reverse order.".to_owned());
        let other_order = (Cause::MessageOrder, "The site joined the fields in another order.".to_owned());
        let lower_case = (Cause::MessageCase, "The site signed the fields in lower case.".to_owned());
        for separator in SEPARATORS {
            let joined = (Cause::MessageSeparator, format!("The site joined the fields with {separator:?}."));
            self.push(texts.join(separator), std::slice::from_ref(&joined));
            self.push(lower.join(separator), &[joined.clone(), lower_case.clone()]);
            self.push(in_reverse(&texts).join(separator), &[reversed.clone(), joined]);
        }
        let swapped = in_reverse(&texts);
        self.push(self.join(&swapped.iter().map(String::as_str).collect::<Vec<_>>()), std::slice::from_ref(&reversed));
        let swapped = in_reverse(&lower);
        self.push(self.join(&swapped.iter().map(String::as_str).collect::<Vec<_>>()), &[reversed, lower_case]);
        for order in orders(&texts) {
            self.push(self.join(&order), std::slice::from_ref(&other_order));
        }
        for (cause, spelling, how) in spellings(&self.join(&texts)) {
            self.push(spelling, &[(cause, format!("The site signed the joined fields {how}."))]);
        }
    }

    /// Other texts of the page, alone or in place of one part.
    fn add_other_fields(&mut self) {
        for (name, text) in self.subject.others {
            let other = (Cause::OtherField, format!("The site signed {name}."));
            self.push(text.clone(), std::slice::from_ref(&other));
            for (cause, spelling, how) in spellings(text) {
                self.push(spelling, &[other.clone(), (cause, format!("The site signed {name} {how}."))]);
            }
            for (index, part) in self.subject.parts.iter().enumerate() {
                let mistake = (Cause::OtherField, format!("The site signed {name} in place of {}.", part.name));
                self.push(self.join_with(index, text), &[mistake]);
            }
        }
    }
}

/// The texts of a message without one part and without the separator before or after it.
fn without(message: &Message, parts: &[Part<'_>], index: usize) -> [String; 2] {
    let mut pieces: Vec<&str> = Vec::new();
    let mut place = 0;
    let mut texts = parts.iter().map(|part| part.text.as_str()).enumerate();
    for piece in &message.pieces {
        match piece {
            Piece::Literal(literal) => pieces.push(literal),
            Piece::Slot(_) => {
                let (at, text) = texts.next().unwrap_or_default();
                if at == index {
                    place = pieces.len();
                }
                pieces.push(text);
            }
        }
    }
    let is_text = |at: usize| matches!(message.pieces.get(at), None | Some(Piece::Slot(_)));
    let leave_out = |separator: Option<usize>| {
        let separator = separator.filter(|at| !is_text(*at));
        let kept = pieces.iter().enumerate().filter(|(at, _)| *at != place && Some(*at) != separator);
        kept.map(|(_, text)| *text).collect()
    };
    [leave_out(place.checked_sub(1)), leave_out(Some(place + 1))]
}

/// All orders of a few texts.
fn orders<'a>(texts: &[&'a str]) -> Vec<Vec<&'a str>> {
    let mut all: Vec<Vec<&str>> = vec![Vec::new()];
    for (count, text) in texts.iter().enumerate() {
        let insert = |order: Vec<&'a str>| {
            (0..=count).map(move |at| {
                let mut order = order.clone();
                order.insert(at, *text);
                order
            })
        };
        all = all.into_iter().flat_map(insert).collect();
    }
    all
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
