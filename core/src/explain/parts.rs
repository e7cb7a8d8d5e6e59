//! The text that holds the signature among other parts, such as `{signature}-{now}`, where it has not the scheme's form.

use super::{
    encoding::decode_signature, finding::Cause, mistake::Mistake, payload::looks_like_payload, sorted_by,
    times::read_any,
};
use crate::{
    hmac::parse_digest,
    scheme::{Hmac, Piece, Placeholder, Source, display, slots},
    settings::Settings,
};

/// A longer text is not split.
const LONGEST: usize = 16 * 1024;
/// More parts than a scheme has are not told apart.
const MOST_PARTS: usize = 8;

/// Separators that people put between the parts.
const SEPARATORS: [&str; 13] = [" ", ":", "-", ".", "|", ",", ";", "_", "&", "+", "/", "\n", "="];

/// The parts of a text, and what is wrong with how they are joined.
pub(super) struct LooseParts<'a> {
    pub parts: Vec<(&'a Placeholder, String)>,
    pub mistakes: Vec<Mistake>,
    pub is_complete: bool,
}

/// The parts of a text that has not the scheme's form. None where they cannot be told, or where it has the form.
pub(super) fn read_loosely<'a>(
    hmac: &'a Hmac,
    settings: &Settings,
    vendor: &str,
    text: &str,
) -> Option<LooseParts<'a>> {
    if hmac.value.len() < 2 || text.len() > LONGEST {
        return None;
    }
    let form = display(&hmac.value);
    let wanted: Vec<&Placeholder> = slots(&hmac.value).collect();
    if let [signature] = wanted.as_slice() {
        return read_bare(hmac, vendor, text).map(|mistake| LooseParts {
            parts: vec![(signature, text.to_owned())],
            mistakes: vec![mistake],
            is_complete: true,
        });
    }
    let mut best: Option<(Vec<(&Placeholder, &str)>, &str)> = None;
    for separator in literals(&hmac.value).chain(SEPARATORS) {
        let Some(parts) = assign(hmac, settings, &wanted, text, separator) else { continue };
        if best.as_ref().is_none_or(|(known, _)| known.len() < parts.len()) {
            best = Some((parts, separator));
        }
    }
    let (parts, separator) = best?;
    let is_there = |slot: &Placeholder| parts.iter().any(|(found, _)| found.source == slot.source);
    let missing: Vec<&&Placeholder> = wanted.iter().filter(|slot| !is_there(slot)).collect();
    let in_order = parts.iter().zip(&wanted).all(|((found, _), wanted)| found.source == wanted.source);
    let mut mistakes: Vec<Mistake> = Vec::new();
    for slot in &missing {
        let reason = format!("The signature lacks {}. {vendor} expects the form {form}.", name_of(slot));
        mistakes.push(Mistake::told(Cause::ResultPartMissing, reason));
    }
    if missing.is_empty() && !in_order {
        let reason = format!("The parts of the signature are in another order. {vendor} expects the form {form}.");
        mistakes.push(Mistake::told(Cause::ResultPartOrder, reason));
    } else if missing.is_empty() && !literals(&hmac.value).all(|literal| literal == separator) {
        let reason =
            format!("The parts of the signature are joined with {separator:?}. {vendor} expects the form {form}.");
        mistakes.push(Mistake::told(Cause::ResultPartSeparator, reason));
    }
    if mistakes.is_empty() {
        return None;
    }
    let parts = parts.into_iter().map(|(slot, text)| (slot, text.to_owned())).collect();
    Some(LooseParts { parts, mistakes, is_complete: missing.is_empty() })
}

/// A digest without the fixed text that the scheme puts around it.
fn read_bare(hmac: &Hmac, vendor: &str, text: &str) -> Option<Mistake> {
    let is_bare = |bytes: &[u8], mistakes: &[Mistake]| {
        bytes.len() == hmac.hash.length() && !mistakes.iter().any(|mistake| mistake.cause() == Cause::ResultPrefix)
    };
    let decoded = decode_signature(text, hmac.result);
    decoded.iter().any(|signature| is_bare(&signature.bytes, &signature.mistakes)).then(|| {
        let form = display(&hmac.value);
        let how = format!("The signature is the digest alone. {vendor} expects the form {form}.");
        Mistake::told(Cause::ResultPartMissing, how)
    })
}

/// The placeholder that each part of a text stands for. None if one of the parts stands for none.
fn assign<'a, 't>(
    hmac: &Hmac,
    settings: &Settings,
    wanted: &[&'a Placeholder],
    text: &'t str,
    separator: &str,
) -> Option<Vec<(&'a Placeholder, &'t str)>> {
    let tokens: Vec<&str> =
        text.split(separator).map(str::trim).filter(|token| !token.is_empty()).take(MOST_PARTS + 1).collect();
    if tokens.len() > wanted.len() {
        return None;
    }
    // What can be told for certain comes first.
    let mut left = sorted_by(wanted.to_vec(), |slot| match slot.source {
        Source::Setting(_) => 0,
        Source::Now(_) | Source::Expires(_) => 1,
        Source::Payload => 2,
        Source::Signature => 3,
        _ => 4,
    });
    let mut parts = Vec::new();
    for token in tokens {
        let place = left.iter().position(|slot| fits(hmac, settings, slot, token))?;
        parts.push((left.remove(place), token));
    }
    Some(parts)
}

fn fits(hmac: &Hmac, settings: &Settings, slot: &Placeholder, text: &str) -> bool {
    match &slot.source {
        Source::Setting(name) => settings.get(name) == Some(text),
        Source::Now(_) | Source::Expires(_) => read_any(text).is_some(),
        Source::Payload => {
            parse_digest(text, hmac.hash, hmac.result).is_err()
                && hmac.payload.as_ref().is_some_and(|payload| looks_like_payload(payload, text))
        }
        Source::Signature => {
            decode_signature(text, hmac.result).iter().any(|signature| signature.bytes.len() == hmac.hash.length())
        }
        Source::Random => text.len() >= 8,
        _ => false,
    }
}

/// What a placeholder is, within a sentence.
pub(super) fn name_of(slot: &Placeholder) -> String {
    match &slot.source {
        Source::Setting(name) => format!("the setting {name}"),
        Source::Signature | Source::Further(_) => "the digest".to_owned(),
        Source::Payload => "the payload".to_owned(),
        Source::Now(_) => "the time".to_owned(),
        Source::Expires(_) => "the time at which it expires".to_owned(),
        Source::Random => "the random text".to_owned(),
        Source::Field(_) | Source::Attribute(_) => slot.word().unwrap_or_default().into_owned(),
    }
}

/// The fixed texts between the parts.
fn literals(pieces: &[Piece]) -> impl Iterator<Item = &str> {
    pieces.iter().filter_map(|piece| match piece {
        Piece::Literal(literal) => Some(literal.as_str()),
        Piece::Slot(_) => None,
    })
}
