//! Verifying a token: form, header, signature and claims, in this order.

use std::borrow::Cow;

use serde_json::Value;

use crate::{
    contact::identity_fault,
    error::{Code, Error, Result},
    json::{self, Object},
    scheme::{Found, Jwt, Part, Placeholder, REGISTERED_CLAIMS, Scheme, Source, Table, check_made_text, join_settings},
    settings::Settings,
    time,
    token::{TIMES, Token, TokenKey, check_time, numeric_date, select_keys},
    visitor::{Field, Visitor},
};

/// A token, and what it is verified for.
#[derive(Clone, Copy)]
pub(crate) struct TokenRequest<'a> {
    pub scheme: &'a Scheme,
    pub settings: &'a Settings,
    /// Unix seconds.
    pub now: u64,
    pub leeway: u64,
}

/// What a token proves.
pub(crate) struct ProvenToken {
    pub signed: Visitor,
    pub token_id: Option<String>,
    /// The position of the key in the caller's list.
    pub key: usize,
}

impl Jwt {
    /// Verifies a token of at most `largest` bytes.
    pub(super) fn verify(
        &self,
        token: &str,
        keys: &[TokenKey],
        largest: usize,
        request: TokenRequest<'_>,
    ) -> Result<ProvenToken> {
        self.check_settings(request)?;
        let token = Token::read(token, largest)?;
        let kid = token.kid(self.algorithm)?;
        self.check_kid(kid, request.settings)?;
        let mut key = None;
        // Every key is tried, so that the time does not tell which one it was.
        for candidate in select_keys(kid, keys)? {
            if candidate.verifies(&token) && key.is_none() {
                key = Some(candidate.position);
            }
        }
        let key = key.ok_or_else(|| {
            Error::new(
                Code::SignatureMismatch,
                "The token is not signed with any of the verifier's keys. Run explain to learn why.",
            )
        })?;
        let Claims { visitor, token_id, faults } = self.read_claims(token.claims()?, request);
        match faults.into_iter().next() {
            Some(fault) => Err(fault),
            None => Ok(ProvenToken { signed: visitor, token_id, key }),
        }
    }

    /// Demands the settings of `iss` and `aud`: without them, a token for another site would be taken for this one's.
    fn check_settings(&self, request: TokenRequest<'_>) -> Result<()> {
        let is_whose = |(name, _): &&(String, Part)| matches!(name.as_str(), "iss" | "aud");
        for (_, part) in self.claims.members.iter().filter(is_whose) {
            for name in part.settings() {
                request.scheme.need(request.settings, name)?;
            }
        }
        Ok(())
    }

    /// Checks the `kid` where the scheme demands one.
    pub(crate) fn check_kid(&self, kid: Option<&str>, settings: &Settings) -> Result<()> {
        let refused = |reason: &str| Err(Error::about(Code::HeaderRefused, "kid", reason));
        if self.kid.is_empty() {
            return Ok(());
        }
        let Some(kid) = kid else {
            return refused(
                "The header has no kid, but this vendor demands the name of the key. Add it to the header.",
            );
        };
        match join_settings(&self.kid, settings) {
            Some(expected) if expected != kid => refused(
                "The kid is not the one that the verifier's settings give. Sign with that key, or correct the settings.",
            ),
            _ => Ok(()),
        }
    }

    /// Reads a token's claims in the visitor's words, and collects every fault in them.
    pub(crate) fn read_claims(&self, mut claims: Object, request: TokenRequest<'_>) -> Claims {
        let TokenRequest { scheme, settings, now, leeway } = request;
        let mut faults: Vec<Error> =
            TIMES.iter().filter_map(|claim| check_time(&claims, claim, now, leeway).err()).collect();
        let audience = self.check_audience(&mut claims, settings).err();
        let is_other_audience = audience.is_some();
        faults.extend(audience);
        let absent = self.required.iter().filter(|path| self.claims.value_at(&claims, path).is_none_or(Value::is_null));
        faults.extend(absent.map(|path| missing(path)));
        let made = self.claims.made();
        let is_sent = |slot: &Placeholder| match slot.source {
            // A token without an end would outlive the vendor's maximum.
            Source::Expires(_) => {
                self.lifetime.as_ref().is_some_and(|lifetime| lifetime.default.or(lifetime.maximum).is_some())
            }
            _ => true,
        };
        let unmade = made
            .iter()
            .filter(|(path, slot)| is_sent(slot) && self.claims.value_at(&claims, path).is_none_or(Value::is_null));
        faults.extend(unmade.map(|(path, _)| missing(path)));
        let found = self.claims.reader(settings, &REGISTERED_CLAIMS).read(&claims);
        let dependent = self.claims.dependents();
        let is_due = |slot: &Placeholder| match &slot.source {
            Source::Field(field) => found.visitor.text(*field).is_some(),
            Source::Attribute(name) => found.visitor.attributes().contains_key(name),
            _ => false,
        };
        let due = dependent.iter().filter(|(_, slot)| is_due(slot));
        let absent = due.filter(|(path, _)| self.claims.value_at(&claims, path).is_none_or(Value::is_null));
        faults.extend(absent.map(|(path, _)| missing(path)));
        faults.extend(made.iter().filter_map(|(path, slot)| self.check_made(&claims, path, slot, request).err()));
        let token_id = read_token_id(&claims).unwrap_or_else(|fault| {
            faults.push(fault);
            None
        });
        let Found { visitor, faults: read, .. } = found;
        // The faults of jti and of the audience are noted above.
        let is_noted =
            |fault: &Error| fault.field() == Some("jti") || (is_other_audience && fault.field() == Some("aud"));
        faults.extend(read.into_iter().filter(|fault| !is_noted(fault)));
        let empty =
            self.required.iter().filter(|path| self.claims.value_at(&claims, path).and_then(Value::as_str) == Some(""));
        faults.extend(
            empty.map(|path| Error::about(Code::ClaimValue, path.as_str(), "The claim is empty. Give it a value.")),
        );
        faults.extend(identity_fault(scheme, settings, &visitor));
        Claims { visitor, token_id, faults }
    }

    /// RFC 7519 section 4.1.3: a recipient that `aud` does not name must reject the token. A list that names it becomes
    /// the one name that the scheme states.
    fn check_audience(&self, claims: &mut Object, settings: &Settings) -> Result<()> {
        let stated = self.claims.members.iter().find(|(name, _)| name == "aud").map(|(_, part)| part);
        let Some(aud) = claims.get_mut("aud") else { return Ok(()) };
        let expected = match stated {
            None => {
                return Err(Error::about(
                    Code::ClaimValue,
                    "aud",
                    "The token has the claim aud, but this vendor does not use it. Sign the token without aud.",
                ));
            }
            Some(Part::Constant(Value::String(text)) | Part::Dependent(Value::String(text), _)) => Some(text.clone()),
            Some(Part::Text(pieces)) => join_settings(pieces, settings),
            Some(Part::Value(Placeholder { source: Source::Setting(name), .. })) => {
                settings.get(name).map(str::to_owned)
            }
            Some(_) => None,
        };
        if let Value::Array(all) = aud
            && all.iter().all(Value::is_string)
        {
            let named = all.iter().find(|one| expected.as_deref().is_none_or(|expected| **one == expected)).cloned();
            *aud = named.ok_or_else(|| {
                let reason = format!("The list does not hold {:?}. Add it.", expected.unwrap_or_default());
                Error::about(Code::ClaimValue, "aud", reason)
            })?;
        }
        Ok(())
    }

    /// Checks a time that signing made: a registered claim as a number, another in the form that the scheme states.
    fn check_made(&self, claims: &Object, path: &str, slot: &Placeholder, request: TokenRequest<'_>) -> Result<()> {
        let TokenRequest { now, leeway, .. } = request;
        let is_registered = REGISTERED_CLAIMS.contains(&path);
        let time = match (is_registered, &slot.source) {
            (true, _) => numeric_date(claims, path).ok().flatten(),
            (false, Source::Now(form) | Source::Expires(form)) => {
                let text = self.claims.value_at(claims, path).map(|value| match value {
                    Value::String(text) => Cow::Borrowed(text.as_str()),
                    other => Cow::Owned(other.to_string()),
                });
                text.and_then(|text| time::parse(*form, &text).ok()).map(seconds)
            }
            _ => None,
        };
        let Some(time) = time else { return Ok(()) };
        let (now, leeway) = (now as f64, leeway as f64);
        let about = |code, reason: String| Err(Error::about(code, path, reason));
        match (&slot.source, self.max_age, self.maximum()) {
            (Source::Now(_), _, _) if !is_registered && now + leeway < time => about(
                Code::TokenNotYetValid,
                "The token's time is in the future. Correct the clock of the site's server.".to_owned(),
            ),
            (Source::Now(_), Some(age), _) if path != "nbf" && time + (age as f64) <= now - leeway => {
                about(Code::TokenExpired, format!("The token is {age} seconds old or older. Sign a new one."))
            }
            (Source::Expires(_), _, _) if !is_registered && now >= time + leeway => about(
                Code::TokenExpired,
                format!("The token expired {:.0} s ago. Sign a new one.", (now - time).max(0.0)),
            ),
            (Source::Expires(_), _, Some(maximum)) if time > now + (maximum as f64) + leeway => about(
                Code::ClaimValue,
                format!(
                    "The token ends later than the vendor allows: at most {maximum} seconds from now. Sign with a shorter lifetime."
                ),
            ),
            _ => Ok(()),
        }
    }

    /// Takes out of the fields beside a token what the token says too, and gives an error for each that differs: a page
    /// with the token of one visitor and the id of another was changed.
    pub(crate) fn take_copies(&self, fields: &Table, signed: &Visitor, beside: &mut Visitor) -> Vec<Error> {
        let mut faults = Vec::new();
        let mut fault = |source: &Source| {
            let path = fields.path_of(source).unwrap_or_default();
            let reason = "The value differs from the one in the token. Send what the server signed.";
            faults.push(Error::about(Code::ClaimValue, path, reason));
        };
        for field in Field::ALL {
            let (Some(signed), Some(sent)) = (signed.text(field), beside.text(field)) else { continue };
            let source = Source::Field(field);
            let is_same = self.claims.find(&source).is_some_and(|slot| slot.fold(sent) == signed);
            if !is_same {
                fault(&source);
            }
            beside.take(field);
        }
        beside.attributes_mut().retain(|name, sent| {
            let Some(signed) = signed.attributes().get(name) else { return true };
            let source = Source::Attribute(name.clone());
            let is_same = match (self.claims.find(&source), sent.as_str()) {
                (Some(slot), Some(text)) => signed.as_str() == Some(&*slot.fold(text)),
                _ => signed == sent,
            };
            if !is_same {
                fault(&source);
            }
            false
        });
        faults
    }

    fn maximum(&self) -> Option<u64> {
        self.lifetime.as_ref().and_then(|lifetime| lifetime.maximum)
    }
}

/// A token's claims in the visitor's words.
pub(crate) struct Claims {
    pub visitor: Visitor,
    pub token_id: Option<String>,
    /// What is wrong with them, the verifier's first fault first.
    pub faults: Vec<Error>,
}

/// The claim `jti`, which is text (RFC 7519 section 4.1.7).
fn read_token_id(claims: &Object) -> Result<Option<String>> {
    match claims.get("jti") {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(id)) => match check_made_text(&Source::Random, id) {
            Ok(()) => Ok(Some(id.clone())),
            Err(reason) => Err(Error::about(Code::ClaimValue, "jti", reason)),
        },
        Some(other) => {
            let reason = format!("The claim is {}. Write text.", json::type_name(other));
            Err(Error::about(Code::ClaimType, "jti", reason))
        }
    }
}

fn missing(path: &str) -> Error {
    Error::about(Code::ClaimMissing, path, "The claim is missing. Add it to the token.")
}

fn seconds(milliseconds: u64) -> f64 {
    milliseconds as f64 / 1000.0
}
