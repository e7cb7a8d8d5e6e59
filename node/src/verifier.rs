//! Verifiers, verified visitors and contacts.

use std::sync::Arc;

use napi::{
    Env, JsString, ScopedTask, Unknown,
    bindgen_prelude::{AsyncTask, Either, External, FunctionCallContext, Object, Uint8Array},
};
use napi_derive::napi;
use visitorseal::{Code, Contact, Key, Scheme, Verified, Verifier};

use crate::boundary::{Functions, error_json, guard, now, raise, settings, text};

/// A verifier as an object of functions. `leeway` and `max_token` are whole numbers within 2^53.
#[napi(catch_unwind)]
pub fn verifier<'env>(
    env: &'env Env,
    scheme: &External<Scheme>,
    keys: Vec<KeyInput>,
    policy: String,
    leeway: f64,
    max_token: f64,
    settings: Uint8Array,
) -> napi::Result<Object<'env>> {
    guard(|| {
        let settings = self::settings(&settings)?;
        let verifier = Verifier::new(scheme, self::keys(&keys))
            .and_then(|verifier| verifier.policy(policy.parse()?).leeway(leeway as u64))
            .and_then(|verifier| verifier.max_token(max_token as usize).settings(&settings))
            .map_err(raise)?;
        let functions = Functions::new(env, verifier)?
            .add("maxBody", |verifier, _| Ok(verifier.max_body() as f64))?
            .add("verify", |verifier, context| {
                verifier.verify_json(&body(context)?, now(context, 1)?).map(External::new).map_err(raise)
            })?
            .add("verifyAsync", |verifier, context| {
                let (body, now) = (body(context)?, now(context, 1)?);
                Ok(AsyncTask::new(Verify { verifier: Arc::clone(verifier), body, now }))
            })?;
        Ok(functions.into_object())
    })
}

/// A key with its `kid`.
#[napi(object, object_to_js = false)]
pub struct KeyInput {
    pub bytes: Uint8Array,
    pub kid: Option<String>,
}

/// The keys as the core takes them.
pub fn keys(inputs: &[KeyInput]) -> Vec<Key<'_>> {
    inputs
        .iter()
        .map(|input| input.kid.as_deref().map_or(Key::from(&input.bytes), |kid| Key::from(&input.bytes).kid(kid)))
        .collect()
}

fn body(context: &FunctionCallContext<'_>) -> napi::Result<Vec<u8>> {
    Ok(match context.get::<Either<JsString<'_>, Uint8Array>>(0)? {
        Either::A(json) => text(json, Code::FieldsMalformed, "fields")?.into_bytes(),
        Either::B(bytes) => bytes.to_vec(),
    })
}

/// Verifying on the thread pool.
pub struct Verify {
    verifier: Arc<Verifier>,
    body: Vec<u8>,
    now: u64,
}

impl<'env> ScopedTask<'env> for Verify {
    type Output = Verified;
    type JsValue = Unknown<'env>;

    fn compute(&mut self) -> napi::Result<Verified> {
        guard(|| self.verifier.verify_json(&self.body, self.now).map_err(raise))
    }

    fn resolve(&mut self, env: &'env Env, verified: Verified) -> napi::Result<Unknown<'env>> {
        External::new(verified).into_unknown(env)
    }
}

/// The outcome as JSON.
#[napi(catch_unwind)]
pub fn verified_json(verified: &External<Verified>) -> napi::Result<String> {
    guard(|| Ok(verified.to_json()))
}

/// Why the policy `observe` let a wrong signature through, as the JSON of an error.
#[napi(catch_unwind)]
pub fn verified_refusal(verified: &External<Verified>) -> napi::Result<Option<String>> {
    guard(|| Ok(verified.refusal().map(error_json)))
}

/// The contact of a verified visitor.
#[napi(catch_unwind)]
pub fn verified_contact(verified: &External<Verified>) -> napi::Result<Option<External<Contact>>> {
    guard(|| Ok(verified.contact().map(External::new)))
}

/// The contact as JSON.
#[napi(catch_unwind)]
pub fn contact_json(contact: &External<Contact>) -> napi::Result<String> {
    guard(|| Ok(contact.to_json()))
}

/// Replaces placeholders in a text with the contact's values.
#[napi(catch_unwind)]
pub fn contact_fill(contact: &External<Contact>, text: String) -> napi::Result<String> {
    guard(|| Ok(contact.fill(&text)))
}
