//! Checks of a signature as a whole: what a verifier could not read back, or could read in two ways, is refused.

use super::{
    Hmac, Message, Part, Payload, PayloadForm, Placeholder, Signature, Source, Table, Type,
    placeholder::{literals, slots},
    toml_file::Section,
};
use crate::{error::Result, visitor::Field};

impl Source {
    /// Whether two placeholders stand for the same, in whatever form.
    fn is_same_kind(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Now(_), Self::Now(_)) | (Self::Expires(_), Self::Expires(_)) => true,
            _ => self == other,
        }
    }

    fn is_time(&self) -> bool {
        matches!(self, Self::Now(_) | Self::Expires(_))
    }
}

/// All placeholders that a page sends: in fields, in the text with the signature, and in the payload.
fn sent<'a>(fields: &'a Table, payload: Option<&'a Payload>) -> impl Iterator<Item = &'a Placeholder> {
    let members = payload.map(|payload| payload.members.placeholders()).unwrap_or_default();
    fields.placeholders().into_iter().chain(slots(&fields.value)).chain(members)
}

/// Whether a placeholder of this kind is sent.
pub(super) fn sends(fields: &Table, payload: Option<&Payload>, kind: impl Fn(&Source) -> bool) -> bool {
    sent(fields, payload).any(|placeholder| kind(&placeholder.source))
}

/// Each thing is sent once: a verifier must not have to choose between two values, one of which may not be signed.
pub(super) fn check_once(section: &Section<'_>, tables: &[&Table]) -> Result<()> {
    let twice = |what: &dyn std::fmt::Display| {
        let reason = "occurs twice. A verifier would have to choose between two values. Remove one.";
        Err(section.error("", format!("{what} {reason}")))
    };
    if tables.iter().map(|table| table.spreads()).sum::<usize>() > 1 {
        return twice(&"\"*\"");
    }
    let mut seen: Vec<&Source> = Vec::new();
    for placeholder in tables.iter().flat_map(|table| table.placeholders().into_iter().chain(slots(&table.value))) {
        let source = &placeholder.source;
        let may_repeat = matches!(source, Source::Setting(_) | Source::Signature);
        if !may_repeat && seen.iter().any(|seen| seen.is_same_kind(source)) {
            return twice(placeholder);
        }
        seen.push(source);
    }
    Ok(())
}

pub(super) fn check(section: &Section<'_>, hmac: &Hmac, fields: &Table) -> Result<()> {
    check_payload(section, hmac)?;
    check_times(section, hmac, fields)?;
    check_ambiguous(section, hmac)
}

/// Every message signs the payload, and its separators are no part of the payload.
fn check_payload(section: &Section<'_>, hmac: &Hmac) -> Result<()> {
    let Some(payload) = &hmac.payload else { return Ok(()) };
    for message in &hmac.messages {
        if !message.slots().any(|slot| slot.source == Source::Payload) {
            return Err(section.error(
                "message",
                "The message does not sign the payload, so anyone could change it. Add {payload} to each alternative.",
            ));
        }
        let may_hold = |char: char| match (payload.encoding, payload.form) {
            (Some(encoding), _) => encoding.may_hold(char),
            (None, PayloadForm::Query) => char.is_ascii_alphanumeric() || "-_.*+%=&".contains(char),
            (None, PayloadForm::Json) => true,
        };
        let held = message.separators().find(|separator| separator.chars().all(may_hold));
        if let Some(separator) = held.filter(|_| message.holder != Some(Source::Payload)) {
            return Err(section.error(
                "may_hold_separator",
                format!("The payload may hold {separator:?}. Write may_hold_separator = \"payload\"."),
            ));
        }
    }
    Ok(())
}

/// A signed time has a limit, and a limit has a time that every message signs.
fn check_times(section: &Section<'_>, hmac: &Hmac, fields: &Table) -> Result<()> {
    let members = hmac.payload.as_ref().map(|payload| payload.members.placeholders()).unwrap_or_default();
    let signs = |message: &Message, kind: fn(&Source) -> bool| {
        message.slots().chain(members.iter().copied()).any(|placeholder| kind(&placeholder.source))
    };
    let now: fn(&Source) -> bool = |source| matches!(source, Source::Now(_));
    let end: fn(&Source) -> bool = |source| matches!(source, Source::Expires(_));
    for (kind, has_limit, key, reason) in [
        (
            now,
            hmac.max_age.is_some(),
            "max_age",
            "A signed {now} and max_age need each other. Write the age in seconds from which a signature is refused, or remove both.",
        ),
        (
            end,
            hmac.lifetime.is_some(),
            "lifetime",
            "A signed {expires} and lifetime need each other. Write the seconds until a signature ends, or remove both.",
        ),
    ] {
        let signed = hmac.messages.iter().filter(|message| signs(message, kind)).count();
        if sends(fields, None, kind) && signed < hmac.messages.len() {
            return Err(section.error("message", "[fields] sends a time that is not signed, so anyone could change it. Add it to each alternative of the message."));
        }
        if (signed == hmac.messages.len()) != has_limit || (signed > 0) != has_limit {
            return Err(section.error(key, reason));
        }
    }
    let further = hmac.further.iter().flat_map(|(_, messages)| messages).flat_map(Message::slots);
    match further.map(|slot| &slot.source).find(|source| source.is_time()) {
        Some(_) => Err(section.error("message", "A further signature cannot sign a time. Sign it in [signature].")),
        None => Ok(()),
    }
}

fn check_ambiguous(section: &Section<'_>, hmac: &Hmac) -> Result<()> {
    let (text, is_ambiguous) = (&hmac.ambiguous, hmac.is_ambiguous());
    match (is_ambiguous, text) {
        (true, None) if hmac.lacks_separator() => Err(section.error("ambiguous", "Two fields have no separator between them, so \"1\" and \"23\" have the same message as \"12\" and \"3\". Add the separator. If the vendor really has none, write why its visitors can be confused, in a sentence.")),
        (true, None) => Err(section.error("ambiguous", "With several messages, an id that looks like an email address has the signature of that address. Write why the vendor's visitors can be confused, in a sentence.")),
        (false, Some(_)) if !hmac.joins_time() => Err(section.error("ambiguous", "The message can be read in one way only. Remove this key.")),
        _ => check_several(section, hmac),
    }
}

/// Where one secret signs several messages, none signs a text that visitors choose: a name could be another message.
fn check_several(section: &Section<'_>, hmac: &Hmac) -> Result<()> {
    let is_free = |slot: &&Placeholder| match slot.source {
        Source::Field(field) => matches!(field, Field::Name | Field::Avatar),
        Source::Attribute(_) => true,
        _ => false,
    };
    let is_only = hmac.all_messages().count() == 1;
    match hmac.all_messages().flat_map(Message::slots).find(is_free).filter(|_| !is_only) {
        Some(slot) => Err(section.error("message", format!("{slot} is chosen by visitors, so it could be taken for another message of this scheme. With several messages, sign {{id}}, {{email}}, {{phone}} and {{payload}} only."))),
        None => Ok(()),
    }
}

impl Hmac {
    /// Whether two visitors, or two fields of them, can have the same message by the vendor's own design.
    fn is_ambiguous(&self) -> bool {
        self.messages.len() > 1 || !self.further.is_empty() || self.lacks_separator()
    }

    /// Tells each message the separators of the others: a text that holds these could be taken for one of them.
    pub fn set_foreign_separators(&mut self) {
        let all: Vec<Vec<String>> =
            self.all_messages().map(|message| literals(&message.pieces).map(str::to_owned).collect()).collect();
        let further = self.further.iter_mut().flat_map(|(_, messages)| messages);
        for (index, message) in self.messages.iter_mut().chain(further).enumerate() {
            let own = all.get(index).map(|own| own.join("\0")).unwrap_or_default();
            let others = all.iter().enumerate().filter(|(other, _)| *other != index).map(|(_, separators)| separators);
            // What the message's own separators hold is beyond help: the scheme says that it is ambiguous.
            let foreign =
                others.filter(|separators| !separators.is_empty() && !super::message::holds(&own, separators));
            message.foreign = foreign.cloned().collect();
        }
    }
}

/// A token's fields hold the visitor, settings and the token, and nothing that only an HMAC has.
pub(super) fn check_token(root: &Section<'_>, signature: &Signature, fields: &Table) -> Result<()> {
    if matches!(signature, Signature::Hmac(_)) {
        return Ok(());
    }
    if root.has("signatures") {
        return Err(root.error("signatures", "A token is the only signature. Remove this table."));
    }
    if fields.value.len() > 1 {
        return Err(root.error("fields", "A token must be a field alone: \"{signature}\"."));
    }
    let is_known = |source: &Source| {
        matches!(source, Source::Field(_) | Source::Attribute(_) | Source::Setting(_) | Source::Signature)
    };
    match fields.placeholders().into_iter().find(|placeholder| !is_known(&placeholder.source)) {
        Some(placeholder) => Err(root.error("fields", format!("A scheme with a token has no {placeholder}."))),
        None => Ok(()),
    }
}

/// Whether a query can hold all members: it has texts only.
pub(super) fn is_flat(members: &Table) -> bool {
    let is_text = |part: &Part| match part {
        Part::Value(slot) => slot.r#type != Type::Texts,
        Part::Text(_) => true,
        Part::Constant(value) | Part::Dependent(value, _) => value.is_string(),
        Part::Table(_) => false,
    };
    !members.attributes && members.members.iter().all(|(_, part)| is_text(part))
}

/// Whether what the message signs can be made again of what the page sends, which is folded again when it is verified.
pub(super) fn is_signed_as_sent(slot: &Placeholder, sent: &Placeholder) -> bool {
    if slot.source == Source::Payload {
        return slot.folds.is_empty();
    }
    let has_same_type = slot.source.is_time() || sent.r#type == slot.r#type || sent.r#type == Type::Address;
    has_same_type && (sent.folds.is_empty() || sent.folds == slot.folds)
}
