//! The keys that verify tokens.

use jsonwebtoken::{crypto::JwtVerifier, signature};

use super::Token;
use crate::{
    algorithm::Algorithm,
    error::{Code, Error, Result},
    forms::SecretForm,
    key::{self, Key, PublicKey},
};
#[cfg(feature = "sign")]
use crate::{forms::Encoding, hmac::HmacKey};

/// A key, parsed once, and its name.
pub(crate) struct TokenKey {
    key: Verifying,
    kid: Option<String>,
    algorithm: &'static Algorithm,
    /// The position in the caller's list: a JWK set there gives several keys.
    pub position: usize,
}

enum Verifying {
    #[cfg(feature = "sign")]
    Shared(Box<HmacKey>),
    Public(PublicKey),
}

/// Reads the key at a position of the caller's list.
pub(crate) fn read_keys(
    key: Key<'_>,
    position: usize,
    algorithm: &'static Algorithm,
    form: SecretForm,
) -> Result<Vec<TokenKey>> {
    let named = |(key, kid)| TokenKey { key, kid, algorithm, position };
    if !algorithm.is_shared() {
        let keys = key::public(key, algorithm)?;
        return Ok(keys.into_iter().map(|(key, kid)| named((Verifying::Public(key), kid))).collect());
    }
    #[cfg(feature = "sign")]
    {
        let secret = key::shared(key.bytes, form)?;
        let shared = HmacKey::new(&secret, algorithm.hash, Encoding::Base64Url)?;
        Ok(vec![named((Verifying::Shared(Box::new(shared)), key.kid.map(str::to_owned)))])
    }
    #[cfg(not(feature = "sign"))]
    {
        let _ = form;
        Err(key::no_shared_secrets())
    }
}

impl TokenKey {
    /// Whether this key verifies the token's signature.
    pub fn verifies(&self, token: &Token<'_>) -> bool {
        signature::Verifier::verify(self, token.signed, &token.signature).is_ok()
    }

    /// The fingerprint of a public key.
    #[cfg(feature = "sign")]
    pub fn fingerprint(&self) -> Option<String> {
        match &self.key {
            Verifying::Shared(_) => None,
            Verifying::Public(key) => Some(key.fingerprint()),
        }
    }

    pub fn kid(&self) -> Option<&str> {
        self.kid.as_deref()
    }
}

impl signature::Verifier<Vec<u8>> for TokenKey {
    fn verify(&self, message: &[u8], signature: &Vec<u8>) -> std::result::Result<(), signature::Error> {
        let verifies = match &self.key {
            #[cfg(feature = "sign")]
            Verifying::Shared(key) => key.verify(message, signature),
            Verifying::Public(key) => key.verify(message, signature),
        };
        if verifies { Ok(()) } else { Err(signature::Error::new()) }
    }
}

impl JwtVerifier for TokenKey {
    fn algorithm(&self) -> jsonwebtoken::Algorithm {
        // The table of algorithms has no other names.
        self.algorithm.name.parse().unwrap_or_default()
    }
}

/// The keys to try for a token: the key with the token's `kid` where token and keys have kids, all keys otherwise.
pub(crate) fn select_keys<'a>(
    kid: Option<&str>,
    keys: impl IntoIterator<Item = &'a TokenKey> + Clone,
) -> Result<Vec<&'a TokenKey>> {
    let by_kid = kid.is_some() && keys.clone().into_iter().any(|key| key.kid.is_some());
    let selected: Vec<_> = keys.into_iter().filter(|key| !by_kid || key.kid.as_deref() == kid).collect();
    if selected.is_empty() {
        return Err(Error::about(
            Code::KeyUnknown,
            "kid",
            "None of the verifier's keys has the token's kid. Add the key with this kid, or sign without a kid.",
        ));
    }
    Ok(selected)
}
