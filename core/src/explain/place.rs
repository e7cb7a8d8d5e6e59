//! Values that stand under another name or at another level than the vendor reads them.

mod joined;
mod moves;
mod names;
mod spots;
mod tell;

use serde_json::Value;

use super::{
    Case,
    encoding::decode_signature,
    finding::{Cause, Finding},
    sorted_by,
    token::looks_like_token,
};
use crate::{
    error::{Code, Error, shortened},
    json::{self, Object},
    key::Key,
    scheme::{Hmac, Message, Part, Placeholder, Scheme, Signature, Source, Table, join_settings},
};
use joined::find_parts;
use moves::{Search, Want};
use spots::{Opened, find_spots, leaves, shown, unwrap_object, value_at};
pub(super) use tell::Holder;
use tell::{Teller, listed};

/// At most this many arrangements of the fields are verified.
const MOST_TRIES: usize = 8;
/// What servers' languages write for a signature that is missing.
const NOTHING: [&str; 6] = ["", "undefined", "null", "None", "nil", "NULL"];
/// At most this many texts of the page are joined.
const MOST_TEXTS: usize = 16;

/// An object with its members where the vendor reads them, and the findings that say which were not.
pub(super) struct Replaced {
    pub object: Object,
    pub findings: Vec<Finding>,
}

impl Case<'_> {
    /// The fields under the vendor's names and in their places, if they were not. The arrangement that verifies is the right
    /// one; where none does, it is the one of the closest names.
    pub(super) fn replace_fields(&self, keys: &[Key<'_>]) -> Option<Replaced> {
        let table = &self.scheme.model().fields;
        let envelope = open_envelope(self.fields);
        let fields = envelope.map_or(self.fields, |(_, fields)| fields);
        if envelope.is_none() && self.absent_fields(fields).is_empty() || self.verify(keys).is_ok() {
            return None;
        }
        let mut scheme = envelope.map(|(scheme, _)| scheme.to_owned());
        let mut opened = Opened::new(fields, table);
        if let Some((name, fields)) = open_envelope(&opened.object) {
            scheme = Some(name.to_owned());
            opened = Opened::new(&fields.clone(), table);
        }
        let search = Search::new(table, &opened.object, false);
        let wants = self.absent_fields(&opened.object);
        let is_right = |fields: &Object| Case { fields, ..*self }.verify(keys).is_ok();
        let moves = search.find_moves(&wants, MOST_TRIES, is_right);
        if scheme.is_none() && moves.is_empty() {
            return None;
        }
        let mut findings: Vec<Finding> = scheme.iter().map(|name| self.explain_envelope(name)).collect();
        let teller = Teller { vendor: self.scheme.vendor(), holder: Holder::Page, opened: &opened };
        findings.extend(teller.tell(&search.told(&wants, &moves)));
        Some(Replaced { object: search.arrange(&wants, &moves), findings })
    }

    fn explain_envelope(&self, scheme: &str) -> Finding {
        let vendor = self.scheme.vendor();
        let is_other = scheme != self.scheme.name();
        let other = is_other.then(|| format!(" They were signed for the scheme {}.", shortened(scheme)));
        let reason = format!(
            "The page sends the whole answer of the site's server. {vendor} reads only what \"fields\" contains.{}",
            other.unwrap_or_default()
        );
        let finding = Finding::new(Cause::FieldPlace, self.scheme.model().fields.signature(), reason);
        finding.with_fix(if is_other {
            "Sign for this scheme, and send only what \"fields\" contains."
        } else {
            "Send only what \"fields\" contains."
        })
    }

    /// What a page must send for its signature to verify, and does not send in its place.
    fn absent_fields(&self, fields: &Object) -> Vec<Want<'_>> {
        let table = &self.scheme.model().fields;
        let (is_token, is_message_there) = match &self.scheme.model().signature {
            Signature::Hmac(hmac) => (false, hmac.messages.iter().any(|message| has_fields_of(message, table, fields))),
            Signature::Jwt(_) => (true, true),
        };
        let is_absent = |(path, part): &(Vec<&str>, &Part)| {
            let is_constant = matches!(part, Part::Constant(_));
            let (_, outer) = path.split_last().unwrap_or((&"", &[]));
            // A table may be absent, and its constants with it.
            let has_table = outer.is_empty() || value_at(fields, outer).is_some();
            // What an object in a token's place holds is told as the token's.
            let is_for_object = is_constant || part.is_signature() && is_token;
            value_at(fields, path).is_none_or(|value| value.is_object() && !is_for_object)
                && self.needs(part, fields)
                && (!is_constant || has_table)
        };
        let absent = sorted_by(leaves(table).into_iter().filter(is_absent).collect(), is_made);
        absent
            .into_iter()
            .map(|(path, part)| Want {
                is_spare: is_message_there && is_of_visitor(part),
                value: self.expected(part),
                path,
                part,
                shape: self.shape(part),
            })
            .collect()
    }

    /// The text that a member must have, as far as the settings give it.
    fn expected(&self, part: &Part) -> Option<String> {
        match part {
            Part::Value(Placeholder { source: Source::Setting(name), .. }) => {
                self.settings.get(name).map(str::to_owned)
            }
            Part::Text(pieces) => join_settings(pieces, self.settings),
            _ => None,
        }
    }

    /// What the scheme's own signatures look like.
    fn shape(&self, part: &Part) -> Option<Shape<'_>> {
        part.is_signature().then(|| match &self.scheme.model().signature {
            Signature::Hmac(hmac) => Shape::Digest(hmac),
            Signature::Jwt(_) => Shape::Token,
        })
    }

    /// Whether a page must send the member for its signatures to verify.
    fn needs(&self, part: &Part, fields: &Object) -> bool {
        match part {
            Part::Value(Placeholder { source: source @ (Source::Field(_) | Source::Attribute(_)), .. }) => {
                self.signs(source, fields)
            }
            Part::Value(Placeholder { source: Source::Setting(setting), .. }) => self.settings.get(setting).is_some(),
            Part::Value(Placeholder { source: Source::Further(_), .. }) => false,
            Part::Value(_) | Part::Constant(_) => true,
            Part::Text(pieces) => join_settings(pieces, self.settings).is_some(),
            Part::Dependent(..) | Part::Table(_) => false,
        }
    }

    /// Whether the first signature, or a further one that the page sends, covers what the page sends for a placeholder. A
    /// token has its own.
    fn signs(&self, source: &Source, fields: &Object) -> bool {
        let Signature::Hmac(hmac) = &self.scheme.model().signature else { return false };
        let table = &self.scheme.model().fields;
        let is_sent = |index: usize| {
            let path = table.path_of(&Source::Further(index)).unwrap_or_default();
            table.value_at(fields, &path).is_some_and(|value| !value.is_null())
        };
        let further = hmac.further.iter().enumerate().filter(|(index, _)| is_sent(*index));
        let messages = hmac.messages.iter().chain(further.flat_map(|(_, (_, messages))| messages));
        messages.flat_map(Message::slots).any(|slot| slot.source == *source)
    }

    /// The finding for a digest in another field's place, or for the message in the digest's.
    pub(super) fn find_misplaced_value(&self, hmac: &Hmac) -> Option<Finding> {
        self.find_digest_as_field(hmac).or_else(|| self.find_joined_fields(hmac))
    }

    /// The finding for fields that were joined, as to sign them, and sent in place of the signature.
    fn find_joined_fields(&self, hmac: &Hmac) -> Option<Finding> {
        let (name, signature) = self.signature();
        let text = signature?.as_str().filter(|text| !Shape::Digest(hmac).is_shape_of(text))?;
        let spots = find_spots(self.fields);
        let texts = spots.iter().filter(|spot| spot.path != [name]).filter_map(|spot| match spot.value {
            Value::String(text) => Some((shown(&spot.path), text.clone())),
            Value::Number(number) => Some((shown(&spot.path), number.to_string())),
            _ => None,
        });
        let texts: Vec<(String, String)> = texts.take(MOST_TEXTS).collect();
        let named: Vec<(&str, String)> = texts.iter().map(|(path, text)| (path.as_str(), text.clone())).collect();
        let parts = find_parts(text, &named)?;
        let mut parts: Vec<String> = parts.into_iter().map(str::to_owned).collect();
        if parts.len() == 1 {
            parts.push("a time".to_owned());
        }
        let reason = format!("{name} contains {}, one after the other, and no digest.", listed(&parts));
        Some(Finding::new(Cause::SignatureIsMessage, Some(name), reason))
    }

    /// The finding for a digest in an identifier's place, where the page sends no other.
    fn find_digest_as_field(&self, hmac: &Hmac) -> Option<Finding> {
        let table = &self.scheme.model().fields;
        let (name, signature) = self.signature();
        let signature = match signature {
            None => None,
            Some(Value::String(text)) if NOTHING.contains(&text.trim()) => None,
            Some(other) => Some(other.as_str()?),
        };
        let sources = hmac.messages.iter().flat_map(Message::slots).filter(|slot| slot.word().is_some());
        let (slot, path) =
            sources.filter_map(|slot| Some((slot, table.path_of(&slot.source)?))).find(|(slot, path)| {
                let text = table.value_at(self.fields, path).and_then(Value::as_str).unwrap_or_default();
                let is_own = match &slot.source {
                    Source::Field(field) => self.visitor.and_then(|visitor| visitor.text(*field)) == Some(text),
                    _ => false,
                };
                !is_own && signature.is_none_or(|signature| signature == text) && Shape::Digest(hmac).is_shape_of(text)
            })?;
        if signature.is_some() {
            let reason = format!("{path} and {name} contain the same digest.");
            let fix = format!("Send the visitor's own {} as {path}.", slot.word().unwrap_or_default());
            return Some(Finding::new(Cause::FieldIsSignature, Some(&path), reason).with_fix(fix));
        }
        let word = slot.word().unwrap_or_default();
        let reason = format!("{path} contains a digest, and the page sends no {name}.");
        let fix = format!("Send the digest as {name}, and the visitor's own {word} as {path}.");
        Some(Finding::new(Cause::FieldIsSignature, Some(&path), reason).with_fix(fix))
    }
}

/// How a signature can be told from other texts.
#[derive(Clone, Copy)]
pub(super) enum Shape<'a> {
    Digest(&'a Hmac),
    Token,
}

impl Shape<'_> {
    /// Whether a text can only be such a signature, or another text of random bytes.
    fn is_shape_of(self, text: &str) -> bool {
        match self {
            Shape::Digest(hmac) => {
                // Other parts may follow the digest.
                let digest = text.get(..hmac.hash.length() * 2).filter(|_| hmac.value.len() > 1).unwrap_or(text);
                let decoded = decode_signature(digest, hmac.result);
                decoded.iter().any(|signature| signature.bytes.len() == hmac.hash.length())
            }
            Shape::Token => looks_like_token(text.trim()),
        }
    }
}

/// 1 for what is the same for every visitor and for times: a finding is rather about the other members.
fn is_made((_, part): &(Vec<&str>, &Part)) -> usize {
    let is_made = |slot: &Placeholder| slot.is_made() || matches!(slot.source, Source::Setting(_));
    usize::from(!matches!(part, Part::Value(slot) if !is_made(slot)))
}

fn is_of_visitor(part: &Part) -> bool {
    matches!(part, Part::Value(placeholder) if placeholder.word().is_some())
}

/// Whether the fields have what the message is made of. A field of the payload is not looked at.
fn has_fields_of(message: &Message, table: &Table, fields: &Object) -> bool {
    let mut paths = message.slots().filter(|slot| slot.word().is_some()).filter_map(|slot| table.path_of(&slot.source));
    paths.all(|path| table.value_at(fields, &path).is_some_and(|value| !value.is_null() && !value.is_object()))
}

/// The scheme and the fields in what signing gives, or in what a site's endpoint answers.
fn open_envelope(members: &Object) -> Option<(&str, &Object)> {
    let is_envelope = ["signature", "mark"].iter().any(|name| members.contains_key(*name));
    let scheme = members.get("scheme").filter(|_| is_envelope)?.as_str()?;
    Some((scheme, members.get("fields")?.as_object()?))
}

/// The one object in a body that is a list or a text, and the finding.
pub(super) fn unwrap_body(body: &[u8], scheme: &Scheme) -> Option<Replaced> {
    let (object, what) = unwrap_object(&mut json::value(body).ok()?)?;
    let reason = format!("{} reads one JSON object, but the page sends {what} around it.", scheme.vendor());
    let finding = Finding::new(Cause::FieldPlace, scheme.model().fields.signature(), reason);
    Some(Replaced { object, findings: vec![finding.with_fix("Send the object itself, and encode it as JSON once.")] })
}

/// The members of a payload, or the claims of a token, where the vendor reads them. `faults` has those that are missing.
pub(super) fn replace_members(
    holder: Holder,
    vendor: &str,
    table: &Table,
    object: &Object,
    faults: &[Error],
) -> Option<Replaced> {
    let mut missing =
        faults.iter().filter(|fault| fault.code() == Code::ClaimMissing).filter_map(Error::field).peekable();
    missing.peek()?;
    let missing: Vec<&str> = missing.collect();
    let opened = Opened::new(object, table);
    let search = Search::new(table, &opened.object, true);
    let is_missing = |(path, _): &(Vec<&str>, &Part)| missing.contains(&path.join(".").as_str());
    let want = |(path, part)| Want { path, part, is_spare: false, value: None, shape: None };
    let missing = sorted_by(leaves(table).into_iter().filter(is_missing).collect(), is_made);
    let wants: Vec<Want<'_>> = missing.into_iter().map(want).collect();
    let moves = search.find_moves(&wants, 0, |_| false);
    let findings = Teller { vendor, holder, opened: &opened }.tell(&search.told(&wants, &moves));
    (!moves.is_empty()).then(|| Replaced { object: search.arrange(&wants, &moves), findings })
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use serde_json::json;

    use super::*;
    use crate::scheme::scheme;

    /// How many arrangements of the fields of Bookbag are tried.
    fn tries(fields: &Value) -> usize {
        let bookbag = scheme("bookbag").unwrap();
        let Signature::Hmac(hmac) = &bookbag.model().signature else { panic!("Bookbag has digests") };
        let table = &bookbag.model().fields;
        let opened = Opened::new(fields.as_object().unwrap(), table);
        let search = Search::new(table, &opened.object, false);
        let shape = |part: &Part| part.is_signature().then_some(Shape::Digest(hmac));
        let want = |(path, part)| Want { path, part, is_spare: false, value: None, shape: shape(part) };
        let wants: Vec<Want<'_>> = leaves(table).into_iter().map(want).collect();
        let count = Cell::new(0);
        search.find_moves(&wants, MOST_TRIES, |_| {
            count.set(count.get() + 1);
            false
        });
        count.get()
    }

    #[test]
    fn a_few_arrangements_are_tried_however_many_places_there_are() {
        let member =
            |at: usize| json!({"user_id": at, "user_hash": format!("{at:064}"), "id": at, "hash": format!("{at:064}")});
        let wide = |count: usize| (0..count).map(|at| (format!("user{at}"), member(at))).collect::<Object>().into();
        assert_eq!(tries(&wide(40)), MOST_TRIES);
        assert_eq!(tries(&wide(5_000)), 0);
        let deep = (0..120).fold(member(0), |inner, at| json!({"user": inner, "user_id": at, "uid": at}));
        assert!(tries(&deep) <= MOST_TRIES);
        assert_eq!(tries(&json!({"user": {"user_id": "user-123"}})), 1);
    }
}
