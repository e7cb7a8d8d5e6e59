//! What is wrong with a token's claims.

use serde_json::Value;

use crate::{
    error::{Code, Error, shortened},
    explain::{
        finding::{Cause, Finding},
        is_similar_name,
    },
    json::Object,
    scheme::{Jwt, Placeholder, Source},
    token::is_in_milliseconds,
};

/// The finding for one fault of the claims.
pub(super) fn explain_claim(error: Error, claims: &Object, jwt: &Jwt) -> Finding {
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
