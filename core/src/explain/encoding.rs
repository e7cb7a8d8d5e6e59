//! The bytes that a signature may stand for, however it is written.

use std::{borrow::Cow, rc::Rc};

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
    finding::Cause,
    mistake::Mistake,
    sorted_by,
    transformation::{Side, TABLE},
};
use crate::forms::{Encoding, Hash};

/// A longer signature is not tried.
const LONGEST: usize = 1024;
/// At most so many changes are taken off a signature.
const MOST_LAYERS: usize = 3;
/// At most so many texts are read.
const MOST_TEXTS: usize = 48;

/// What a signature is called in a sentence.
const NAME: &str = "the signature";

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

/// The bytes that a signature may stand for, those with the fewest mistakes first.
pub(super) fn decode_signature(signature: &str, wanted: Encoding) -> Vec<DecodedSignature> {
    if signature.len() > LONGEST {
        return Vec::new();
    }
    let decoded = unwrap(signature).iter().flat_map(|(text, mistakes)| decode_text(text, mistakes, wanted)).collect();
    sorted_by(decoded, |signature: &DecodedSignature| signature.mistakes.len())
}

/// The texts within a signature, with the changes that are taken back to read them.
pub(super) fn unwrap(signature: &str) -> Vec<(Vec<u8>, Vec<Mistake>)> {
    let name = Rc::from(NAME);
    let mut texts = vec![(signature.as_bytes().to_vec(), Vec::new())];
    let mut at = 0;
    while let Some((text, mistakes)) = texts.get(at).cloned() {
        at += 1;
        if mistakes.len() == MOST_LAYERS {
            continue;
        }
        for row in TABLE {
            let Some(mistake) = Mistake::changed(row, Side::Result, &name) else { continue };
            for form in row.apply(Side::Result, &text) {
                if texts.len() < MOST_TEXTS && texts.iter().all(|(known, _)| *known != form) {
                    texts.push((form, [mistakes.as_slice(), std::slice::from_ref(&mistake)].concat()));
                }
            }
        }
    }
    texts
}

/// The bytes of hex and base64 that are as long as those of a hash, with one more mistake where the scheme does not write
/// them so.
fn decode_text(text: &[u8], mistakes: &[Mistake], wanted: Encoding) -> Vec<DecodedSignature> {
    let mut all = Vec::new();
    let mut add = |bytes: Vec<u8>, further: Option<(Cause, &str)>| {
        if (16..=64).contains(&bytes.len()) {
            let further = further.map(|(cause, how)| Mistake::told(cause, how));
            all.push(DecodedSignature { bytes, mistakes: mistakes.iter().cloned().chain(further).collect() });
        }
    };
    let Ok(text) = std::str::from_utf8(text) else { return all };
    let wants_hex = matches!(wanted, Encoding::Hex | Encoding::UpperHex);
    // These transformations give hex whatever the scheme's encoding is.
    let is_given = mistakes.iter().any(|mistake| matches!(mistake.cause(), Cause::ResultBytes | Cause::ResultNumber));
    let twice = if wants_hex { Cause::ResultHexTwice } else { Cause::ResultBase64Form };
    let bytes = decode_hex(text.as_bytes());
    add(decode_hex(&bytes), Some((Cause::ResultHexTwice, "The signature was encoded as hex twice.")));
    add(BASE64.decode(&bytes).unwrap_or_default(), Some((twice, "The signature's base64 was encoded as hex.")));
    add(
        read_as_latin1(&bytes),
        Some((Cause::ResultBytes, "The signature's bytes were read as text before they were encoded.")),
    );
    add(bytes, hex_mistake(text, wanted).filter(|_| !is_given));
    for engine in [BASE64, BASE64_URL] {
        let bytes = engine.decode(text).unwrap_or_default();
        let cause = if wants_hex { Cause::ResultBase64 } else { Cause::ResultHex };
        add(decode_hex(&bytes), Some((cause, "The signature's hex digits were encoded as base64.")));
        let inner = BASE64.decode(&bytes).unwrap_or_default();
        let cause = if wants_hex { Cause::ResultBase64 } else { Cause::ResultBase64Form };
        add(inner, Some((cause, "The signature was encoded as base64 twice.")));
        add(
            read_as_latin1(&bytes),
            Some((Cause::ResultBytes, "The signature's bytes were read as text before they were encoded.")),
        );
        add(bytes, base64_mistake(text, wanted));
    }
    all
}

/// The bytes of a text whose characters are those of Latin-1; none where it is not such a text, or ASCII.
fn read_as_latin1(utf8: &[u8]) -> Vec<u8> {
    let text = std::str::from_utf8(utf8).unwrap_or_default();
    let bytes: Option<Vec<u8>> = text.chars().map(|char| u8::try_from(u32::from(char)).ok()).collect();
    bytes.filter(|bytes| bytes.len() < utf8.len()).unwrap_or_default()
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

/// A signature of which some digits may be lost, so that it can only be compared.
pub(super) struct LossySignature<'a> {
    text: &'a str,
    lower: String,
    wanted: Encoding,
    name: Rc<str>,
}

impl<'a> LossySignature<'a> {
    /// None for a text of which so much is lost that it tells nothing, or that is as long as the digest or too long.
    pub fn read(text: &'a str, wanted: Encoding, decoded: &[DecodedSignature], hash: Hash) -> Option<Self> {
        let text = if text.contains('\u{fffd}') { text } else { text.trim().trim_end_matches(['.', '…', '*']) };
        // The first 43 digits of hex are 32 bytes of base64 too.
        let is_short_hex = text.len() < 2 * hash.length() && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let is_whole = !is_short_hex && decoded.iter().any(|signature| signature.bytes.len() == hash.length());
        let lower = text.to_ascii_lowercase();
        (!is_whole && (16..600).contains(&text.len())).then(|| Self { text, lower, wanted, name: Rc::from(NAME) })
    }

    /// The mistakes that make this text of a digest.
    pub fn compare(&self, digest: &[u8]) -> Option<Vec<Mistake>> {
        let is_made_of = |written: &str, text: &str| {
            TABLE.iter().find(|row| row.loses.is_some_and(|loses| loses(written.as_bytes(), text.as_bytes())))
        };
        let changed = |row| Mistake::changed(row, Side::Result, &self.name);
        let hex = hex::encode(digest);
        if let Some(row) = is_made_of(&hex, &self.lower).or_else(|| is_made_of(&hex, self.text)) {
            let further = hex_mistake(self.text, self.wanted).filter(|_| self.text.is_ascii());
            let further = further.map(|(cause, how)| Mistake::told(cause, how));
            return Some(changed(row).into_iter().chain(further).collect());
        }
        let is_url = self.wanted == Encoding::Base64Url;
        let base64 = if is_url { URL_SAFE_NO_PAD.encode(digest) } else { PADDED.encode(digest) };
        let lost = changed(is_made_of(&base64, self.text)?)?;
        let wants_hex = matches!(self.wanted, Encoding::Hex | Encoding::UpperHex);
        let further = wants_hex.then(|| Mistake::told(Cause::ResultBase64, "The signature is base64."));
        Some([lost].into_iter().chain(further).collect())
    }
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
