//! What an HMAC scheme says about hash, secret and result.

use super::{Message, Piece, Placeholder, Source, Table};
use crate::{
    error::{Code, Error, Result},
    forms::{Encoding, Hash, SecretForm, TimeForm},
    settings::Settings,
};
use serde::{Deserialize, Serialize};

/// How a scheme with a shared secret signs.
#[derive(Deserialize, Serialize)]
pub(crate) struct Hmac {
    pub hash: Hash,
    pub secret: SecretForm,
    pub result: Encoding,
    /// The message. The first of these whose fields the visitor has is signed.
    pub messages: Vec<Message>,
    /// The names of further signatures, and their messages.
    pub further: Vec<(String, Vec<Message>)>,
    pub payload: Option<Payload>,
    /// The text that holds the signature, such as `{signature}-{now}`.
    pub value: Vec<Piece>,
    /// Why two visitors can have the same message, where the vendor's own design allows it.
    pub ambiguous: Option<String>,
    /// The largest age of `{now}`, in seconds.
    pub max_age: Option<u64>,
    pub lifetime: Option<Lifetime>,
    pub uses_random: bool,
    /// The example secrets of the vendor's documentation.
    pub samples: Vec<String>,
}

impl Hmac {
    /// Whether a message has two variable parts without a separator between them.
    pub fn lacks_separator(&self) -> bool {
        self.all_messages().any(Message::lacks_separator)
    }

    /// Whether a message has a time in seconds beside another part: our verifier knows how many digits it has, the vendor's may
    /// not.
    pub fn joins_time(&self) -> bool {
        let is_number = |slot: &Placeholder| matches!(slot.source, Source::Now(form) | Source::Expires(form) if form != TimeForm::Iso);
        self.all_messages().any(|message| {
            message.pieces.windows(2).any(|pair| match pair {
                [Piece::Slot(one), Piece::Slot(other)] => is_number(one) || is_number(other),
                _ => false,
            })
        })
    }

    /// The messages of the first signature and of further ones.
    pub fn all_messages(&self) -> impl Iterator<Item = &Message> {
        self.messages.iter().chain(self.further.iter().flat_map(|(_, messages)| messages))
    }

    /// The settings that the message, or the text with the signature, contains.
    pub fn settings(&self) -> impl Iterator<Item = &str> {
        let slots = self.all_messages().flat_map(Message::slots);
        slots.chain(super::slots(&self.value)).filter_map(|slot| match &slot.source {
            Source::Setting(name) => Some(name.as_str()),
            _ => None,
        })
    }
}

/// Data that is signed and sent as one text.
#[derive(Deserialize, Serialize)]
pub(crate) struct Payload {
    pub members: Table,
    pub form: PayloadForm,
    pub encoding: Option<Encoding>,
    /// The members that must be there.
    pub required: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) enum PayloadForm {
    Json,
    /// `application/x-www-form-urlencoded`.
    Query,
}

/// How long a signature or token is good.
#[derive(Deserialize, Serialize)]
pub(crate) struct Lifetime {
    /// The setting with the site's choice.
    pub setting: Option<String>,
    pub default: Option<u64>,
    pub maximum: Option<u64>,
}

impl Lifetime {
    /// The seconds from now until the end. None if neither the site nor the scheme sets them.
    pub fn seconds(&self, settings: &Settings) -> Result<Option<u64>> {
        let Some((name, text)) = self.setting.as_deref().and_then(|name| settings.get(name).map(|text| (name, text)))
        else {
            return Ok(self.default);
        };
        let seconds: u64 = text
            .parse()
            .map_err(|_| Error::new(Code::Internal, "The lifetime is not a number although it was checked."))?;
        match self.maximum {
            Some(maximum) if seconds > maximum => Err(Error::about(
                Code::SettingInvalid,
                name,
                format!("The vendor accepts at most {maximum} seconds. Pass a shorter lifetime."),
            )),
            _ => Ok(Some(seconds)),
        }
    }
}
