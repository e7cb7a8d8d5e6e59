//! How a result was written: what a signature may be meant to be.

use base64::{
    Engine,
    alphabet::{STANDARD, URL_SAFE},
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};

use super::finding::{Cause, Wrong};

/// A signature longer than this is not tried.
const LONGEST: usize = 1024;

/// The bytes of a result, and what is wrong with how it was written.
pub(super) struct Written {
    pub bytes: Vec<u8>,
    pub wrong: Vec<Wrong>,
}

/// Base64 with its padding or without, and whatever its last bits are: what people write is read.
const LENIENT: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_decode_padding_mode(DecodePaddingMode::Indifferent)
    .with_decode_allow_trailing_bits(true);
pub(super) const BASE64: GeneralPurpose = GeneralPurpose::new(&STANDARD, LENIENT);
pub(super) const BASE64_URL: GeneralPurpose = GeneralPurpose::new(&URL_SAFE, LENIENT);

type Step = fn(&str) -> Option<(Cause, &'static str, String)>;

/// What is taken off a signature, from the outside in.
const STEPS: [Step; 6] = [
    |text| Some((Cause::ResultSpace, "white space stands around it", text.trim().to_owned())),
    |text| Some((Cause::ResultQuotes, "it stands in quotes", text.trim_matches(['"', '\'']).to_owned())),
    |text| {
        let decoded = text.replace("%3D", "=").replace("%3d", "=").replace("%2B", "+").replace("%2b", "+");
        Some((Cause::ResultUrlEncoded, "it is URL-encoded", decoded.replace("%2F", "/").replace("%2f", "/")))
    },
    |text| {
        let long = |bare: &&str| bare.len() >= 32;
        let bare = text.strip_prefix("0x").or_else(|| text.split_once(['=', ':', ' ']).map(|(_, bare)| bare));
        Some((Cause::ResultPrefix, "something stands before it", bare.map(str::trim).filter(long)?.to_owned()))
    },
    |text| {
        let (digits, _) = text.split_once([' ', '\t']).filter(|(digits, _)| digits.len() >= 32)?;
        Some((Cause::ResultSpace, "something stands behind it", digits.to_owned()))
    },
    |text| {
        let pairs: Vec<&str> = text.split(['-', ':', ' ']).collect();
        let separated = pairs.len() >= 16 && pairs.iter().all(|pair| pair.len() == 2);
        separated.then(|| (Cause::ResultSeparated, "something stands between its digits", pairs.concat()))
    },
];

/// The results that a signature may be meant to be, those with the fewest mistakes first.
pub(super) fn results(signature: &str) -> Vec<Written> {
    if signature.len() > LONGEST {
        return Vec::new();
    }
    let mut texts: Vec<(String, Vec<Wrong>)> = vec![(signature.to_owned(), Vec::new())];
    for step in STEPS {
        let more: Vec<(String, Vec<Wrong>)> = texts
            .iter()
            .filter_map(|(text, wrong)| {
                let (cause, how, bare) = step(text).filter(|(_, _, bare)| bare != text)?;
                Some((bare, [wrong.as_slice(), &[(cause, how.to_owned())]].concat()))
            })
            .collect();
        texts.extend(more);
    }
    let mut results: Vec<Written> = texts.iter().flat_map(|(text, wrong)| decoded(text, wrong)).collect();
    results.sort_by_key(|result| result.wrong.len());
    results
}

fn decoded(text: &str, wrong: &[Wrong]) -> Vec<Written> {
    let mut all = Vec::new();
    let mut add = |bytes: Vec<u8>, further: Option<(Cause, &str)>| {
        if (16..=64).contains(&bytes.len()) {
            let further = further.map(|(cause, how)| (cause, how.to_owned()));
            all.push(Written { bytes, wrong: wrong.iter().cloned().chain(further).collect() });
        }
    };
    let bytes = hex::decode_to_vec(text.as_bytes());
    let upper = text.contains(|char: char| char.is_ascii_uppercase());
    add(bytes.clone(), upper.then_some((Cause::ResultUpperCase, "its hex digits are in upper case")));
    add(hex::decode_to_vec(&bytes), Some((Cause::ResultHexTwice, "its hex digits were written as hex once more")));
    for engine in [BASE64, BASE64_URL] {
        let bytes = engine.decode(text).unwrap_or_default();
        add(hex::decode_to_vec(&bytes), Some((Cause::ResultBase64, "its hex digits were written as base64")));
        add(bytes, Some((Cause::ResultBase64, "it is base64")));
    }
    all
}

/// The `hex` crate without a Result: nothing is what cannot be decoded. It reads both cases.
pub(super) mod hex {
    pub fn decode_to_vec(text: &[u8]) -> Vec<u8> {
        let mut bytes = vec![0; text.len() / 2];
        match ::hex::decode_to_slice(text, &mut bytes) {
            Ok(()) => bytes,
            Err(_) => Vec::new(),
        }
    }

    pub fn encode_to_vec(bytes: &[u8]) -> Vec<u8> {
        let mut digits = vec![0; 2 * bytes.len()];
        match ::hex::encode_to_slice(bytes, &mut digits) {
            Ok(()) => digits,
            Err(_) => Vec::new(),
        }
    }
}
