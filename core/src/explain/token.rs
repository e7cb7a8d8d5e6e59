//! Why a token is refused: repairs keys, unwraps the token, and makes each of the verifier's checks.

mod budget;
mod claims;
mod damage;
mod input;
mod keys;
mod shared;
mod signature;
mod times;
mod wrapper;

pub(super) use wrapper::looks_like_token;

use super::{
    Case, Explanation,
    finding::{Cause, Finding},
};
use crate::{
    error::{Code, Error},
    key::Key,
    scheme::Jwt,
    token::Token,
    visitor::Visitor,
};
use budget::Budget;
use damage::find_damage;
use input::{about_base64, to_base64url};
use keys::{ReadableKey, read_keys};
use signature::{Sent, explain_algorithm};
use wrapper::unwrap_token;

impl Case<'_> {
    pub(super) fn explain_token(&self, keys: &[Key<'_>], jwt: &Jwt) -> Explanation {
        let (readable, mut findings) = read_keys(keys, jwt);
        if findings.is_empty() {
            match self.verified(keys) {
                Ok(verified) => return self.explain_verified(&verified, keys),
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
            Some(value) => {
                if let Some(text) = unwrap_token(value, self.max_token, name, jwt, &mut findings) {
                    signed = self.check_token(&text, &readable, jwt, &mut findings);
                }
            }
        }
        // The verifier reads the other fields last.
        let table = &self.scheme.model().fields;
        let mut beside = table.reader(self.settings, &[]).read(self.fields);
        findings.extend(beside.faults.into_iter().map(Finding::from));
        let copies = jwt.take_copies(table, &signed, &mut beside.visitor);
        findings.extend(copies.into_iter().map(Finding::from));
        Explanation::refused(findings)
    }

    /// Reads the text of a token, also where it is written in another way, and checks it.
    /// Returns what the token says of the visitor.
    fn check_token(&self, text: &str, keys: &[ReadableKey<'_>], jwt: &Jwt, findings: &mut Vec<Finding>) -> Visitor {
        let scheme = self.scheme.name();
        let (name, _) = self.signature();
        let error = match Token::read(text, self.max_token) {
            Ok(token) => return self.check_parts(Sent { token: &token, text, name, scheme, jwt }, keys, findings),
            Err(error) => error,
        };
        let base64url = to_base64url(text);
        if let Some(token) = base64url.as_deref().and_then(|text| Token::read(text, self.max_token).ok()) {
            findings.push(about_base64(text, name));
            return self.check_parts(Sent { token: &token, text, name, scheme, jwt }, keys, findings);
        }
        let damage = find_damage(text, self.max_token, name, jwt);
        findings.push(damage.unwrap_or_else(|| error.with_field(name).into()));
        Visitor::new()
    }

    /// Makes every check that the verifier makes, in its order, and continues where the verifier stops.
    fn check_parts(&self, sent: Sent<'_>, keys: &[ReadableKey<'_>], findings: &mut Vec<Finding>) -> Visitor {
        let Sent { token, jwt, name, .. } = sent;
        if let Some(inner) = token.inner() {
            let reason = format!("The payload of {name} is itself a token: the site signed it twice.");
            if findings.iter().all(|finding| finding.code() != Cause::TokenTwice.as_str()) {
                findings.push(Finding::new(Cause::TokenTwice, Some(name), reason));
            }
            return match Token::read(&inner, self.max_token) {
                Ok(token) => self.check_parts(Sent { token: &token, text: &inner, ..sent }, keys, findings),
                Err(_) => Visitor::new(),
            };
        }
        let mut budget = Budget::default();
        let kid = token.kid(jwt.algorithm);
        let is_of_algorithm = kid.as_ref().err().is_none_or(|error| error.code() != Code::AlgorithmRefused);
        if !is_of_algorithm {
            findings.push(explain_algorithm(token, keys, jwt, &mut budget));
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
            findings.extend(sent.check_signature(keys, &mut budget));
        }
        match token.claims() {
            Ok(claims) => self.check_claims(claims, jwt, findings),
            Err(error) => {
                findings.push(error.with_field(name).into());
                Visitor::new()
            }
        }
    }
}
