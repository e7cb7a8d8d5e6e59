//! The message of an HMAC: fields with separators between them.

use serde::{Deserialize, Serialize};
use std::borrow::Cow;

use super::placeholder::{Piece, Placeholder, Source, display, literals, slots};
use crate::{
    error::{Code, Error},
    settings::Settings,
};

/// One way to write the message. A scheme may have several: the first whose fields are there is signed.
#[derive(Deserialize, Serialize)]
pub(crate) struct Message {
    pub pieces: Vec<Piece>,
    /// The one part that may hold a separator. The others are read from both ends, so that no two visitors share a
    /// message.
    pub holder: Option<Source>,
    /// The separators of each other message of the scheme.
    pub foreign: Vec<Vec<String>>,
}

/// Why there is no message.
pub(crate) enum Fault<'a> {
    /// The scheme has no message, which its reader refuses.
    NoMessage,
    Absent(&'a Placeholder),
    /// A part holds this separator.
    Separator(&'a Placeholder, &'a str),
}

impl Message {
    pub fn slots(&self) -> impl Iterator<Item = &Placeholder> {
        slots(&self.pieces)
    }

    /// The separators. A part that holds one could be taken for two parts.
    pub fn separators(&self) -> impl Iterator<Item = &str> {
        literals(&self.pieces)
    }

    /// Checks that no setting holds a sign of the separator beside it: a page may choose what a setting is.
    #[cfg(feature = "sign")]
    pub fn check_settings(&self, settings: &Settings) -> crate::error::Result<()> {
        let beside = |at: usize| {
            let around = [at.checked_sub(1), at.checked_add(1)].into_iter().flatten();
            around.filter_map(|at| self.pieces.get(at)).filter_map(|piece| match piece {
                Piece::Literal(text) => Some(text.as_str()),
                Piece::Slot(_) => None,
            })
        };
        for (at, piece) in self.pieces.iter().enumerate() {
            let Piece::Slot(Placeholder { source: Source::Setting(name), .. }) = piece else { continue };
            let value = settings.get(name).unwrap_or_default();
            let is_sign = |char: &char| !char.is_alphanumeric() && value.contains(*char);
            if let Some(sign) = beside(at).flat_map(str::chars).find(is_sign) {
                let reason = format!(
                    "The setting holds {sign:?}, which separates it from another signed value. Pass a value without it."
                );
                return Err(Error::about(Code::SettingInvalid, name.as_str(), reason));
            }
        }
        Ok(())
    }

    /// The text to sign, from what each placeholder stands for. An empty text counts as absent.
    pub fn text<'a>(&self, look_up: impl Fn(&Placeholder) -> Option<Cow<'a, str>>) -> Result<Cow<'a, str>, Fault<'_>> {
        if let [Piece::Slot(only)] = self.pieces.as_slice() {
            let text = look_up(only).filter(|text| !text.is_empty()).ok_or(Fault::Absent(only))?;
            return self.check_foreign(&text).map_or(Ok(text), Err);
        }
        let mut message = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Literal(literal) => message.push_str(literal),
                Piece::Slot(slot) => {
                    let text = look_up(slot).filter(|text| !text.is_empty()).ok_or(Fault::Absent(slot))?;
                    if !slot.may_hold_separators()
                        && self.holder.as_ref() != Some(&slot.source)
                        && let Some(separator) = self.separators().find(|separator| text.contains(separator))
                    {
                        return Err(Fault::Separator(slot, separator));
                    }
                    message.push_str(&text);
                }
            }
        }
        self.check_foreign(&message).map_or(Ok(Cow::Owned(message)), Err)
    }

    /// Whether the text could be taken for another message of the scheme.
    fn check_foreign(&self, text: &str) -> Option<Fault<'_>> {
        let separators = self.foreign.iter().find(|separators| holds(text, separators))?;
        Some(Fault::Separator(self.slots().next()?, separators.first()?))
    }

    /// Whether two variable parts have no separator between them, as in `{id}{email}`.
    pub fn lacks_separator(&self) -> bool {
        let mut is_open = false;
        for piece in &self.pieces {
            match piece {
                Piece::Literal(_) => is_open = false,
                Piece::Slot(slot) if slot.has_fixed_form() => {}
                Piece::Slot(_) if is_open => return true,
                Piece::Slot(_) => is_open = true,
            }
        }
        false
    }
}

impl std::fmt::Display for Message {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&display(&self.pieces))
    }
}

/// Whether a text holds all of these one after the other.
pub(super) fn holds(text: &str, separators: &[String]) -> bool {
    let mut rest = Some(text);
    separators.iter().all(|separator| {
        rest = rest.and_then(|rest| rest.split_once(separator.as_str())).map(|(_, after)| after);
        rest.is_some()
    })
}

/// Whether a text begins as it ends, as `::` does: `a` + `::` + `:b` is the same text as `a:` + `::` + `b`.
pub(crate) fn overlaps_itself(text: &str) -> bool {
    text.char_indices().skip(1).any(|(at, _)| text.get(at..).is_some_and(|end| text.starts_with(end)))
}
