//! The texts that sites sign by mistake in place of the message: other fields, other orders, other forms.

use std::{collections::HashMap, rc::Rc};

use super::{
    attempt::Most,
    budget::MOST_BYTES,
    finding::Cause,
    mistake::{Mistake, weight},
    payload::guess_payloads,
    sorted_by,
    times::guess_times,
    transformation::{Side, TABLE, Transformation, rounded},
};
use crate::scheme::{Message, Payload, Piece, Placeholder, Source};

/// A text that the site may have signed, and the mistakes that lead to it.
#[derive(Clone)]
pub(super) struct MessageGuess {
    pub text: Vec<u8>,
    pub mistakes: Vec<Mistake>,
    /// See [`weight`].
    pub weight: usize,
}

impl MessageGuess {
    pub fn new(text: impl Into<Vec<u8>>, mistakes: Vec<Mistake>) -> Self {
        Self { text: text.into(), weight: weight(&mistakes), mistakes }
    }
}

/// A longer text is tried as it is and in no other form.
pub(super) const LONGEST: usize = 1024;
/// At most so many parts are tried in other orders.
const MOST_PARTS: usize = 4;
/// No more texts are tried with two mistakes.
const MOST_GUESSES: usize = 3072;

/// Separators that people put between fields.
const SEPARATORS: [&str; 16] = ["", " ", ",", ", ", ":", ": ", "|", "-", "_", ";", ".", "+", "/", "&", "::", "\n"];

/// A text with its name.
pub(super) type NamedText = (String, String);

/// A part of the message.
pub(super) struct Part<'a> {
    pub slot: &'a Placeholder,
    /// The vendor's name of the field.
    pub name: Rc<str>,
    pub text: String,
    /// The text before the vendor folds it.
    pub raw: String,
}

impl Part<'_> {
    fn bytes(&self) -> &[u8] {
        self.text.as_bytes()
    }

    /// Nobody changes a time that the server has made.
    fn is_time(&self) -> bool {
        matches!(self.slot.source, Source::Now(_) | Source::Expires(_))
    }

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

impl Subject<'_> {
    /// The text to sign.
    pub fn expected(&self) -> String {
        let texts: Vec<&[u8]> = self.parts.iter().map(Part::bytes).collect();
        String::from_utf8_lossy(&join(self.message, &texts)).into_owned()
    }

    /// The name of what is to be signed, or the form of several: `{id}:{email}`.
    pub fn wanted(&self) -> String {
        let [part] = self.parts else {
            let names: Vec<String> = self.parts.iter().map(|part| format!("{{{}}}", part.name)).collect();
            return String::from_utf8_lossy(&join(self.message, &names)).into_owned();
        };
        part.name.to_string()
    }
}

/// The texts that may have been signed with one mistake or two, those with the fewest mistakes first; the first has none.
pub(super) fn guess_messages(subject: &Subject<'_>, most: Most) -> Vec<MessageGuess> {
    let mut guesses = Guesses { subject, most, all: Vec::new(), places: HashMap::new(), bytes: 0 };
    guesses.push(join(subject.message, &guesses.texts()), &[]);
    guesses.add_unfolded();
    guesses.add_times();
    guesses.add_payloads();
    for rival in &subject.rivals {
        guesses.push(rival.text.clone(), &rival.mistakes);
    }
    guesses.add_missing_parts();
    guesses.add_changed_parts();
    guesses.add_other_joins();
    guesses.add_other_fields();
    guesses.add_objects();
    if most == Most::Two {
        guesses.add_parts_changed_twice();
    }
    sorted_by(guesses.all, |guess| guess.weight)
}

/// The message with these texts for its parts.
fn join<T: AsRef<[u8]>>(message: &Message, texts: &[T]) -> Vec<u8> {
    let mut texts = texts.iter().map(AsRef::as_ref);
    let pieces = message.pieces.iter().map(|piece| match piece {
        Piece::Literal(literal) => literal.as_bytes(),
        Piece::Slot(_) => texts.next().unwrap_or_default(),
    });
    pieces.collect::<Vec<_>>().concat()
}

/// The message with another text in place of one part.
pub(super) fn join_with(message: &Message, parts: &[Part<'_>], index: usize, text: &[u8]) -> Vec<u8> {
    let place = |(at, part)| if at == index { text } else { Part::bytes(part) };
    join(message, &parts.iter().enumerate().map(place).collect::<Vec<_>>())
}

/// A text after a change, with the mistake that it is.
struct Changed {
    side: Side,
    text: Vec<u8>,
    mistake: Mistake,
}

/// What a text is after each change that happens to messages, on the given sides.
fn changes<'a>(
    text: &'a [u8],
    name: &'a Rc<str>,
    sides: &'a [Side],
    rows: impl Iterator<Item = &'static Transformation> + 'a,
) -> impl Iterator<Item = Changed> + 'a {
    let is_short = text.len() <= LONGEST;
    let tried = rows.filter(move |_| is_short).flat_map(|by| sides.iter().map(move |side| (by, *side)));
    tried.filter_map(|(by, side)| Some((by, side, Mistake::changed(by, side, name)?))).flat_map(
        move |(by, side, mistake)| {
            by.apply(side, text).into_iter().map(move |text| Changed { side, text, mistake: mistake.clone() })
        },
    )
}

/// The transformations of which two are tried at once: those that are usual and leave a text to change.
fn usual() -> impl Iterator<Item = &'static Transformation> {
    TABLE
        .iter()
        .filter(|row| row.is_common && row.cause(Side::Signed).is_some_and(|cause| cause != Cause::MessageEmpty))
}

const BOTH_SIDES: [Side; 2] = [Side::Signed, Side::Sent];

struct Guesses<'a> {
    subject: &'a Subject<'a>,
    most: Most,
    all: Vec<MessageGuess>,
    /// The index in `all` of each text.
    places: HashMap<Vec<u8>, usize>,
    /// The bytes of all texts.
    bytes: usize,
}

impl<'a> Guesses<'a> {
    fn texts(&self) -> Vec<&'a str> {
        self.subject.parts.iter().map(|part| part.text.as_str()).collect()
    }

    fn join_with(&self, index: usize, text: &[u8]) -> Vec<u8> {
        join_with(self.subject.message, self.subject.parts, index, text)
    }

    /// Adds a text, or keeps the lighter mistakes of a text that is there.
    fn push(&mut self, text: Vec<u8>, mistakes: &[Mistake]) {
        let weight = weight(mistakes);
        match self.places.get(&text).and_then(|place| self.all.get_mut(*place)) {
            Some(known) if known.weight <= weight => {}
            Some(known) => {
                known.mistakes = mistakes.to_vec();
                known.weight = weight;
            }
            None => {
                self.bytes += text.len();
                self.places.insert(text.clone(), self.all.len());
                self.all.push(MessageGuess { text, mistakes: mistakes.to_vec(), weight });
            }
        }
    }

    fn push_one(&mut self, text: Vec<u8>, mistake: Mistake) {
        self.push(text, &[mistake]);
    }

    /// The texts as the page sends them, where the vendor trims them or changes their case.
    fn add_unfolded(&mut self) {
        let Subject { vendor, parts, .. } = *self.subject;
        for (index, part) in parts.iter().enumerate().filter(|(_, part)| part.raw != part.text) {
            let (lowers, trims) = (part.slot.fold("A") == "a", part.slot.fold(" a") == "a");
            for text in [part.raw.as_str(), part.raw.trim(), &part.raw.to_lowercase()] {
                let mut mistakes = Vec::new();
                if lowers && text.to_lowercase() != text {
                    let how =
                        format!("The site signed {} with its capitals, but {vendor} expects lower case.", part.name);
                    mistakes.push(Mistake::told(Cause::MessageCase, how));
                }
                if trims && text.trim() != text {
                    let how =
                        format!("The site signed {} with the white space around it, but {vendor} trims it.", part.name);
                    mistakes.push(Mistake::told(Cause::MessageSpace, how));
                }
                if !mistakes.is_empty() {
                    self.push(self.join_with(index, text.as_bytes()), &mistakes);
                }
            }
        }
    }

    fn add_times(&mut self) {
        for (index, part) in self.subject.parts.iter().enumerate() {
            if !part.is_time() {
                continue;
            }
            for (cause, time, how) in guess_times(&part.text) {
                let how = format!("The site signed {} {how}, but the page sends {}.", part.name, part.text);
                self.push_one(self.join_with(index, time.as_bytes()), Mistake::told(cause, how));
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
            let how = format!("The site signed the message without {}.", part.name);
            let mistake = Mistake::told(Cause::MessagePartMissing, how);
            for text in without(self.subject.message, parts, index) {
                self.push_one(text.into_bytes(), mistake.clone());
            }
        }
    }

    fn add_changed_parts(&mut self) {
        for (index, part) in self.subject.parts.iter().enumerate().filter(|(_, part)| !part.is_time()) {
            for changed in changes(part.bytes(), &part.name, &BOTH_SIDES, TABLE.iter()) {
                self.push_one(self.join_with(index, &changed.text), changed.mistake);
            }
        }
    }

    /// Parts that two usual changes were made to.
    fn add_parts_changed_twice(&mut self) {
        for (index, part) in self.subject.parts.iter().enumerate().filter(|(_, part)| !part.is_time()) {
            for first in changes(part.bytes(), &part.name, &BOTH_SIDES, usual()) {
                // What the page changed is undone first.
                let sides = if first.side == Side::Signed { &BOTH_SIDES[..1] } else { &BOTH_SIDES };
                for second in changes(
                    &first.text,
                    &part.name,
                    sides,
                    usual().filter(|row| row.cause(Side::Signed) != Some(first.mistake.cause())),
                ) {
                    if self.all.len() >= MOST_GUESSES || self.bytes >= MOST_BYTES {
                        return;
                    }
                    if second.text != part.bytes() {
                        self.push(self.join_with(index, &second.text), &[first.mistake.clone(), second.mistake]);
                    }
                }
            }
        }
    }

    /// The parts, joined in other ways.
    fn add_other_joins(&mut self) {
        let texts = self.texts();
        if !(2..=MOST_PARTS).contains(&texts.len()) || texts.iter().map(|text| text.len()).sum::<usize>() > LONGEST {
            return;
        }
        let message = self.subject.message;
        let lower: Vec<String> = texts.iter().map(|text| text.to_lowercase()).collect();
        let lower: Vec<&str> = lower.iter().map(String::as_str).collect();
        let in_reverse = |texts: &[&'a str]| texts.iter().rev().copied().collect::<Vec<_>>();
        let reversed = Mistake::told(Cause::MessageOrder, "The site joined the fields in reverse order.");
        let other_order = Mistake::told(Cause::MessageOrder, "The site joined the fields in another order.");
        let lower_case = Mistake::told(Cause::MessageCase, "The site signed the fields in lower case.");
        for separator in SEPARATORS {
            let how = format!("The site joined the fields with {separator:?}.");
            let joined = Mistake::told(Cause::MessageSeparator, how);
            self.push_one(texts.join(separator).into_bytes(), joined.clone());
            self.push(lower.join(separator).into_bytes(), &[joined.clone(), lower_case.clone()]);
            self.push(in_reverse(&texts).join(separator).into_bytes(), &[reversed.clone(), joined]);
        }
        self.push_one(join(message, &in_reverse(&texts)), reversed.clone());
        let lower: Vec<&str> = lower.iter().rev().copied().collect();
        self.push(join(message, &lower), &[reversed, lower_case]);
        for order in orders(&texts) {
            self.push_one(join(message, &order), other_order.clone());
        }
        let name = Rc::from("the joined fields");
        for changed in changes(&join(message, &texts), &name, &BOTH_SIDES[..1], TABLE.iter()) {
            self.push_one(changed.text, changed.mistake);
        }
    }

    /// Other texts of the page and of the site's record, alone or in place of one part.
    fn add_other_fields(&mut self) {
        let wanted = self.subject.wanted();
        for (name, text) in self.subject.others {
            let other = Mistake::told(Cause::OtherField, format!("The site signed {name}, not {wanted}."));
            self.push_one(text.clone().into_bytes(), other.clone());
            let short: Rc<str> = name.as_str().into();
            let sides = if self.most == Most::Two { &BOTH_SIDES[..1] } else { &[] };
            for changed in changes(text.as_bytes(), &short, sides, usual()) {
                self.push(changed.text, &[other.clone(), changed.mistake]);
            }
            for (index, part) in self.subject.parts.iter().enumerate() {
                let how = format!("The site signed {name} in place of {}.", part.name);
                self.push_one(self.join_with(index, text.as_bytes()), Mistake::told(Cause::OtherField, how));
            }
        }
    }
}

impl Guesses<'_> {
    /// The field with its name, as JSON or as a query, and the field joined with another text.
    fn add_objects(&mut self) {
        const BETWEEN: [&str; 7] = ["", ":", ",", "|", "-", " ", "."];
        let [part] = self.subject.parts else { return };
        if part.text.len() > LONGEST {
            return;
        }
        let name = part.name.rsplit('.').next().unwrap_or_default();
        let how = format!("The site signed {} together with its name.", part.name);
        let value = crate::json::text(&part.text);
        for text in [
            format!("{{\"{name}\":{value}}}"),
            format!("{{\"{name}\": {value}}}"),
            format!("{name}={}", part.text),
            format!("{name}:{}", part.text),
            format!("{name}: {}", part.text),
        ] {
            self.push_one(self.join_with(0, text.as_bytes()), Mistake::rare(Cause::MessageJsonQuoted, how.clone()));
        }
        for (other, text) in self.subject.others {
            let how = format!("The site signed {} together with {other}.", part.name);
            let mistake = Mistake::rare(Cause::OtherField, how);
            for between in BETWEEN {
                self.push_one(format!("{}{between}{text}", part.text).into_bytes(), mistake.clone());
                self.push_one(format!("{text}{between}{}", part.text).into_bytes(), mistake.clone());
            }
            self.push_one(format!("{text} <{}>", part.text).into_bytes(), mistake);
        }
    }
}

/// The messages with a number that JavaScript rounds to the one that the page sends, each with the mistake.
pub(super) fn guess_rounded(message: &Message, parts: &[Part<'_>]) -> Vec<MessageGuess> {
    let numbers = parts
        .iter()
        .enumerate()
        .flat_map(|(index, part)| rounded(part.bytes()).into_iter().map(move |number| (index, part, number)));
    let guess = |(index, part, number): (usize, &Part<'_>, String)| {
        let how = format!(
            "The site signed {} as {number}, but the page sends {}: JavaScript rounds numbers above 2^53.",
            part.name, part.text
        );
        MessageGuess::new(
            join_with(message, parts, index, number.as_bytes()),
            vec![Mistake::told(Cause::MessageNumber, how)],
        )
    };
    numbers.map(guess).collect()
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
}
