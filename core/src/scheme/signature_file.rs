//! Reads `[signature]` and `[signatures]`.

use super::{
    Field, Message, Signature, Table, Type,
    digest::{Hmac, Lifetime, Payload, PayloadForm},
    keys::TEN_YEARS,
    message::overlaps_itself,
    placeholder::{Known, Piece, Placeholder, Source, parse_pieces},
    signature_check::{check, check_once, is_flat, is_signed_as_sent, sends},
    table_file::{Holds, check_value, read_table},
    token_file::read_token,
    toml_file::{At, Section},
};
use crate::{
    error::Result,
    forms::{Encoding, Hash, SecretForm},
};

/// At most this many alternatives of a message, and further signatures.
const MOST: usize = 8;

/// Whether `[signature]` has a payload, and the names of `[signatures]`: what placeholders may refer to.
pub(super) fn read_known(root: &Section<'_>) -> Result<(bool, Vec<String>)> {
    let has_payload = match root.section("signature")? {
        Some(section) => section.section("payload")?.is_some(),
        None => false,
    };
    let Some(section) = root.section("signatures")? else { return Ok((has_payload, Vec::new())) };
    let names: Vec<String> = section.members().map(|(name, _)| name.to_owned()).collect();
    if names.len() > MOST {
        return Err(section.error("", format!("There are more than {MOST} further signatures. Remove the others.")));
    }
    Ok((has_payload, names))
}

pub(super) fn read_signature(root: &Section<'_>, known: &Known<'_>, fields: &Table) -> Result<Signature> {
    #[derive(Clone, Copy)]
    enum Kind {
        Hmac,
        Jwt,
    }
    let section = root.required_section("signature")?;
    let signature = match section.word("kind", &[("hmac", Kind::Hmac), ("jwt", Kind::Jwt)])? {
        Kind::Hmac => Signature::Hmac(Box::new(read_hmac(root, &section, known, fields)?)),
        Kind::Jwt => Signature::Jwt(Box::new(read_token(&section, known)?)),
    };
    section.finish()?;
    Ok(signature)
}

/// Reads the members that must be there.
pub(super) fn read_required(section: &Section<'_>, table: &Table, reason: &str) -> Result<Vec<String>> {
    let required = section.texts("required")?;
    let is_value = |path: &str| table.placeholder_at(path).is_some_and(|placeholder| placeholder.word().is_some());
    if let Some(name) = required.iter().find(|name| !is_value(name.value)) {
        return Err(name.error(reason));
    }
    Ok(required.iter().map(|name| name.value.to_owned()).collect())
}

fn read_hmac(root: &Section<'_>, section: &Section<'_>, known: &Known<'_>, fields: &Table) -> Result<Hmac> {
    let result = section.word("result", &Encoding::RESULTS)?;
    let payload = match section.section("payload")? {
        Some(payload) => Some(read_payload(&payload, known)?),
        None => None,
    };
    if let Some(payload) = &payload {
        check_once(&root.required_section("fields")?, &[fields, &payload.members])?;
    }
    let reader = MessageReader { known, fields, payload: payload.as_ref() };
    let messages = reader.read(section)?;
    let mut further = Vec::new();
    if let Some(signatures) = root.section("signatures")? {
        for (name, at) in signatures.members() {
            let signature = signatures.nested(&at).ok_or_else(|| {
                at.error("A signature must be a table. Write [signatures.NAME], with message below it.")
            })?;
            further.push((name.to_owned(), reader.read(&signature)?));
            let place = Source::Further(further.len() - 1);
            if fields.path_of(&place).is_none() {
                return Err(at.error(format!(
                    "[fields] does not send this signature. Add a field with the value \"{{signatures.{name}}}\"."
                )));
            }
            signature.finish()?;
        }
    }
    let encoding = payload.as_ref().map(|payload| payload.encoding);
    check_value(&fields.value, result, encoding).map_err(|reason| {
        let path = fields.signature().unwrap_or_default();
        root.required_section("fields").map_or_else(|error| error, |section| section.error(path, reason))
    })?;
    let mut hmac = Hmac {
        hash: section.word("hash", &Hash::ALL)?,
        secret: section.word("secret", &SecretForm::ALL)?,
        result,
        ambiguous: section
            .text("ambiguous")?
            .map(|_| section.required_text("ambiguous"))
            .transpose()?
            .map(|text| text.value.to_owned()),
        uses_random: sends(fields, payload.as_ref(), |source| matches!(source, Source::Random)),
        max_age: section.optional_integer("max_age")?.map(|age| read_seconds(&age)).transpose()?,
        lifetime: read_lifetime(section, known)?,
        samples: section.texts("samples")?.iter().map(|text| text.value.to_owned()).collect(),
        value: fields.value.clone(),
        messages,
        further,
        payload,
    };
    hmac.set_foreign_separators();
    check(section, &hmac, fields)?;
    Ok(hmac)
}

pub(super) fn read_seconds(at: &At<'_, i64>) -> Result<u64> {
    u64::try_from(at.value)
        .ok()
        .filter(|seconds| (1..=TEN_YEARS).contains(seconds))
        .ok_or_else(|| at.error("The value must be a number of seconds from 1 to ten years."))
}

/// `3600`, `"{settings.NAME}"`, or `{setting = "NAME", default = 600, maximum = 86400}`.
pub(super) fn read_lifetime(section: &Section<'_>, known: &Known<'_>) -> Result<Option<Lifetime>> {
    const KEY: &str = "lifetime";
    if !section.has(KEY) {
        return Ok(None);
    }
    if section.is_text(KEY) {
        let text = section.required_text(KEY)?;
        let setting = super::file::read_setting_name(&text, known.settings)?;
        return Ok(Some(Lifetime { setting: Some(setting), default: None, maximum: None }));
    }
    if section.is_table(KEY) {
        let table = section.required_section(KEY)?;
        let setting = table.required_text("setting")?;
        let is_seconds =
            known.settings.iter().any(|known| known.name == setting.value && known.form == super::Form::Seconds);
        if !is_seconds {
            return Err(setting.error("[settings] has no setting of this name with the form \"seconds\"."));
        }
        let seconds = |key| table.optional_integer(key)?.map(|at| read_seconds(&at)).transpose();
        let lifetime = Lifetime {
            setting: Some(setting.value.to_owned()),
            default: seconds("default")?,
            maximum: seconds("maximum")?,
        };
        if lifetime.default.zip(lifetime.maximum).is_some_and(|(default, maximum)| default > maximum) {
            return Err(table.error("default", "The default is longer than the maximum. Write a shorter one."));
        }
        table.finish()?;
        return Ok(Some(lifetime));
    }
    let seconds = section.required_integer(KEY)?;
    Ok(Some(Lifetime { setting: None, default: Some(read_seconds(&seconds)?), maximum: None }))
}

fn read_payload(section: &Section<'_>, known: &Known<'_>) -> Result<Payload> {
    let known = &Known { has_payload: false, ..*known };
    let members_section = section.required_section("members")?;
    let members = read_table(&members_section, known, Holds::Nothing)?;
    let form = section.word("form", &[("json", PayloadForm::Json), ("query", PayloadForm::Query)])?;
    if form == PayloadForm::Query && !is_flat(&members) {
        return Err(
            members_section.error("", "A query holds texts only: no tables, no \"*\", and constants in quotes.")
        );
    }
    let required = read_required(
        section,
        &members,
        "[signature.payload.members] has no such member with a field of the visitor. Correct the name, or add the member.",
    )?;
    if required.is_empty() {
        return Err(section.error("required", "Without a required member an empty payload would be signed. Write the member that identifies the visitor, such as [\"id\"]."));
    }
    let encodings = [("none", None), ("base64", Some(Encoding::Base64)), ("base64url", Some(Encoding::Base64Url))];
    let payload = Payload { form, encoding: section.word("encoding", &encodings)?, required, members };
    section.finish()?;
    Ok(payload)
}

struct MessageReader<'a> {
    known: &'a Known<'a>,
    fields: &'a Table,
    payload: Option<&'a Payload>,
}

impl MessageReader<'_> {
    /// Reads `message` and `may_hold_separator`.
    fn read(&self, section: &Section<'_>) -> Result<Vec<Message>> {
        let texts = section.text_or_texts("message")?;
        if texts.is_empty() {
            return Err(section.missing("message"));
        }
        if texts.len() > MOST {
            return Err(
                section.error("message", format!("There are more than {MOST} alternatives. Remove the others."))
            );
        }
        let holder = section.text("may_hold_separator")?;
        let messages =
            texts.iter().map(|text| self.read_one(text, holder.as_ref())).collect::<Result<Vec<Message>>>()?;
        if let Some(holder) = holder
            && messages.iter().all(|message| message.holder.is_none())
        {
            return Err(
                holder.error("No message with separators has this field. Correct its name, or remove this key.")
            );
        }
        Ok(messages)
    }

    fn read_one(&self, text: &At<'_, &str>, holder: Option<&At<'_, &str>>) -> Result<Message> {
        let pieces = parse_pieces(text.value, self.known).map_err(|reason| text.error(reason))?;
        let mut message = Message { pieces, holder: None, foreign: Vec::new() };
        // With a single part that a verifier does not know, a message can be read in one way only.
        let has_parts = message.slots().filter(|slot| !slot.may_hold_separators()).count() > 1;
        let overlapping = message.separators().find(|separator| overlaps_itself(separator));
        if let Some(separator) = overlapping.filter(|_| has_parts) {
            let reason = "overlaps itself, so two visitors could have the same message.";
            return Err(text.error(format!("The separator {separator:?} {reason}")));
        }
        let mut signs_visitor = false;
        for slot in message.slots() {
            self.check_slot(slot).map_err(|reason| text.error(reason))?;
            signs_visitor |= slot.word().is_some() || slot.source == Source::Payload;
        }
        if !signs_visitor {
            return Err(text.error("A message must contain a field of the visitor, such as {id}."));
        }
        let name = |slot: &Placeholder| {
            slot.word()
                .map_or_else(|| slot.to_string().trim_matches(['{', '}']).to_owned(), std::borrow::Cow::into_owned)
        };
        let held = holder
            .and_then(|holder| message.slots().find(|slot| name(slot) == holder.value).map(|slot| slot.source.clone()));
        message.holder = held.filter(|_| message.separators().next().is_some());
        Ok(message)
    }

    /// Verifying looks each part of a message up, so the page must send it.
    fn check_slot(&self, slot: &Placeholder) -> std::result::Result<(), String> {
        if matches!(slot.source, Source::Signature | Source::Further(_)) {
            return Err("A message cannot contain a signature. Remove it.".to_owned());
        }
        if matches!(slot.source, Source::Setting(_)) {
            return Ok(());
        }
        if slot.r#type == Type::Number {
            return Err(format!(
                "The message signs {slot} as a number, which browsers write in another way. Write |integer, or sign text."
            ));
        }
        if slot.r#type == Type::Texts {
            return Err(format!("The message signs {slot} as a list. Sign a text."));
        }
        let in_value = || super::placeholder::slots(&self.fields.value).find(|sent| sent.source == slot.source);
        let in_payload = || self.payload.and_then(|payload| payload.members.find(&slot.source));
        if let Some(sent) = self.fields.find(&slot.source).or_else(in_value).or_else(in_payload) {
            return match is_signed_as_sent(slot, sent) {
                true => Ok(()),
                false => Err(format!(
                    "The message signs {slot}, but the page sends it with other filters. Write the same filters in both places, or trim and lower in the message alone."
                )),
            };
        }
        Err(format!(
            "The message signs {slot}, but [fields] does not send it, so the vendor could not verify it. Add a field with it."
        ))
    }
}

/// The fields that identify a contact, and whether each alternative signs one of them.
pub(super) fn check_contact(hmac: &Hmac, fields: &[Field]) -> bool {
    let in_payload = hmac.payload.as_ref().is_some_and(|payload| {
        payload.required.iter().any(|name| payload.members.field(name).is_some_and(|field| fields.contains(&field)))
    });
    let is_contact = |piece: &Piece| matches!(piece, Piece::Slot(Placeholder { source: Source::Field(field), .. }) if fields.contains(field));
    in_payload || hmac.messages.iter().all(|message| message.pieces.iter().any(is_contact))
}
