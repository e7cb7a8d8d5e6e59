//! Why a token is refused: repairs keys, unwraps the token, and makes each of the verifier's checks.

use std::borrow::Cow;

use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use serde_json::Value;

use super::{
    Case, Explanation,
    encoding::url_decode,
    finding::{Cause, Finding},
    is_similar_name,
    token_secret::{explain_secret, is_signed_with_pem},
};
use crate::{
    algorithm::Family,
    error::{Code, Error, shortened},
    json::{self, Object},
    key::Key,
    scheme::{Jwt, Placeholder, Source},
    token::{Token, TokenKey, is_in_milliseconds, read_keys as read_token_keys, select_keys},
    verifier::{MAX_KEYS, TokenRequest, about_key},
    visitor::Visitor,
};

/// A key that could be read.
pub(super) struct ReadableKey<'a> {
    /// The secret's text, or the public key as PEM or JWK.
    pub text: Cow<'a, str>,
    /// A JWK set gives several.
    pub keys: Vec<TokenKey>,
}

impl Case<'_> {
    pub(super) fn explain_token(&self, keys: &[Key<'_>], jwt: &Jwt) -> Explanation {
        let (readable, mut findings) = read_keys(keys, jwt);
        if findings.is_empty() {
            match self.verify(keys) {
                Ok(key) => return self.explain_verified(key, keys),
                Err(error) if matches!(error.code(), Code::KidInvalid | Code::KeyCount) => findings.push(error.into()),
                Err(_) => {}
            }
        }
        let mut signed = Visitor::new();
        let (name, signature) = self.signature();
        match signature {
            None => {
                let error = Error::about(Code::SignatureMissing, name, "The page sent no token.");
                findings.push(error.into());
            }
            Some(value) => match unwrap_token(value, self.max_token, name, &mut findings) {
                Some(token) => signed = self.check_token(&token, &readable, name, jwt, &mut findings),
                None => findings.push(Finding::new(
                    Cause::TokenNotText,
                    Some(name),
                    format!("{name} is {}, not text.", json::type_name(value)),
                )),
            },
        }
        // The verifier reads the other fields last.
        let table = &self.scheme.model().fields;
        let mut beside = table.reader(self.settings, &[]).read(self.fields);
        findings.extend(beside.faults.into_iter().map(Finding::from));
        let copies = jwt.take_copies(table, &signed, &mut beside.visitor);
        findings.extend(copies.into_iter().map(Finding::from));
        Explanation::refused(findings)
    }

    /// Makes every check that the verifier makes, in its order, and continues where the verifier stops.
    /// Returns what the token says of the visitor.
    fn check_token(
        &self,
        text: &str,
        keys: &[ReadableKey<'_>],
        name: &str,
        jwt: &Jwt,
        findings: &mut Vec<Finding>,
    ) -> Visitor {
        let unreadable =
            |error: Error| find_damage(text, self.max_token, name).unwrap_or_else(|| error.with_field(name).into());
        let token = match Token::read(text, self.max_token) {
            Ok(token) => token,
            Err(error) => {
                findings.push(unreadable(error));
                return Visitor::new();
            }
        };
        let kid = token.kid(jwt.algorithm);
        let is_of_algorithm = kid.as_ref().err().is_none_or(|error| error.code() != Code::AlgorithmRefused);
        if !is_of_algorithm {
            findings.push(explain_algorithm(&token, keys, jwt));
        } else if let Err(error) = &kid {
            findings.push(error.clone().into());
        }
        if let Ok(kid) = kid
            && let Err(error) = jwt.check_kid(kid, self.settings)
        {
            findings.push(match kid {
                None => Finding::new(Cause::KidMissing, Some("kid"), error.reason()),
                Some(_) => error.into(),
            });
        }
        if !is_of_algorithm
            && !token.header.contains_key("kid")
            && let Err(error) = jwt.check_kid(None, self.settings)
        {
            findings.push(Finding::new(Cause::KidMissing, Some("kid"), error.reason()));
        }
        if is_of_algorithm {
            findings.extend(check_signature(&token, text, keys, name, jwt));
        }
        match token.claims() {
            Ok(claims) => self.check_claims(claims, jwt, findings),
            Err(error) => {
                findings.push(unreadable(error));
                Visitor::new()
            }
        }
    }

    fn check_claims(&self, claims: Object, jwt: &Jwt, findings: &mut Vec<Finding>) -> Visitor {
        let request = TokenRequest { scheme: self.scheme, settings: self.settings, now: self.now, leeway: self.leeway };
        let read = jwt.read_claims(claims.clone(), request);
        findings.extend(read.faults.into_iter().map(|error| explain_claim(error, &claims, jwt)));
        read.visitor
    }
}

/// The finding for one fault of the claims.
fn explain_claim(error: Error, claims: &Object, jwt: &Jwt) -> Finding {
    let field = error.field().unwrap_or_default();
    let is_end = jwt.claims.placeholder_at(field).is_some_and(|slot| matches!(slot.source, Source::Expires(_)));
    let value = claims.get(field);
    if error.code() == Code::ClaimMissing {
        let is_place = |claim: &&String| {
            let is_other = |slot: &Placeholder| !slot.is_made();
            *claim != field && is_similar_name(field, claim) && jwt.claims.placeholder(claim).is_none_or(is_other)
        };
        if let Some(similar) = claims.keys().find(is_place) {
            let reason = format!("The token has the claim {} in place of {field}.", shortened(similar));
            return Finding::new(Cause::ClaimCase, Some(field), reason);
        }
        if is_end {
            return Finding::new(
                Cause::ExpiryMissing,
                Some(field),
                "The token never expires, but this vendor demands a time.",
            );
        }
    }
    let number = value.and_then(Value::as_f64);
    if number.is_some_and(is_in_milliseconds) && matches!(field, "exp" | "nbf" | "iat") {
        return Finding::new(Cause::TimeInMilliseconds, Some(field), error.reason());
    }
    if is_end && error.code() == Code::ClaimValue && number.is_some_and(|number| number > 0.0) {
        return Finding::new(Cause::LifetimeTooLong, Some(field), error.reason());
    }
    error.into()
}

/// The finding for a token of another algorithm.
fn explain_algorithm(token: &Token<'_>, keys: &[ReadableKey<'_>], jwt: &Jwt) -> Finding {
    let wanted = jwt.algorithm.name;
    if !jwt.algorithm.is_shared() && is_signed_with_pem(token, keys) {
        let reason = "The site signed with HS256 and used the text of the public key as a shared secret.";
        let fix = format!(
            "Sign with {wanted} and the private key. With HS256 the public PEM is the secret, so everyone could sign."
        );
        return Finding::new(Cause::Hs256WithPem, Some("alg"), reason).with_fix(fix);
    }
    let error = token.kid(jwt.algorithm).err();
    let reason = error.as_ref().map(Error::reason).unwrap_or_default();
    Finding::from(Error::about(Code::AlgorithmRefused, "alg", reason)).with_fix(format!("Sign with {wanted}."))
}

fn check_signature(token: &Token<'_>, text: &str, keys: &[ReadableKey<'_>], name: &str, jwt: &Jwt) -> Option<Finding> {
    let all = || keys.iter().flat_map(|readable| &readable.keys);
    all().next()?;
    let candidates = match select_keys(token.kid(jwt.algorithm).ok().flatten(), all()) {
        Ok(candidates) => candidates,
        Err(error) => return Some(error.into()),
    };
    if candidates.iter().any(|key| key.verifies(token)) {
        return None;
    }
    if let Some(finding) = find_cut(token, name, jwt) {
        return Some(finding);
    }
    if jwt.algorithm.is_shared() {
        return Some(explain_secret(token, text, keys, name, jwt));
    }
    let fingerprints: Vec<String> = all().filter_map(TokenKey::fingerprint).collect();
    let reason = format!(
        "Another key signed the token, or someone changed it afterwards. The verifier's public keys have the SHA-256 fingerprints {}. The site can print its own: openssl pkey -in private.pem -pubout -outform DER | openssl dgst -sha256",
        fingerprints.join(", "),
    );
    Some(Error::about(Code::SignatureMismatch, name, reason).into())
}

/// The finding for a signature that is too short, or that is the DER form of an EC signature.
fn find_cut(token: &Token<'_>, name: &str, jwt: &Jwt) -> Option<Finding> {
    let (length, algorithm) = (token.signature.len(), jwt.algorithm);
    let is_curve = matches!(algorithm.family, Family::P256 | Family::P384);
    if is_curve && token.signature.first() == Some(&0x30) && algorithm.signature_length() != Some(length) {
        let reason =
            format!("The signature is DER, but an {} signature is r and s, one after the other.", algorithm.name);
        return Some(Finding::new(Cause::TokenSignatureForm, Some(name), reason).with_fix(
            "Write r and s as two numbers of the curve's length (IEEE P1363). A library for tokens does it by itself.",
        ));
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
    Some(Finding::new(Cause::TokenCut, Some(name), reason))
}

/// Reads the keys, repairs those that cannot be read where possible, and gives a finding for each fault.
fn read_keys<'a>(keys: &[Key<'a>], jwt: &Jwt) -> (Vec<ReadableKey<'a>>, Vec<Finding>) {
    let mut readable = Vec::new();
    let mut findings = Vec::new();
    let mut count = 0;
    let read = |key: Key<'_>, index| read_token_keys(key, index, jwt.algorithm, jwt.secret);
    for (index, key) in keys.iter().enumerate() {
        let text = std::str::from_utf8(key.bytes).unwrap_or_default();
        let error = match read(*key, index) {
            Ok(mut keys) => {
                // No verifier has more keys. A set of thousands would make thousands of tries and fingerprints.
                keys.truncate(MAX_KEYS.saturating_sub(count));
                count += keys.len();
                readable.push(ReadableKey { keys, text: Cow::Borrowed(text) });
                continue;
            }
            Err(error) => about_key(index, error),
        };
        let (repairs, pem) = if jwt.algorithm.is_shared() { Default::default() } else { repair_pem(text) };
        if repairs.is_empty() {
            findings.push(error.into());
            continue;
        }
        findings.extend(repairs.into_iter().map(|cause| Finding::new(cause, error.field(), error.reason())));
        if let Ok(keys) = read(Key { bytes: pem.as_bytes(), kid: key.kid }, index) {
            readable.push(ReadableKey { keys, text: Cow::Owned(pem) });
        }
    }
    (readable, findings)
}

/// The PEM inside a text, and the mistakes that were undone to get it, from the outside in.
fn repair_pem(text: &str) -> (Vec<Cause>, String) {
    let mut repairs = Vec::new();
    let mut text = text.trim().to_owned();
    let unquoted = ['"', '\''].iter().find_map(|quote| text.strip_prefix(*quote)?.strip_suffix(*quote));
    if let Some(unquoted) = unquoted.map(str::to_owned) {
        repairs.push(Cause::KeyQuoted);
        text = unquoted;
    }
    let decoded = STANDARD.decode(text.split_ascii_whitespace().collect::<String>()).unwrap_or_default();
    if let Ok(pem) = String::from_utf8(decoded)
        && pem.trim_start().starts_with("-----BEGIN ")
    {
        repairs.push(Cause::KeyBase64);
        text = pem;
    }
    if text.contains("\\n") && text.contains("-----BEGIN ") {
        repairs.push(Cause::KeyLiteralNewlines);
        text = text.replace("\\r", "").replace("\\n", "\n");
    }
    if text.starts_with("-----BEGIN ") { (repairs, text) } else { (Vec::new(), text) }
}

/// Whether a text has the form of a token, or begins like one: base64url of `{"`, and three parts.
pub(super) fn looks_like_token(text: &str) -> bool {
    text.starts_with("eyJ") && text.splitn(4, '.').count() == 3
}

/// The first token inside a list or object, at most four levels deep.
fn find_token(value: &Value, depth: usize) -> Option<&str> {
    match value {
        _ if depth > 4 => None,
        Value::String(text) => Some(text.as_str()).filter(|text| looks_like_token(text)),
        Value::Array(items) => items.iter().find_map(|item| find_token(item, depth + 1)),
        Value::Object(members) => members.values().find_map(|value| find_token(value, depth + 1)),
        _ => None,
    }
}

/// Removes what people put around a token, with a finding for each kind of layer. None where there is no token.
fn unwrap_token(value: &Value, largest: usize, name: &str, findings: &mut Vec<Finding>) -> Option<String> {
    let mut causes: Vec<Cause> = Vec::new();
    let mut found = |cause, reason: String| {
        if !causes.contains(&cause) {
            causes.push(cause);
            findings.push(Finding::new(cause, Some(name), reason));
        }
    };
    let mut text = match value {
        Value::String(text) => text.clone(),
        wrapper => {
            let token = find_token(wrapper, 0)?;
            found(Cause::TokenInObject, format!("{name} is {} that contains the token.", json::type_name(wrapper)));
            token.to_owned()
        }
    };
    // A token has none of the characters that are removed here, so the layers may come in any order.
    for _ in 0..6 {
        let trimmed = text.trim();
        if trimmed.len() > largest.saturating_mul(4) {
            break;
        }
        let json = trimmed.starts_with(['{', '[']).then(|| serde_json::from_str::<Value>(trimmed).ok()).flatten();
        let (cause, reason, next) = if let Some(token) = json.as_ref().and_then(|json| find_token(json, 0)) {
            (Cause::TokenInObject, "is the JSON of an object or list that contains the token", token.to_owned())
        } else if let Some(rest) = strip_bearer(trimmed) {
            (Cause::TokenBearer, "has a word such as Bearer before the token", rest.to_owned())
        } else if trimmed.len() != text.len()
            || trimmed.contains(['"', '\'', '\\'])
            || trimmed.contains(char::is_whitespace)
        {
            let is_kept = |char: &char| !char.is_whitespace() && !"\"'\\".contains(*char);
            let next: String = trimmed.strip_prefix("b'").unwrap_or(trimmed).chars().filter(is_kept).collect();
            (Cause::TokenQuoted, "has quotes or white space around the token or in it", next)
        } else if trimmed.contains('%') {
            (Cause::TokenUrlEncoded, "is URL-encoded", url_decode(trimmed).into_owned())
        } else {
            break;
        };
        found(cause, format!("{name} {reason}."));
        text = next;
    }
    Some(text)
}

fn strip_bearer(text: &str) -> Option<&str> {
    const WORDS: [&str; 6] = ["authorization:", "bearer ", "bearer:", "bearer+", "bearer%20", "jwt "];
    WORDS.iter().find_map(|word| {
        let (start, rest) = text.split_at_checked(word.len())?;
        start.eq_ignore_ascii_case(word).then_some(rest.trim_start())
    })
}

/// Why a text is not a readable token: a digest, an encrypted token, or a token that was cut.
fn find_damage(text: &str, largest: usize, name: &str) -> Option<Finding> {
    let found = |cause, reason: &str| Some(Finding::new(cause, Some(name), format!("{name} {reason}.")));
    if text.len() > largest {
        return None;
    }
    let parts: Vec<&str> = text.split('.').take(6).collect();
    let begins_like_token = text.starts_with("eyJ");
    match parts.as_slice() {
        [digest] if [40, 64, 128].contains(&digest.len()) && digest.bytes().all(|byte| byte.is_ascii_hexdigit()) => {
            found(Cause::TokenIsDigest, "is a digest in hex")
        }
        [_, _, _, _, _] if begins_like_token => {
            found(Cause::TokenEncrypted, "has the five parts of an encrypted token")
        }
        [_] | [_, _] if begins_like_token => {
            found(Cause::TokenCut, "begins like a token and lacks the last of its three parts")
        }
        [header, payload, _] if begins_like_token && [header, payload].iter().any(|part| is_cut(part)) => {
            found(Cause::TokenCut, "has a part that ends in the middle")
        }
        [_, _, signature]
            if begins_like_token && is_base64url(signature) && URL_SAFE_NO_PAD.decode(signature).is_err() =>
        {
            found(Cause::TokenCut, "has a signature that ends in the middle of a byte")
        }
        _ => None,
    }
}

/// Whether the base64 or the JSON of a part ends in the middle.
fn is_cut(part: &str) -> bool {
    match URL_SAFE_NO_PAD.decode(part) {
        Ok(bytes) => serde_json::from_slice::<Value>(&bytes).is_err_and(|error| error.is_eof()),
        Err(_) => is_base64url(part),
    }
}

fn is_base64url(part: &str) -> bool {
    part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}
