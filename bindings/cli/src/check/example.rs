//! Signs and verifies an example of a scheme file.

use serde_json::{Value, json};
use visitorseal::{Example, KeyKind, Scheme, Settings, Signed, Signer, Verifier, Visitor};

use super::{insert, token};
use crate::{args::Now, failure::Result, input, key_pair};

/// A secret as text, in hex and in base64.
pub const SECRET: &str = "00112233445566778899aabbccddeeff";

/// What all of an example's steps need.
pub struct Run<'a> {
    pub example: &'a Example,
    pub signer: Signer,
    pub verifier: Verifier,
    pub visitor: Visitor,
    pub now: u64,
}

pub fn settings_of(example: &Example) -> visitorseal::Result<Settings> {
    Settings::from_object(example.settings.clone())
}

/// What the scheme makes of an example, as JSON, with the differences.
pub fn run_example(scheme: &Scheme, example: &Example) -> Result<Value> {
    let mut shown = json!({"source": example.source, "visitor": example.visitor});
    let (secret, key) = keys(scheme, example)?;
    if example.secret.is_none() {
        insert(&mut shown, "note", "The secret is made up.".into());
    }
    let mut differences = Vec::new();
    match run(scheme, example, &secret, &key, &mut shown) {
        Ok(found) => differences = found,
        Err(error) if example.secret.is_none() => insert(&mut shown, "note", format!("Not signed: {error}").into()),
        Err(error) => {
            differences.push(json!({"of": "result", "example": "signed and verified", "scheme": error.to_string()}));
        }
    }
    insert(&mut shown, "differences", differences.into());
    Ok(shown)
}

/// What signs and what verifies: the example's, or one that is made up.
fn keys(scheme: &Scheme, example: &Example) -> Result<(String, String)> {
    let of_pair = |pair: key_pair::KeyPair| (pair.private.to_string(), pair.public);
    match (&example.secret, scheme.key_kind()) {
        (Some(secret), KeyKind::Shared) => Ok((secret.clone(), secret.clone())),
        // The signer says what is wrong with a key that has no public half.
        (Some(secret), KeyKind::Pair) => {
            let public = key_pair::public_of(scheme.algorithm(), secret);
            Ok((secret.clone(), public.unwrap_or_else(|| secret.clone())))
        }
        (None, KeyKind::Shared) => Ok((SECRET.to_owned(), SECRET.to_owned())),
        (None, KeyKind::Pair) => key_pair::for_scheme(scheme.algorithm()).map(of_pair),
    }
}

/// Signs and verifies the example. The result is how it differs from what the vendor gives.
fn run(
    scheme: &Scheme,
    example: &Example,
    secret: &str,
    key: &str,
    shown: &mut Value,
) -> visitorseal::Result<Vec<Value>> {
    let settings = settings_of(example)?;
    let run = Run {
        example,
        signer: Signer::new(scheme, secret, &settings)?,
        verifier: Verifier::new(scheme, [key])?.settings(&settings)?,
        visitor: Visitor::from_object(example.visitor.clone())?,
        now: example.now.unwrap_or_else(|| input::unix_time(Now { now: None })),
    };
    let signed = run.signer.sign(&run.visitor, run.now)?;
    let token = signed.signature().and_then(|signature| visitorseal::inspect_token(signature).ok());
    insert(shown, "signature", signed.signature().into());
    if let Some(token) = &token {
        insert(shown, "header", token.unverified_header().clone().into());
        insert(shown, "claims", token.unverified_claims().clone().into());
    }
    insert(shown, "expires_at", signed.expires_at().into());
    insert(shown, "fields", signed.fields().clone().into());
    insert(shown, "script", signed.script(None).ok().into());
    insert(shown, "url", signed.url().ok().into());
    let warnings = run.signer.warnings().iter().chain(signed.warnings());
    // Everyone knows an example's secret.
    let warnings = warnings.filter(|warning| warning.field() != "secret" || warning.code() == "hash_weak");
    insert(shown, "warnings", warnings.map(ToString::to_string).collect());
    let verified = run.verifier.verify(signed.fields(), run.now)?;
    insert(shown, "verified", serde_json::from_str(&verified.to_json()).unwrap_or_default());
    let differences =
        if token.is_some() { token::differences(&run, &signed)? } else { differences(&run, &signed, shown)? };
    if let (Some(expected), [], None) = (&example.signature, differences.as_slice(), shown.get("note")) {
        // Two right tokens need not be the same text.
        let agrees = match signed.signature() == Some(expected) {
            true => "as in the example",
            false => "The example's is another text of the same meaning.",
        };
        insert(shown, "agrees", agrees.into());
    }
    Ok(differences)
}

fn differences(run: &Run<'_>, signed: &Signed, shown: &mut Value) -> visitorseal::Result<Vec<Value>> {
    let example = run.example;
    // What is signed with a random text cannot be made again: the vendor's own fields are verified instead.
    if run.signer.sign(&run.visitor, run.now)?.signature() != signed.signature() {
        match &example.fields {
            Some(fields) => drop(run.verifier.verify(fields, run.now)?),
            None if example.secret.is_none() => {}
            None => {
                let note =
                    "The scheme signs {random}, so the signature cannot be made again. Give the example's fields.";
                insert(shown, "note", note.into());
            }
        }
        return Ok(Vec::new());
    }
    let mut differences = Vec::new();
    let (expected, found) = (example.signature.as_deref(), signed.signature());
    if expected.is_some() && expected != found {
        differences.push(json!({"of": "signature", "example": expected, "scheme": found}));
    }
    if let Some(fields) = example.fields.as_ref().filter(|fields| *fields != signed.fields()) {
        differences.push(json!({"of": "fields", "example": fields, "scheme": signed.fields()}));
    }
    Ok(differences)
}
