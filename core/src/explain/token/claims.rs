//! What is wrong with a token's claims.

use serde_json::Value;

use super::{
    times::{OtherTime, read_other, zone},
    wrapper::is_whole,
};
use crate::{
    error::{Code, Error, shortened},
    explain::{
        Case,
        finding::{Cause, Finding},
        is_similar_name,
        place::{Holder, replace_members},
    },
    json::Object,
    scheme::{Jwt, Placeholder, Source},
    token::{TIMES, Token, is_in_milliseconds},
    verifier::TokenRequest,
    visitor::Visitor,
};

impl Case<'_> {
    /// Checks the claims as the verifier does. Returns what they say of the visitor.
    pub(super) fn check_claims(&self, claims: Object, jwt: &Jwt, findings: &mut Vec<Finding>) -> Visitor {
        let request = TokenRequest { scheme: self.scheme, settings: self.settings, now: self.now, leeway: self.leeway };
        let mut claims = claims;
        let mut read = jwt.read_claims(claims.clone(), request);
        let is_missing = |error: &&Error| error.code() == Code::ClaimMissing;
        let missing: Vec<&str> = read.faults.iter().filter(is_missing).filter_map(Error::field).collect();
        let is_twice = findings.iter().any(|finding| finding.code() == Cause::TokenTwice.as_str());
        if let Some((claim, inner)) = self.find_inner(&claims, &missing).filter(|_| !is_twice) {
            let reason = format!("The claim {} is a token that has the claims itself.", shortened(claim));
            let fix = "Send the token that is in this claim, or put its claims into one token.";
            findings.push(Finding::new(Cause::TokenTwice, Some(&shortened(claim)), reason).with_fix(fix));
            return self.check_claims(inner, jwt, findings);
        }
        if let Some(placed) = replace_members(Holder::Token, self.scheme.vendor(), &jwt.claims, &claims, &read.faults) {
            findings.extend(placed.findings);
            claims = placed.object;
            read = jwt.read_claims(claims.clone(), request);
        }
        findings.extend(read.faults.into_iter().map(|error| self.explain_claim(error, &claims, jwt)));
        read.visitor
    }

    /// The claims of a token in a claim, if it has one that the vendor misses.
    fn find_inner<'c>(&self, claims: &'c Object, missing: &[&str]) -> Option<(&'c str, Object)> {
        let tokens =
            claims.iter().filter_map(|(name, value)| Some((name, value.as_str().filter(|text| is_whole(text))?)));
        tokens.take(8).find_map(|(name, token)| {
            let inner = Token::read(token, self.max_token).ok()?.claims().ok()?;
            missing.iter().any(|claim| inner.contains_key(*claim)).then_some((name.as_str(), inner))
        })
    }

    /// The finding for one fault of the claims.
    fn explain_claim(&self, error: Error, claims: &Object, jwt: &Jwt) -> Finding {
        let field = error.field().unwrap_or_default();
        let is_end = jwt.claims.placeholder_at(field).is_some_and(|slot| matches!(slot.source, Source::Expires(_)));
        if error.code() == Code::ClaimMissing {
            if let Some(similar) = find_similar(field, claims, jwt) {
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
        let value = claims.get(field);
        let number = value.and_then(Value::as_f64);
        if TIMES.contains(&field) {
            if number.is_some_and(is_in_milliseconds) {
                return Finding::new(Cause::TimeInMilliseconds, Some(field), error.reason());
            }
            if let Some(finding) = value.and_then(|value| about_time(field, value, claims)) {
                return finding;
            }
        }
        if is_end && error.code() == Code::ClaimValue && number.is_some_and(|number| number > 0.0) {
            return Finding::new(Cause::LifetimeTooLong, Some(field), error.reason());
        }
        self.explain_zone(&error, claims, jwt).unwrap_or_else(|| error.into())
    }

    /// The finding for a time that is off by the hours of a time zone.
    fn explain_zone(&self, error: &Error, claims: &Object, jwt: &Jwt) -> Option<Finding> {
        let field = error.field().unwrap_or_default();
        let number = |claim: &str| claims.get(claim).and_then(Value::as_f64);
        let now = self.now as f64;
        match error.code() {
            Code::TokenNotYetValid => {
                let hours = zone(number(field)? - now)?;
                let reason =
                    format!("{field} is {hours} in the future. The site probably wrote its local time as UTC.");
                Some(Finding::new(Cause::TimeZone, Some(field), reason))
            }
            Code::TokenExpired => {
                let lifetime =
                    jwt.lifetime.as_ref().and_then(|lifetime| lifetime.seconds(self.settings).ok().flatten());
                let start = number("iat").or_else(|| number("nbf"));
                let start = start.or_else(|| Some(number("exp")? - lifetime? as f64));
                let hours = zone(now - start?)?;
                let (what, _) = error.reason().split_once(". ").unwrap_or((error.reason(), ""));
                let reason = format!(
                    "{what}. By its own times it was made {hours} ago. If it was made just now, the site took a local time for UTC."
                );
                let fix =
                    "Make a new token for each page, and take the Unix seconds from the clock, not from a local date.";
                Some(Finding::from(Error::about(error.code(), field, reason)).with_fix(fix))
            }
            _ => None,
        }
    }
}

/// The claim whose name is almost that of a missing one.
fn find_similar<'c>(field: &str, claims: &'c Object, jwt: &Jwt) -> Option<&'c String> {
    let is_place = |claim: &&String| {
        let is_other = |slot: &Placeholder| !slot.is_made();
        *claim != field && is_similar_name(field, claim) && jwt.claims.placeholder(claim).is_none_or(is_other)
    };
    claims.keys().find(is_place)
}

fn is_after(end: &Value, start: Option<&Value>) -> bool {
    matches!((end.as_f64(), start.and_then(Value::as_f64)), (Some(end), Some(start)) if end >= start)
}

/// The finding for a time that is not in Unix seconds.
fn about_time(field: &str, value: &Value, claims: &Object) -> Option<Finding> {
    let found = |cause, reason: String| Finding::new(cause, Some(field), reason);
    match read_other(value)? {
        // A time that comes after the token's own iat is a time.
        OtherTime::Duration if field == "exp" && !is_after(value, claims.get("iat")) => {
            let reason = format!("{field} is {value}, a duration. It must be the time of the end.");
            Some(found(Cause::TimeIsDuration, reason))
        }
        OtherTime::Duration => None,
        OtherTime::Date(seconds) => {
            let example = seconds.map_or_else(String::new, |seconds| format!(": {seconds}"));
            let finding = found(Cause::TimeForm, format!("{field} is a date. It must be a number of Unix seconds."));
            Some(finding.with_fix(format!("Write the date as a number of Unix seconds{example}.")))
        }
        OtherTime::Unit(unit, count) => {
            let finding = found(Cause::TimeForm, format!("{field} is in {unit}. It must be in Unix seconds."));
            Some(finding.with_fix(format!("Divide the time by {count}.")))
        }
    }
}
