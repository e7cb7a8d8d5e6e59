//! Signing with a shared secret.

use std::borrow::Cow;

use aws_lc_rs::rand;

use super::missing;
use crate::{
    error::{Code, Error, Result, Warning},
    hmac::HmacKey,
    scheme::{Fault, Hmac, Inputs, Made, Message, Piece, Scheme, Source},
    settings::Settings,
    time::check_signed_time,
    visitor::{Field, VisitorRef},
};

/// A random text has as many bits as a UUID.
const RANDOM_BYTES: usize = 16;

/// What the site passes for one signature.
#[derive(Clone, Copy)]
pub(super) struct Call<'a> {
    pub scheme: &'a Scheme,
    pub settings: &'a Settings,
    pub visitor: &'a VisitorRef<'a>,
}

impl Hmac {
    /// Checks the settings that each signature needs.
    pub(super) fn check_settings(&self, scheme: &Scheme, settings: &Settings) -> Result<()> {
        for name in Hmac::settings(self) {
            scheme.need(settings, name)?;
        }
        self.all_messages().try_for_each(|message| message.check_settings(settings))?;
        match &self.lifetime {
            Some(lifetime) if lifetime.seconds(settings)?.is_none() => {
                scheme.need(settings, lifetime.setting.as_deref().unwrap_or_default()).map(|_| ())
            }
            _ => Ok(()),
        }
    }

    /// Whether the id was signed, looks like an email address, and its signature holds for that address too.
    fn is_taken_for_email(&self, chosen: usize, visitor: &VisitorRef<'_>) -> bool {
        let signs = |message: &Message, field: Field| message.slots().any(|slot| slot.source == Source::Field(field));
        let signs_email_alone = |message: &Message| signs(message, Field::Email) && !signs(message, Field::Id);
        self.messages.get(chosen).is_some_and(|message| signs(message, Field::Id) && !signs(message, Field::Email))
            && visitor.text(Field::Id).is_some_and(|id| id.contains('@'))
            && self.all_messages().any(signs_email_alone)
    }

    /// Signs a visitor, at the time in `made`.
    pub(super) fn sign(
        &self,
        key: &HmacKey,
        call: Call<'_>,
        made: &mut Made,
        warnings: &mut Vec<Warning>,
    ) -> Result<()> {
        let Call { settings, visitor, .. } = call;
        let now = made.now;
        if let Some(lifetime) = &self.lifetime {
            made.expires = lifetime.seconds(settings)?.map(|seconds| now.saturating_add(seconds));
        }
        if self.max_age.is_some() || self.lifetime.is_some() {
            check_signed_time(now)?;
            made.expires.map_or(Ok(()), check_signed_time)?;
        }
        if self.uses_random {
            made.random = random()?;
        }
        if let Some(payload) = &self.payload {
            let inputs = Inputs { visitor, settings, made: Some(made) };
            let path = |name: &String| payload.members.placeholder(name).and_then(|placeholder| placeholder.word());
            let text =
                |name: &String| payload.members.placeholder(name).and_then(|placeholder| inputs.text(placeholder));
            if let Some(name) = payload.required.iter().find(|name| text(name).is_none()) {
                return Err(missing(&path(name).unwrap_or(Cow::Borrowed(name)), visitor));
            }
            made.payload = Some(payload.write(inputs)?);
        }
        let inputs = Inputs { visitor, settings, made: Some(made) };
        let (chosen, message) = choose(&self.messages, inputs, call)?;
        let digest = key.digest(message.as_bytes())?;
        if self.is_taken_for_email(chosen, visitor) {
            let reason =
                "The id holds @, so its signature could stand for an email address. Pass an id that is not an address.";
            warnings.push(Warning::new(Warning::MESSAGE_AMBIGUOUS, "id", reason));
        }
        let further: Vec<Option<String>> = self
            .further
            .iter()
            .map(|(_, messages)| match choose(messages, inputs, call) {
                Ok((_, message)) => key.digest(message.as_bytes()).map(|digest| Some(digest.into())),
                Err(error) if matches!(error.code(), Code::FieldMissing | Code::FieldEmpty) => Ok(None),
                Err(error) => Err(error),
            })
            .collect::<Result<_>>()?;
        let signature = match self.value.as_slice() {
            [_] => digest.into(),
            pieces => pieces
                .iter()
                .map(|piece| match piece {
                    Piece::Literal(literal) => Cow::Borrowed(literal.as_str()),
                    Piece::Slot(slot) if slot.source == Source::Signature => Cow::Borrowed(digest.as_str()),
                    Piece::Slot(slot) => inputs.text(slot).unwrap_or_default(),
                })
                .collect(),
        };
        made.further = further;
        made.signature = Some(signature);
        Ok(())
    }
}

/// The first message whose fields the visitor has, and its position.
fn choose<'a>(messages: &'a [Message], inputs: Inputs<'a>, call: Call<'_>) -> Result<(usize, Cow<'a, str>)> {
    let mut first_error = None;
    for (index, message) in messages.iter().enumerate() {
        for slot in message.slots() {
            inputs.check_type(slot, true)?;
        }
        match message.text(|slot| inputs.text(slot)) {
            Ok(text) => return Ok((index, text)),
            Err(Fault::Absent(slot)) => {
                let error = match (&slot.source, slot.word()) {
                    (Source::Setting(name), _) => call.scheme.need(call.settings, name).map(|_| ()).err(),
                    (_, Some(word)) => Some(missing(&word, call.visitor)),
                    _ => None,
                };
                let internal = || Error::new(Code::Internal, "A part of the message was not made.");
                first_error.get_or_insert_with(|| error.unwrap_or_else(internal));
            }
            Err(Fault::NoMessage) => {}
            Err(Fault::Separator(slot, separator)) => {
                let name = slot.word().unwrap_or_else(|| slot.to_string().into());
                return Err(Error::about(
                    Code::FieldSeparator,
                    &*name,
                    format!(
                        "The {name} holds {separator:?}, which separates the signed fields, so another visitor could have the same signature. Give this visitor another {name}."
                    ),
                ));
            }
        }
    }
    Err(first_error.unwrap_or_else(|| Error::new(Code::Internal, "The scheme has no message.")))
}

pub(super) fn random() -> Result<String> {
    let mut bytes = [0; RANDOM_BYTES];
    rand::fill(&mut bytes).map_err(|_| Error::new(Code::CryptoFailed, "The operating system gave no random bytes."))?;
    Ok(hex::encode(bytes))
}
