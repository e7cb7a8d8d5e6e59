//! The ways in which sites write a signature by mistake: in another encoding or case, in quotes, with a prefix.

use std::borrow::Cow;

use base64::{
    Engine,
    alphabet::{STANDARD, URL_SAFE},
    engine::{
        DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig,
        general_purpose::{STANDARD as PADDED, URL_SAFE_NO_PAD},
    },
};
use percent_encoding::percent_decode_str;

use super::{
    finding::{Cause, Mistake},
    sorted_by,
};
use crate::forms::Encoding;

/// A longer signature is not tried.
const LONGEST: usize = 1024;

/// The bytes that a signature may stand for, and the mistakes in how it was written.
pub(super) struct DecodedSignature {
    pub bytes: Vec<u8>,
    pub mistakes: Vec<Mistake>,
}

/// Base64 with or without padding, and with any last bits: `explain` reads what people write.
const LENIENT: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_decode_padding_mode(DecodePaddingMode::Indifferent)
    .with_decode_allow_trailing_bits(true);
pub(super) const BASE64: GeneralPurpose = GeneralPurpose::new(&STANDARD, LENIENT);
pub(super) const BASE64_URL: GeneralPurpose = GeneralPurpose::new(&URL_SAFE, LENIENT);

type Step = fn(&str) -> Option<(Cause, &'static str, String)>;

/// The layers that are taken off a signature, from the outside in.
const STEPS: [Step; 6] = [
    |text| Some((Cause::ResultSpace, "The signature has white space around it.", text.trim().to_owned())),
    |text| Some((Cause::ResultQuotes, "The signature is in quotes.", text.trim_matches(['"', '\'']).to_owned())),
    |text| Some((Cause::ResultUrlEncoded, "The signature is URL-encoded.", url_decode(text).into_owned())),
    |text| {
        // The shortest digest is an MD5 in base64.
        let is_long = |rest: &&str| rest.len() >= 22;
        let rest = text.strip_prefix("0x").or_else(|| text.split_once(['=', ':', ' ']).map(|(_, rest)| rest));
        let rest = rest.map(str::trim).filter(is_long)?;
        Some((Cause::ResultPrefix, "The signature has other text before it.", rest.to_owned()))
    },
    |text| {
        let (digits, _) = text.split_once([' ', '\t']).filter(|(digits, _)| digits.len() >= 22)?;
        Some((Cause::ResultSpace, "The signature has other text after it.", digits.to_owned()))
    },
    |text| {
        let pairs: Vec<&str> = text.split(['-', ':', ' ']).collect();
        let is_separated = pairs.len() >= 16 && pairs.iter().all(|pair| pair.len() == 2);
        is_separated
            .then(|| (Cause::ResultSeparated, "The signature has separators between its digits.", pairs.concat()))
    },
];

/// Decodes a signature in each way that people encode one, those with the fewest mistakes first.
pub(super) fn decode_signature(signature: &str, wanted: Encoding) -> Vec<DecodedSignature> {
    if signature.len() > LONGEST {
        return Vec::new();
    }
    let mut texts: Vec<(String, Vec<Mistake>)> = vec![(signature.to_owned(), Vec::new())];
    for step in STEPS {
        let more: Vec<(String, Vec<Mistake>)> = texts
            .iter()
            .filter_map(|(text, mistakes)| {
                let (cause, how, inner) = step(text).filter(|(_, _, inner)| inner != text)?;
                Some((inner, [mistakes.as_slice(), &[(cause, how.to_owned())]].concat()))
            })
            .collect();
        texts.extend(more);
    }
    let decoded = texts.iter().flat_map(|(text, mistakes)| decode_text(text, mistakes, wanted)).collect();
    sorted_by(decoded, |signature: &DecodedSignature| signature.mistakes.len())
}

/// The bytes of hex and base64 that are as long as those of a hash, with one more mistake where the scheme does not write
/// them so.
fn decode_text(text: &str, mistakes: &[Mistake], wanted: Encoding) -> Vec<DecodedSignature> {
    let mut all = Vec::new();
    let mut add = |bytes: Vec<u8>, further: Option<(Cause, &str)>| {
        if (16..=64).contains(&bytes.len()) {
            let further = further.map(|(cause, how)| (cause, how.to_owned()));
            all.push(DecodedSignature { bytes, mistakes: mistakes.iter().cloned().chain(further).collect() });
        }
    };
    let wants_hex = matches!(wanted, Encoding::Hex | Encoding::UpperHex);
    let bytes = decode_hex(text.as_bytes());
    add(bytes.clone(), hex_mistake(text, wanted));
    add(decode_hex(&bytes), Some((Cause::ResultHexTwice, "The signature was encoded as hex twice.")));
    for engine in [BASE64, BASE64_URL] {
        let bytes = engine.decode(text).unwrap_or_default();
        let cause = if wants_hex { Cause::ResultBase64 } else { Cause::ResultHex };
        add(decode_hex(&bytes), Some((cause, "The signature's hex digits were encoded as base64.")));
        add(bytes, base64_mistake(text, wanted));
    }
    all
}

/// What is wrong with a signature in hex.
fn hex_mistake(text: &str, wanted: Encoding) -> Option<(Cause, &'static str)> {
    match wanted {
        Encoding::Hex if text.contains(|char: char| char.is_ascii_uppercase()) => {
            Some((Cause::ResultUpperCase, "The signature's hex digits are in upper case."))
        }
        Encoding::UpperHex if text.contains(|char: char| char.is_ascii_lowercase()) => {
            Some((Cause::ResultLowerCase, "The signature's hex digits are in lower case."))
        }
        Encoding::Hex | Encoding::UpperHex => None,
        Encoding::Base64 | Encoding::Base64Url => Some((Cause::ResultHex, "The signature is hex.")),
    }
}

/// What is wrong with a signature in base64 or base64url.
fn base64_mistake(text: &str, wanted: Encoding) -> Option<(Cause, &'static str)> {
    let is_url = text.contains(['-', '_']);
    let is_standard = text.contains(['+', '/']);
    let how = match wanted {
        Encoding::Hex | Encoding::UpperHex => return Some((Cause::ResultBase64, "The signature is base64.")),
        Encoding::Base64 if PADDED.decode(text).is_ok() => return None,
        Encoding::Base64Url if URL_SAFE_NO_PAD.decode(text).is_ok() => return None,
        Encoding::Base64 if is_url => "The signature is base64url.",
        Encoding::Base64 => "The signature lacks the padding of base64.",
        Encoding::Base64Url if is_standard => "The signature is standard base64.",
        Encoding::Base64Url => "The signature has the padding of standard base64.",
    };
    Some((Cause::ResultBase64Form, how))
}

/// The bytes of hex digits in either case; none where the text is not hex.
pub(super) fn decode_hex(text: &[u8]) -> Vec<u8> {
    let mut bytes = vec![0; text.len() / 2];
    match hex::decode_to_slice(text, &mut bytes) {
        Ok(()) => bytes,
        Err(_) => Vec::new(),
    }
}

/// Decodes a URL-encoded text; what would not be UTF-8 stays as it is.
pub(super) fn url_decode(text: &str) -> Cow<'_, str> {
    percent_decode_str(text).decode_utf8().unwrap_or(Cow::Borrowed(text))
}
