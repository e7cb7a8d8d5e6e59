//! Reads secrets and key files, and says what is wrong with one that cannot be used.

mod advice;
#[cfg(test)]
mod conformance;
mod content;
mod damage;
mod fault;
mod identifier;
mod jwk;
#[cfg(feature = "sign")]
mod method;
mod pem;
#[cfg(feature = "sign")]
mod private;
mod public;
#[cfg(feature = "sign")]
mod shared;
mod ssh;
mod text;

#[cfg(feature = "sign")]
pub(crate) use damage::Damage;
#[cfg(not(feature = "sign"))]
use fault::Fault;
#[cfg(feature = "sign")]
pub(crate) use fault::Fault;
use fault::Purpose;
#[cfg(feature = "sign")]
pub(crate) use identifier::read_numbers;
#[cfg(feature = "sign")]
pub(crate) use method::{Method, other_methods};
#[cfg(feature = "sign")]
pub(crate) use private::PrivateKey;
pub(crate) use public::PublicKey;
#[cfg(feature = "sign")]
pub(crate) use shared::{SharedKey, shared};

use crate::{
    algorithm::Algorithm,
    error::{Code, Error, Result},
};

/// The longest secret and the longest key file, in bytes.
const LARGEST: usize = 64 * 1024;

/// A key that a verifier accepts, with a `kid` if it has one: the vendor's shared secret (text), or a public key as PEM, as a
/// JWK, or as a JWK set (RFC 7517).
///
/// ```
/// use visitorseal::Key;
///
/// let key = Key::from("the shared secret");
/// let key_with_kid = Key::from("the shared secret").kid("2026-11");
/// ```
#[derive(Clone, Copy)]
pub struct Key<'a> {
    pub(crate) bytes: &'a [u8],
    pub(crate) kid: Option<&'a str>,
}

impl<'a> Key<'a> {
    /// Names the key. A token with a `kid` in its header is then checked against the key of that name only. Without a name,
    /// a JWK has the `kid` that it states; the keys of a set keep theirs.
    #[must_use]
    pub fn kid(mut self, kid: &'a str) -> Self {
        self.kid = Some(kid);
        self
    }
}

impl<'a, T: AsRef<[u8]> + ?Sized> From<&'a T> for Key<'a> {
    fn from(bytes: &'a T) -> Self {
        Self { bytes: bytes.as_ref(), kid: None }
    }
}

impl std::fmt::Debug for Key<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Key").field("kid", &self.kid).finish_non_exhaustive()
    }
}

/// The private number of a key in PEM, in whatever form. The key's bytes stand in for one that is not found.
#[cfg(feature = "sign")]
pub(crate) fn private_number(pem: &[u8], algorithm: &Algorithm) -> Result<zeroize::Zeroizing<Vec<u8>>> {
    let der = pem::Block::read(pem)?.der;
    Ok(identifier::private_number(&der, algorithm.family).map_or(der.clone(), |number| number.to_vec().into()))
}

/// Reads the public keys of a PEM file, of a JWK or of a JWK set, each with its `kid`. The error says what to do with this key.
pub(crate) fn public(key: Key<'_>, algorithm: &Algorithm) -> Result<Vec<(PublicKey, Option<String>)>> {
    read_public(key, algorithm).map_err(|error| Fault::find(key.bytes, algorithm, Purpose::Verify, error).into_error())
}

/// Why the public keys of a file cannot be used.
#[cfg(feature = "sign")]
pub(crate) fn public_fault(key: Key<'_>, algorithm: &Algorithm) -> Option<Fault> {
    let error = read_public(key, algorithm).err()?;
    Some(Fault::find(key.bytes, algorithm, Purpose::Verify, error))
}

fn read_public(key: Key<'_>, algorithm: &Algorithm) -> Result<Vec<(PublicKey, Option<String>)>> {
    let own = key.kid.map(str::to_owned);
    if !jwk::is_json(key.bytes) {
        return PublicKey::from_pem(key.bytes, algorithm).map(|public| vec![(public, own)]);
    }
    if key.bytes.len() > LARGEST {
        return Err(Error::new(
            Code::KeyMalformed,
            "The key file is over 64 KiB. Pass a file with the site's keys alone.",
        ));
    }
    match (jwk::read(key.bytes, algorithm)?, own) {
        (jwk::Keys::One((public, kid)), own) => Ok(vec![(public, own.or(kid))]),
        (jwk::Keys::Set(keys), None) => Ok(keys),
        (jwk::Keys::Set(_), Some(_)) => {
            let reason = "A JWK set has no kid of its own, and its keys keep theirs. Pass the set without a kid.";
            Err(Error::new(Code::KidInvalid, reason))
        }
    }
}

/// The error for a shared secret in a build that verifies pairs of keys only.
#[cfg(not(feature = "sign"))]
pub(crate) fn no_shared_secrets() -> Error {
    Error::new(
        Code::NotOffered,
        "This build verifies tokens of key pairs only: the feature `sign` is off. Use a build with it for a shared secret.",
    )
}

fn too_short() -> Error {
    Error::new(Code::KeyTooShort, "The RSA key has fewer than 2048 bits. Make a new key: visitorseal keygen --out DIR")
}

fn too_long() -> Error {
    Error::new(Code::KeyUnsupported, "The RSA key has more than 8192 bits. Make a key of 2048 to 8192 bits.")
}
