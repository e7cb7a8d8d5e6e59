//! Why a token is refused: repairs keys, unwraps the token, and makes each of the verifier's checks.

mod claims;
mod damage;
mod keys;
mod shared;
mod signature;
mod wrapper;

pub(super) use wrapper::looks_like_token;

use super::{
    Case, Explanation,
    finding::{Cause, Finding},
    place::{Holder, replace_members},
};
use crate::{
    error::{Code, Error},
    json::{self, Object},
    key::Key,
    scheme::Jwt,
    token::Token,
    verifier::TokenRequest,
    visitor::Visitor,
};
use claims::explain_claim;
use damage::find_damage;
use keys::{ReadableKey, read_keys};
use signature::{check_signature, explain_algorithm};
use wrapper::unwrap_token;

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
        let mut claims = claims;
        let mut read = jwt.read_claims(claims.clone(), request);
        if let Some(placed) = replace_members(Holder::Token, self.scheme.vendor(), &jwt.claims, &claims, &read.faults) {
            findings.extend(placed.findings);
            claims = placed.object;
            read = jwt.read_claims(claims.clone(), request);
        }
        findings.extend(read.faults.into_iter().map(|error| explain_claim(error, &claims, jwt)));
        read.visitor
    }
}
