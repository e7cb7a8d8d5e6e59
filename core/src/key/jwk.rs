//! JSON Web Keys and sets of them (RFC 7517), for public keys (RFC 7518 section 6, RFC 8037 section 2).

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::Value;

use super::{identifier::another, public::PublicKey};
use crate::{
    algorithm::{Algorithm, Family},
    error::{Code, Error, Result},
    json::{self, Object},
    scheme::check_kid,
};

/// A key with the `kid` that its JWK states.
pub(super) type Named = (PublicKey, Option<String>);

/// Whether a text is JSON and not PEM.
pub(super) fn is_json(bytes: &[u8]) -> bool {
    bytes.trim_ascii_start().first() == Some(&b'{')
}

/// Whether a text is a JWK or a set of them, well-formed or not: JSON with the member `kty` or `keys`.
#[cfg(feature = "sign")]
pub(super) fn is_jwk(bytes: &[u8]) -> bool {
    let holds = |member: &[u8]| bytes.windows(member.len()).any(|window| window == member);
    matches!(bytes.trim_ascii_start(), [b'{' | b'[', ..]) && (holds(b"\"kty\"") || holds(b"\"keys\""))
}

/// A JWK, or the keys of a set that an algorithm can use.
pub(super) enum Keys {
    One(Named),
    Set(Vec<Named>),
}

/// Reads a JWK or a set of them.
pub(super) fn read(bytes: &[u8], algorithm: &Algorithm) -> Result<Keys> {
    let object = json::object(bytes).map_err(|what| malformed(&format!("{what} Pass the JWK unchanged.")))?;
    let Some(keys) = object.get("keys") else {
        return read_one(&object, algorithm).map(Keys::One);
    };
    let Value::Array(keys) = keys else {
        return Err(malformed("The member keys of the JWK set is not a list. Pass the set unchanged."));
    };
    let mut usable = Vec::new();
    let mut last = None;
    for key in keys {
        let Value::Object(key) = key else {
            return Err(malformed("The JWK set holds something other than keys. Pass the set unchanged."));
        };
        match read_one(key, algorithm) {
            Ok(key) => usable.push(key),
            Err(error) if error.code() == Code::KeyPrivate => return Err(error),
            // A set has keys for other purposes too, and those that cannot be used are ignored (RFC 7517 section 5).
            Err(error) => last = Some(error),
        }
    }
    match (usable.is_empty(), last) {
        (false, _) => Ok(Keys::Set(usable)),
        (true, Some(error)) => Err(error),
        (true, None) => {
            Err(Error::new(Code::KeyEmpty, "The JWK set has no keys. Pass the set of the site's public keys."))
        }
    }
}

fn read_one(key: &Object, algorithm: &Algorithm) -> Result<Named> {
    let Some(kty) = text(key, "kty")? else {
        return Err(malformed("The JSON is no JWK: kty is missing. Pass a PEM key, a JWK or a JWK set."));
    };
    let crv = text(key, "crv")?;
    let family = match (kty, crv) {
        ("RSA", _) => Some(Family::Rsa),
        ("EC", Some("P-256")) => Some(Family::P256),
        ("EC", Some("P-384")) => Some(Family::P384),
        ("OKP", Some("Ed25519")) => Some(Family::Ed25519),
        ("oct", _) => Some(Family::Hmac),
        _ => None,
    };
    if family != Some(algorithm.family) {
        let found = family.map_or("a JWK of another kind", Family::about);
        return Err(another(found, algorithm));
    }
    if holds_private(key) {
        let reason = "This is a private key, but verifying needs the public key. Remove the members d, p, q, dp, dq and qi from the JWK.";
        return Err(Error::new(Code::KeyPrivate, reason));
    }
    check_use(key, algorithm)?;
    let kid = text(key, "kid")?;
    if let Some(Err(reason)) = kid.map(check_kid) {
        return Err(Error::about(Code::KidInvalid, "kid", reason));
    }
    let public = match algorithm.family {
        Family::Rsa => PublicKey::from_numbers(&number(key, "n")?, &number(key, "e")?, algorithm),
        Family::P256 | Family::P384 => {
            let point = [vec![0x04], coordinate(key, "x", algorithm)?, coordinate(key, "y", algorithm)?].concat();
            PublicKey::from_point(&point, algorithm)
        }
        Family::Ed25519 | Family::Hmac => PublicKey::from_point(&coordinate(key, "x", algorithm)?, algorithm),
    }?;
    Ok((public, kid.map(str::to_owned)))
}

/// The members of a private key. RFC 7518 section 6.3.2 has several for RSA, and each of them gives the key away.
const PRIVATE: [&str; 7] = ["d", "p", "q", "dp", "dq", "qi", "oth"];

fn holds_private(key: &Object) -> bool {
    PRIVATE.iter().any(|member| key.contains_key(*member))
}

/// Whether a JWK or a set of them holds a private key. None for other JSON.
pub(super) fn is_private(bytes: &[u8]) -> Option<bool> {
    let object = json::object(bytes).ok()?;
    match object.get("keys") {
        Some(Value::Array(keys)) => Some(keys.iter().filter_map(Value::as_object).any(holds_private)),
        _ => object.contains_key("kty").then(|| holds_private(&object)),
    }
}

/// A JWK or a set of them without what makes it private.
pub(super) fn without_private(bytes: &[u8]) -> Option<String> {
    let mut object = json::object(bytes).ok()?;
    let mut strip = |key: &mut Object| key.retain(|member, _| !PRIVATE.contains(&member.as_str()));
    match object.get_mut("keys") {
        Some(Value::Array(keys)) => keys.iter_mut().filter_map(Value::as_object_mut).for_each(&mut strip),
        _ => strip(&mut object),
    }
    Some(json::text(&object))
}

/// What a JWK says that it is for (RFC 7517 sections 4.2 to 4.4).
fn check_use(key: &Object, algorithm: &Algorithm) -> Result<()> {
    let forbids = |member: &str, wanted: &str| {
        let reason = format!("The {member} of this JWK forbids its use. Pass a key whose {member} is {wanted}.");
        Err(Error::about(Code::KeyUse, member, reason))
    };
    // RFC 9864 gives EdDSA with this curve a name of its own.
    let names = |alg: &str| alg == algorithm.name || (algorithm.family == Family::Ed25519 && alg == "Ed25519");
    if text(key, "alg")?.is_some_and(|alg| !names(alg)) {
        return forbids("alg", algorithm.name);
    }
    if text(key, "use")?.is_some_and(|purpose| purpose != "sig") {
        return forbids("use", "sig");
    }
    match key.get("key_ops") {
        None => Ok(()),
        Some(Value::Array(operations)) if operations.iter().any(|operation| operation == "verify") => Ok(()),
        Some(_) => forbids("key_ops", "[\"verify\"]"),
    }
}

fn text<'a>(key: &'a Object, member: &str) -> Result<Option<&'a str>> {
    match key.get(member) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(other) => Err(malformed(&format!(
            "The {member} of the JWK is {}, not text. Copy the key again.",
            json::type_name(other)
        ))),
    }
}

fn bytes(key: &Object, member: &str) -> Result<Vec<u8>> {
    let text =
        text(key, member)?.ok_or_else(|| malformed(&format!("The JWK has no {member}. Copy the whole key again.")))?;
    URL_SAFE_NO_PAD.decode(text).map_err(|_| {
        malformed(&format!("The {member} of the JWK is not base64url without padding. Copy the key again."))
    })
}

/// A coordinate of a point. Leading zeros stay (RFC 7518 section 6.2.1.2, RFC 8037 section 2).
fn coordinate(key: &Object, member: &str, algorithm: &Algorithm) -> Result<Vec<u8>> {
    let bytes = bytes(key, member)?;
    match algorithm.family.coordinate_length() {
        Some(length) if bytes.len() != length => Err(malformed(&format!(
            "The {member} of the JWK has {} bytes, not {length}. Copy the key again.",
            bytes.len()
        ))),
        _ => Ok(bytes),
    }
}

/// The bytes of a number without leading zeros, which some writers add (RFC 7518 section 6.3.1.1).
fn number(key: &Object, member: &str) -> Result<Vec<u8>> {
    let bytes = bytes(key, member)?;
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
    Ok(bytes.get(zeros..).unwrap_or_default().to_vec())
}

fn malformed(reason: &str) -> Error {
    Error::new(Code::KeyMalformed, reason)
}
