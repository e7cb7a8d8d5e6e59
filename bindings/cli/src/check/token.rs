//! Compares the token of an example with the scheme's.
//!
//! Two right tokens need not be the same text: vendors' libraries write the members of header and claims in other orders,
//! a random id is another each time, and so is a signature by ECDSA.

use serde_json::{Value, json};
use visitorseal::{Object, Signed, inspect_token};

use super::example::Run;

pub fn differences(run: &Run<'_>, signed: &Signed) -> visitorseal::Result<Vec<Value>> {
    let (example, found) = (run.example, signed.signature().unwrap_or_default());
    let Some(expected) = example.signature.as_deref() else { return Ok(Vec::new()) };
    let fields = example.fields.clone().unwrap_or_else(|| with_token(signed.fields(), found, expected));
    run.verifier.verify(&fields, run.now)?;
    let mut differences = Vec::new();
    let mut compare = |of: &str, example: &Object, scheme: &Object| {
        if example != scheme {
            differences.push(json!({"of": of, "example": example, "scheme": scheme}));
        }
    };
    let (theirs, ours) = (inspect_token(expected)?, inspect_token(found)?);
    compare("header", &named(theirs.unverified_header()), &named(ours.unverified_header()));
    // What differs between two of our own tokens is random.
    let again = run.signer.sign(&run.visitor, run.now)?;
    let again = inspect_token(again.signature().unwrap_or_default())?;
    let is_random = |name: &String| again.unverified_claims().get(name) != ours.unverified_claims().get(name);
    let fixed = |claims: &Object| -> Object {
        claims.iter().filter(|(name, _)| !is_random(name)).map(|(name, value)| (name.clone(), value.clone())).collect()
    };
    compare("claims", &fixed(theirs.unverified_claims()), &fixed(ours.unverified_claims()));
    compare("fields", &fields, &with_token(signed.fields(), found, expected));
    Ok(differences)
}

/// The header without `typ`, which says nothing (RFC 7519, section 5.1).
fn named(header: &Object) -> Object {
    header.iter().filter(|(name, _)| *name != "typ").map(|(name, value)| (name.clone(), value.clone())).collect()
}

/// The fields with another token.
fn with_token(fields: &Object, found: &str, other: &str) -> Object {
    let value = |value: &Value| if value == found { Value::from(other) } else { value.clone() };
    fields.iter().map(|(name, each)| (name.clone(), value(each))).collect()
}
