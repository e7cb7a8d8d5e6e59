//! Keys in the forms of SSH (RFC 4253 section 6.6, RFC 5656, RFC 8709, OpenSSH's PROTOCOL.key).

use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use zeroize::Zeroizing;

use super::{
    content::{Content, Kind, Public},
    identifier::KeyType,
};
use crate::algorithm::Family;

/// What begins OpenSSH's private keys.
const MAGIC: &[u8] = b"openssh-key-v1\0";

/// The names of SSH's keys, each with what the key is for.
const NAMES: [(&str, KeyType); 9] = [
    ("ssh-rsa", KeyType::Known(Family::Rsa)),
    ("ecdsa-sha2-nistp256", KeyType::Known(Family::P256)),
    ("ecdsa-sha2-nistp384", KeyType::Known(Family::P384)),
    ("ecdsa-sha2-nistp521", KeyType::Other("an EC key on the curve P-521")),
    ("ssh-ed25519", KeyType::Known(Family::Ed25519)),
    ("ssh-ed448", KeyType::Other("an Ed448 key")),
    ("ssh-dss", KeyType::Other("a DSA key")),
    ("sk-ecdsa-sha2-nistp256@openssh.com", KeyType::Other("a key of a security device")),
    ("sk-ssh-ed25519@openssh.com", KeyType::Other("a key of a security device")),
];

/// The next text of SSH: its length in four bytes, then its bytes (RFC 4251 section 5).
fn take<'a>(bytes: &mut &'a [u8]) -> Option<&'a [u8]> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    let (text, rest) = rest.split_at_checked(u32::from_be_bytes(*length).try_into().ok()?)?;
    *bytes = rest;
    Some(text)
}

/// The key in these bytes; what follows it does not matter.
pub(super) fn read(bytes: &[u8]) -> Option<Content> {
    if let Some(mut rest) = bytes.strip_prefix(MAGIC) {
        let [_cipher, _derivation, _options] = [take(&mut rest)?, take(&mut rest)?, take(&mut rest)?];
        let (_count, mut rest) = rest.split_first_chunk::<4>()?;
        let (key_type, public) = read_public(take(&mut rest)?)?;
        let bytes = Zeroizing::new(bytes.to_vec());
        return Some(Content { kind: Kind::SshPrivate, key_type: Some(key_type), bytes, public });
    }
    let (key_type, public) = read_public(bytes)?;
    Some(Content { kind: Kind::SshPublic, key_type: Some(key_type), bytes: bytes.to_vec().into(), public })
}

fn read_public(mut bytes: &[u8]) -> Option<(KeyType, Option<Public>)> {
    let name = take(&mut bytes)?;
    let (_, key_type) = NAMES.into_iter().find(|(known, _)| known.as_bytes() == name)?;
    Some((key_type, jwk(key_type, bytes).map(Public::Jwk)))
}

/// The public key as a JWK (RFC 7518 section 6, RFC 8037 section 2).
fn jwk(key_type: KeyType, mut rest: &[u8]) -> Option<String> {
    let encode = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
    let curve = |name: &str, size: usize| {
        let mut rest = rest;
        let _curve = take(&mut rest)?;
        let (x, y) = take(&mut rest)?.strip_prefix(&[4])?.split_at_checked(size)?;
        Some(format!(r#"{{"kty":"EC","crv":"{name}","x":"{}","y":"{}"}}"#, encode(x), encode(y)))
    };
    match key_type {
        KeyType::Known(Family::Rsa) => {
            let (exponent, modulus) = (take(&mut rest)?, take(&mut rest)?);
            Some(format!(r#"{{"kty":"RSA","n":"{}","e":"{}"}}"#, encode(modulus), encode(exponent)))
        }
        KeyType::Known(Family::P256) => curve("P-256", 32),
        KeyType::Known(Family::P384) => curve("P-384", 48),
        KeyType::Known(Family::Ed25519) => {
            Some(format!(r#"{{"kty":"OKP","crv":"Ed25519","x":"{}"}}"#, encode(take(&mut rest)?)))
        }
        KeyType::Known(Family::Hmac) | KeyType::Other(_) => None,
    }
}

/// The public key in a line of a `.pub` file, or in a file of RFC 4716.
pub(super) fn find(text: &str) -> Option<Content> {
    if let Some((_, file)) = text.split_once("BEGIN SSH2 PUBLIC KEY") {
        // The base64 of the length of the name. Headers stand before it.
        let (_, rest) = file.split_at(file.find("AAAA")?);
        let (body, _) = rest.split_once('-').unwrap_or((rest, ""));
        let body: String = body.split_whitespace().collect();
        let key = read(&STANDARD.decode(body).ok()?)?;
        return Some(Content { kind: Kind::SshFile, ..key });
    }
    text.lines().find_map(|line| {
        let mut words = line.split_ascii_whitespace();
        let is_name = words.next().is_some_and(|name| NAMES.iter().any(|(known, _)| *known == name));
        let key = words.next().filter(|_| is_name)?;
        read(&STANDARD.decode(key).ok()?)
    })
}
