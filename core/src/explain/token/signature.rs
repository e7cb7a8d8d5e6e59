//! Who made a token's signature, and how.

use serde_json::Value;

use super::{
    budget::Budget,
    damage::{names_none, unsigned},
    input::{Form, inputs, signatures},
    keys::ReadableKey,
    shared::{explain_secret, is_signed_with_pem},
};
use crate::{
    algorithm::Family,
    error::{Code, Error},
    explain::finding::{Cause, Finding},
    key::{Method, other_methods},
    scheme::Jwt,
    token::{Token, TokenKey, select_keys},
};

/// A token whose signature is to be explained.
#[derive(Clone, Copy)]
pub(super) struct Sent<'a> {
    pub token: &'a Token<'a>,
    /// The token as the site wrote it.
    pub text: &'a str,
    /// The field's name.
    pub name: &'a str,
    /// The scheme's name.
    pub scheme: &'a str,
    pub jwt: &'a Jwt,
}

/// The finding for a token of another algorithm.
pub(super) fn explain_algorithm(
    token: &Token<'_>,
    keys: &[ReadableKey<'_>],
    jwt: &Jwt,
    budget: &mut Budget,
) -> Finding {
    let wanted = jwt.algorithm.name;
    if names_none(&token.header) {
        return unsigned();
    }
    if !jwt.algorithm.is_shared() && is_signed_with_pem(token, keys, budget) {
        let reason = "The site signed with HS256 and used the text of the public key as a shared secret.";
        let fix = format!(
            "Sign with {wanted} and the private key. With HS256 the public PEM is the secret, so everyone could sign."
        );
        return Finding::new(Cause::Hs256WithPem, Some("alg"), reason).with_fix(fix);
    }
    let error = token.kid(jwt.algorithm).err();
    let alg = token.header.get("alg").and_then(Value::as_str).filter(|alg| alg.eq_ignore_ascii_case(wanted));
    let in_other_case =
        alg.map(|alg| format!("The token's alg is {alg}. It must be {wanted}, in exactly these letters."));
    let reason = match (&in_other_case, &error) {
        (Some(reason), _) => reason,
        (None, error) => error.as_ref().map(Error::reason).unwrap_or_default(),
    };
    Finding::from(Error::about(Code::AlgorithmRefused, "alg", reason))
        .with_fix(format!("Sign with {wanted}, and write that name into the header."))
}

impl Sent<'_> {
    /// The findings about the signature. None if one of the keys made it as the algorithm says.
    pub fn check_signature(self, keys: &[ReadableKey<'_>], budget: &mut Budget) -> Vec<Finding> {
        let all: Vec<&TokenKey> = keys.iter().flat_map(|readable| &readable.keys).collect();
        if all.is_empty() {
            return Vec::new();
        }
        let kid = self.token.kid(self.jwt.algorithm).ok().flatten();
        let chosen = select_keys(kid, all.iter().copied());
        let candidates = chosen.as_deref().unwrap_or_default();
        let right: Vec<Vec<u8>> = inputs(self.token, self.text)
            .into_iter()
            .filter(|(mistake, _)| mistake.is_none())
            .map(|(_, input)| input)
            .collect();
        let mut verifies = |key: &&&TokenKey| {
            right.iter().any(|input| self.spend(input.len(), budget) && key.signed(None, input, &self.token.signature))
        };
        if candidates.iter().any(|key| verifies(&key)) {
            return Vec::new();
        }
        let is_candidate = |key: &&TokenKey| candidates.iter().any(|candidate| std::ptr::eq(*candidate, *key));
        let other = all.iter().filter(|key| !is_candidate(key)).find(|key| verifies(key)).copied();
        match (&chosen, other) {
            (Ok(_), None) => self.explain_signature(keys, candidates, budget),
            (Err(error), None) => vec![error.clone().into()],
            (Ok(_), Some(other)) => {
                let reason = format!("{} made the signature, but the token's kid names another key.", name_of(other));
                vec![Finding::new(Cause::KidOtherKey, Some("kid"), reason)]
            }
            (Err(error), Some(other)) => {
                let reason = format!("{} {} made the signature.", error.reason(), name_of(other));
                vec![Error::about(error.code(), "kid", reason).into()]
            }
        }
    }

    fn spend(&self, bytes: usize, budget: &mut Budget) -> bool {
        if self.jwt.algorithm.is_shared() { budget.spend_hash(bytes) } else { budget.spend_signature() }
    }

    fn explain_signature(
        &self,
        keys: &[ReadableKey<'_>],
        candidates: &[&TokenKey],
        budget: &mut Budget,
    ) -> Vec<Finding> {
        if self.jwt.algorithm.is_shared() {
            return explain_secret(self, keys, budget);
        }
        if let Some(findings) = self.find_mistakes(candidates, budget) {
            return findings;
        }
        self.find_cut().unwrap_or_else(|| vec![self.mismatch(candidates)])
    }

    fn mismatch(&self, keys: &[&TokenKey]) -> Finding {
        let fingerprints: Vec<String> = keys.iter().filter_map(|key| key.fingerprint()).collect();
        let reason = format!(
            "Another key signed the token, or someone changed it afterwards. The verifier's public keys have the SHA-256 fingerprints {}. The site can print its own: openssl pkey -in private.pem -pubout -outform DER | openssl dgst -sha256",
            fingerprints.join(", "),
        );
        Error::about(Code::SignatureMismatch, self.name, reason).into()
    }

    /// The mistakes with which one of these keys made the signature: one, or two at once.
    fn find_mistakes(&self, keys: &[&TokenKey], budget: &mut Budget) -> Option<Vec<Finding>> {
        let algorithm = self.jwt.algorithm;
        let signatures = signatures(self.token, self.text, algorithm);
        let inputs = inputs(self.token, self.text);
        let methods: Vec<Option<&Method>> = std::iter::once(None).chain(other_methods(algorithm).map(Some)).collect();
        for count in 1..=2 {
            for (form, signature) in &signatures {
                let keys: Vec<_> = keys.iter().filter(|key| key.signature_length() == Some(signature.len())).collect();
                for (what, input) in &inputs {
                    for method in &methods {
                        let mistakes =
                            usize::from(form.is_some()) + usize::from(what.is_some()) + usize::from(method.is_some());
                        if mistakes != count {
                            continue;
                        }
                        for key in &keys {
                            if !budget.spend_signature() {
                                return None;
                            }
                            if key.signed(*method, input, signature) {
                                let form = form.as_ref().map(|form| form.finding(self.name));
                                let what = what.as_ref().map(|what| what.finding(Some(self.name)));
                                let method = method.map(|method| self.about_method(method));
                                return Some([form, what, method].into_iter().flatten().collect());
                            }
                        }
                    }
                }
            }
        }
        None
    }

    fn about(&self, cause: Cause, reason: impl Into<Box<str>>) -> Finding {
        Finding::new(cause, Some(self.name), reason)
    }

    /// The finding for a method in place of the algorithm's own.
    fn about_method(&self, method: &Method) -> Finding {
        let (name, own, hash) = (self.jwt.algorithm.name, self.jwt.algorithm.hash.name(), method.hash.name());
        if method.is_pss {
            let reason = format!(
                "The right key made the signature, but as RSA-PSS with {hash}. {name} is RSA with PKCS #1 v1.5."
            );
            return self.about(Cause::TokenPadding, reason);
        }
        let reason = format!("The right key made the signature, but over the {hash} of the token. {name} uses {own}.");
        self.about(Cause::TokenHash, reason).with_fix(format!(
            "Sign with {own}, as {name} says. Some functions use SHA-1 unless they are told otherwise."
        ))
    }

    /// The finding for a signature that is too short, or that is the DER form of an EC signature.
    pub fn find_cut(&self) -> Option<Vec<Finding>> {
        let (length, algorithm) = (self.token.signature.len(), self.jwt.algorithm);
        let is_curve = matches!(algorithm.family, Family::P256 | Family::P384);
        if is_curve && self.token.signature.first() == Some(&0x30) && algorithm.signature_length() != Some(length) {
            let reason = "None of the verifier's keys made the signature that the DER stands for. Compare the keys.";
            let mismatch = Error::about(Code::SignatureMismatch, self.name, reason);
            return Some(vec![Form::der(algorithm).finding(self.name), mismatch.into()]);
        }
        // The smallest RSA key that is accepted, of 2048 bits, makes signatures of 256 bytes.
        let least = algorithm.signature_length().unwrap_or(256);
        if length >= least {
            return None;
        }
        let reason = format!(
            "The token's signature has {length} bytes, but an {} signature has {}{least}. The end of the token was cut off.",
            algorithm.name,
            if algorithm.family == Family::Rsa { "at least " } else { "" },
        );
        Some(vec![self.about(Cause::TokenCut, reason)])
    }
}

fn name_of(key: &TokenKey) -> String {
    let kid = key.kid().map_or_else(String::new, |kid| format!(" ({kid})"));
    format!("keys[{}]{kid}", key.position)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        explain::token::{budget::MOST_SIGNATURES, keys::read_keys},
        key::Key,
        scheme::{Scheme, Signature},
    };

    fn scheme(algorithm: &str) -> Scheme {
        Scheme::parse(&format!(
            "name = 'acme'\nvendor = 'Acme'\ndocument = 'https://acme.example'\nread = 2026-11-20\n[signature]\nkind = 'jwt'\nalgorithm = '{algorithm}'\n[signature.claims]\nsub = '{{id}}'\n[fields]\njwt = '{{signature}}'\n"
        ))
        .unwrap()
    }

    /// How many signatures are checked for a token with this signature.
    fn count(algorithm: &str, keys: &[String], signature: &[u8]) -> usize {
        use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL};
        let scheme = scheme(algorithm);
        let Signature::Jwt(jwt) = &scheme.model().signature else { panic!("the scheme has tokens") };
        let keys: Vec<Key<'_>> = keys.iter().map(Key::from).collect();
        let (readable, findings) = read_keys(&keys, jwt);
        assert!(findings.is_empty(), "{findings:?}");
        let header = BASE64URL.encode(format!(r#"{{"alg":"{algorithm}"}}"#));
        let text = format!("{header}.{}.{}", BASE64URL.encode(r#"{"sub":"42"}"#), BASE64URL.encode(signature));
        let mut budget = Budget::default();
        let token = Token::read(&text, 8192).unwrap();
        let sent = Sent { token: &token, text: &text, name: "jwt", scheme: "", jwt };
        assert!(!sent.check_signature(&readable, &mut budget).is_empty());
        budget.signatures
    }

    /// A public key with a modulus of so many bits, which nobody has the private key of.
    fn rsa(bits: usize, last: u8) -> String {
        use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL};
        let mut modulus = vec![0xc5; bits / 8];
        *modulus.last_mut().unwrap() = 2 * last + 1;
        format!(r#"{{"kty":"RSA","n":"{}","e":"AQAB"}}"#, BASE64URL.encode(modulus))
    }

    #[test]
    fn so_many_signatures_are_checked_at_most_also_with_the_largest_keys() {
        let largest: Vec<String> = (0..16).map(|at| rsa(8192, at)).collect();
        assert_eq!(count("RS256", &largest, &[7; 1024]), MOST_SIGNATURES);
        let one = rsa(2048, 1);
        assert!(count("RS256", std::slice::from_ref(&one), &[7; 256]) <= MOST_SIGNATURES);
        // A set is one of the sixteen, and its keys count as the others.
        let set = format!(r#"{{"keys":[{}]}}"#, vec![one; 16].join(","));
        assert_eq!(count("RS256", &vec![set; 16], &[7; 256]), MOST_SIGNATURES);
        let file = |name: &str| {
            std::fs::read_to_string(format!("{}/../tests/vectors/keys/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
        };
        for (algorithm, name, length) in [
            ("ES256", "ec-p256.public.pem", 64),
            ("ES384", "ec-p384.public.pem", 96),
            ("EdDSA", "ed25519.public.pem", 64),
        ] {
            let checked = count(algorithm, &vec![file(name); 16], &vec![7; length]);
            assert!((16..=MOST_SIGNATURES).contains(&checked), "{algorithm}: {checked}");
        }
    }

    /// A signature of another length belongs to no key, so nothing is computed for it.
    #[test]
    fn a_signature_of_another_length_costs_no_more_than_the_verifiers_check() {
        assert_eq!(count("RS256", &[rsa(2048, 1), rsa(4096, 1)], &[7; 300]), 2);
    }
}
