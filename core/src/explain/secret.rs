//! What sites use in place of the secret.

use base64::{Engine, engine::general_purpose::STANDARD};
use zeroize::Zeroizing;

use super::{
    finding::{Cause, Wrong},
    written::{BASE64, BASE64_URL, hex},
};

/// A secret longer than this is tried only as it is.
const LONGEST: usize = 1024;

/// A key that may have been used, and what would have been wrong with it.
pub(super) struct Secret {
    pub bytes: Zeroizing<Vec<u8>>,
    pub wrong: Vec<Wrong>,
}

/// What may have been used for a secret: the secret itself first, those with two mistakes last.
pub(super) fn secrets(secret: &[u8]) -> Vec<Secret> {
    let mut all = List(vec![Secret { bytes: Zeroizing::new(secret.to_vec()), wrong: Vec::new() }]);
    if secret.len() > LONGEST {
        return all.0;
    }
    let space = (Cause::SecretSpace, "the site's secret and this one differ in white space at an end");
    let quotes = (Cause::SecretQuotes, "the site's secret and this one differ in quotes around it");
    let bare = secret.trim_ascii();
    all.push(bare.to_vec(), &[space]);
    for (before, after) in [("", "\n"), ("", "\r\n"), ("", " "), (" ", ""), (" ", " "), ("", "\r"), ("", "\t")] {
        all.push([before.as_bytes(), secret, after.as_bytes()].concat(), &[space]);
    }
    for quote in [b"\"", b"'"] {
        let strip =
            |text: &[u8]| text.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote)).map(<[u8]>::to_vec);
        all.push([quote, secret, quote].concat(), &[quotes]);
        all.push(strip(secret).unwrap_or_default(), &[quotes]);
        all.push(strip(bare).unwrap_or_default(), &[quotes, space]);
        for end in ["\n", "\r\n"] {
            all.push([quote, secret, quote, end.as_bytes()].concat(), &[quotes, space]);
            all.push([quote, secret, end.as_bytes(), quote].concat(), &[quotes, space]);
        }
    }
    all.push(hex::decode_to_vec(secret), &[(Cause::SecretHex, "the secret was decoded from hex")]);
    for engine in [BASE64, BASE64_URL] {
        let decoded = engine.decode(secret).unwrap_or_default();
        all.push(decoded, &[(Cause::SecretBase64, "the secret was decoded from base64")]);
    }
    all.push(hex::encode_to_vec(secret), &[(Cause::SecretHex, "the secret was written as hex and not decoded")]);
    let encoded = STANDARD.encode(secret).into_bytes();
    all.push(encoded, &[(Cause::SecretBase64, "the secret was written as base64 and not decoded")]);
    all.0
}

struct List(Vec<Secret>);

impl List {
    fn push(&mut self, bytes: Vec<u8>, wrong: &[(Cause, &str)]) {
        let bytes = Zeroizing::new(bytes);
        if !bytes.is_empty() && self.0.iter().all(|known| known.bytes != bytes) {
            let wrong = wrong.iter().map(|(cause, how)| (*cause, (*how).to_owned())).collect();
            self.0.push(Secret { bytes, wrong });
        }
    }
}
