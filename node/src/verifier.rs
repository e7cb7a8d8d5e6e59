//! Verifiers and contacts.

use std::sync::Arc;

use napi::{
    Env, JsString, Task,
    bindgen_prelude::{AsyncTask, Either, External, FunctionCallContext, Object, Uint8Array},
};
use napi_derive::napi;
use visitorseal::{Code, Contact, Key, Scheme, Verifier};

use crate::{
    boundary::{Functions, Text, guard, now, raise, settings, text, to_js},
    verified_lines,
};

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
            .add("verify", |verifier, context| verified(verifier, &body(context)?, now(context, 1)?).map(to_js))?
            .add("verifyAsync", |verifier, context| {
                let (body, now) = (body(context)?, now(context, 1)?);
                Ok(AsyncTask::new(Verify { verifier: Arc::clone(verifier), body, now }))
            })?
            .add("contact", |verifier, context| {
                let verified = verifier.verify_json(&body(context)?, now(context, 1)?).map_err(raise)?;
                Ok(External::new(verified.contact().unwrap_or_default()))
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

impl Task for Verify {
    type Output = String;
    type JsValue = Text;

    fn compute(&mut self) -> napi::Result<String> {
        guard(|| verified(&self.verifier, &self.body, self.now))
    }

    fn resolve(&mut self, _: Env, lines: String) -> napi::Result<Text> {
        Ok(to_js(lines))
    }
}

/// Verifies a body and gives the outcome as [`verified_lines`].
fn verified(verifier: &Verifier, body: &[u8], now: u64) -> napi::Result<String> {
    verifier.verify_json(body, now).map(|verified| verified_lines::write(&verified)).map_err(raise)
}

/// Replaces placeholders in a text with the contact's values.
#[napi(catch_unwind)]
pub fn contact_fill(contact: &External<Contact>, text: String) -> napi::Result<String> {
    guard(|| Ok(contact.fill(&text)))
}
