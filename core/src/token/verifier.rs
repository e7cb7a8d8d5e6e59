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
use crate::{forms::Encoding, hmac::HmacKey, key::Method};

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

    /// Whether this key signed a message, as its algorithm says or in another way.
    #[cfg(feature = "sign")]
    pub fn signed(&self, method: Option<&Method>, message: &[u8], signature: &[u8]) -> bool {
        match (&self.key, method) {
            (Verifying::Shared(key), _) => key.verify(message, signature),
            (Verifying::Public(key), None) => key.verify(message, signature),
            (Verifying::Public(key), Some(method)) => key.verify_otherwise(method, message, signature),
        }
    }

    /// The length of a public key's signatures.
    #[cfg(feature = "sign")]
    pub fn signature_length(&self) -> Option<usize> {
        match &self.key {
            Verifying::Shared(_) => None,
            Verifying::Public(key) => Some(key.signature_length),
        }
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
            "None of the verifier's keys has the token's kid. Add the key with this kid, or give a key this kid.",
        ));
    }
    Ok(selected)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::algorithm::ALGORITHMS;

    fn named(name: &str) -> &'static Algorithm {
        ALGORITHMS.iter().find(|algorithm| algorithm.name == name).unwrap()
    }

    fn read(key: &str, algorithm: &str) -> Result<Vec<TokenKey>> {
        read_keys(Key::from(key), 0, named(algorithm), SecretForm::Text)
    }

    fn verifies(keys: &[TokenKey], token: &str) -> bool {
        keys[0].verifies(&Token::read(token, 8192).unwrap())
    }

    /// The keys of RFC 7515 appendix A.3 and of RFC 8037 appendix A.2.
    const EC: &str = r#"{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}"#;
    const OKP: &str = r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;
    const ES256: &str = "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";
    const EDDSA: &str = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";

    #[test]
    fn the_examples_of_the_rfcs_verify() {
        assert!(verifies(&read(EC, "ES256").unwrap(), ES256));
        assert!(verifies(&read(OKP, "EdDSA").unwrap(), EDDSA));
        assert!(!verifies(&read(EC, "ES256").unwrap(), &ES256.replace(".DtE", ".EtE")));
    }

    /// RFC 7515 appendix A.1: the key is bytes, here as base64.
    #[cfg(feature = "sign")]
    #[test]
    fn the_example_of_a_shared_secret_verifies() {
        let key = "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ+EstJQLr/T+1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow==";
        let keys = read_keys(Key::from(key), 0, named("HS256"), SecretForm::Base64).unwrap();
        let token = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        assert!(verifies(&keys, token));
    }

    #[test]
    fn a_set_gives_the_keys_that_the_algorithm_can_use() {
        let with = |key: &str, more: &str| key.replace("}", &format!(",{more}}}"));
        let set = format!(
            r#"{{"keys":[{OKP},{},{},{{"kty":"oct","k":"AA"}},{}]}}"#,
            with(EC, r#""kid":"one","use":"sig""#),
            with(EC, r#""kid":"two","use":"enc""#),
            with(EC, r#""kid":"three","key_ops":["verify"],"alg":"ES256""#),
        );
        let keys = read(&set, "ES256").unwrap();
        assert_eq!(keys.iter().map(TokenKey::kid).collect::<Vec<_>>(), [Some("one"), Some("three")]);
        assert_eq!(read(&set, "ES384").err().unwrap().code(), Code::KeyAlgorithm);
    }

    #[test]
    fn a_jwk_that_cannot_verify_is_refused() {
        let with = |key: &str, more: &str| key.replace("}", &format!(",{more}}}"));
        for (key, algorithm, code) in [
            (EC.to_owned(), "ES384", Code::KeyAlgorithm),
            (EC.to_owned(), "RS256", Code::KeyAlgorithm),
            (OKP.to_owned(), "ES256", Code::KeyAlgorithm),
            (OKP.replace("Ed25519", "X25519"), "EdDSA", Code::KeyAlgorithm),
            (r#"{"kty":"oct","k":"AAAA"}"#.to_owned(), "ES256", Code::KeyAlgorithm),
            (with(EC, r#""use":"enc""#), "ES256", Code::KeyUse),
            (with(EC, r#""key_ops":["sign"]"#), "ES256", Code::KeyUse),
            (with(EC, r#""key_ops":"verify""#), "ES256", Code::KeyUse),
            (with(EC, r#""alg":"ES384""#), "ES256", Code::KeyUse),
            (with(EC, r#""d":"jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI""#), "ES256", Code::KeyPrivate),
            (with(EC, r#""kid":"""#), "ES256", Code::KidInvalid),
            (with(EC, r#""kid":5"#), "ES256", Code::KeyMalformed),
            (with(EC, r#""kty":"EC""#), "ES256", Code::KeyMalformed),
            (EC.replace("f83O", "g83O"), "ES256", Code::KeyMalformed),
            (EC.replace(r#""y":"x_FE"#, r#""y":"x_FEzRu9"#), "ES256", Code::KeyMalformed),
            (EC.replace("RVEU", "RVEU="), "ES256", Code::KeyMalformed),
            (r#"{"kty":"EC","crv":"P-256","x":""}"#.to_owned(), "ES256", Code::KeyMalformed),
            (r#"{"keys":[]}"#.to_owned(), "ES256", Code::KeyEmpty),
            (r#"{"keys":{}}"#.to_owned(), "ES256", Code::KeyMalformed),
            (r#"{"keys":[5]}"#.to_owned(), "ES256", Code::KeyMalformed),
            ("{}".to_owned(), "ES256", Code::KeyMalformed),
            (r#"{"kty":"RSA","n":"AQAB","e":"AQAB"}"#.to_owned(), "RS256", Code::KeyTooShort),
            (
                r#"{"kty":"OKP","crv":"Ed25519","x":"AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}"#.to_owned(),
                "EdDSA",
                Code::KeyWeak,
            ),
            (
                r#"{"kty":"OKP","crv":"Ed25519","x":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAIA"}"#.to_owned(),
                "EdDSA",
                Code::KeyWeak,
            ),
            (
                r#"{"kty":"OKP","crv":"Ed25519","x":"xxdqcD1N2E-6PAt2DRBnDyogU_osOczGTsf9d5KsA3o"}"#.to_owned(),
                "EdDSA",
                Code::KeyWeak,
            ),
            (
                r#"{"kty":"OKP","crv":"Ed25519","x":"7P_______________________________________38"}"#.to_owned(),
                "EdDSA",
                Code::KeyWeak,
            ),
        ] {
            assert_eq!(read(&key, algorithm).err().map(|error| error.code()), Some(code), "{key} for {algorithm}");
        }
    }

    #[test]
    fn a_key_has_the_kid_of_its_jwk_unless_the_caller_names_it() {
        let jwk = EC.replace("}", r#","kid":"own"}"#);
        assert_eq!(read(&jwk, "ES256").unwrap()[0].kid(), Some("own"));
        let named = |text: &str| read_keys(Key::from(text).kid("mine"), 0, named("ES256"), SecretForm::Text);
        assert_eq!(named(&jwk).unwrap()[0].kid(), Some("mine"));
        let set = format!(r#"{{"keys":[{jwk},{EC}]}}"#);
        assert_eq!(named(&set).err().unwrap().code(), Code::KidInvalid);
    }

    #[cfg(feature = "sign")]
    #[test]
    fn a_jwk_is_no_shared_secret() {
        for secret in [EC, r#" {"kty":"oct","k":"AAAA"}"#, r#"{"keys":[]}"#] {
            assert_eq!(read(secret, "HS256").err().unwrap().code(), Code::SecretIsJwk, "{secret}");
        }
    }
}
