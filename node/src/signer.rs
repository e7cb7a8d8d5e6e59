//! Signers.

use std::sync::Arc;

use napi::{
    Env, Task,
    bindgen_prelude::{AsyncTask, External, Object, Uint8Array},
};
use napi_derive::napi;
use visitorseal::{Code, Scheme, Signer, Visitor};

use crate::{
    boundary::{Functions, Text, argument, guard, now, raise, settings, to_js},
    page, signed_lines,
    visitor::visitor,
};

/// A signer as an object of functions.
#[napi(catch_unwind)]
pub fn signer<'env>(
    env: &'env Env,
    scheme: &External<Scheme>,
    secret: Uint8Array,
    settings: Uint8Array,
) -> napi::Result<Object<'env>> {
    guard(|| {
        let signer = Signer::new(scheme, &secret, &self::settings(&settings)?).map_err(raise)?;
        let functions = Functions::new(env, signer)?
            .add("warnings", |signer, _| Ok(signed_lines::warnings_json(signer.warnings())))?
            .add("sign", |signer, context| {
                let signed = signer.sign(&visitor(context, 1)?, now(context, 0)?);
                signed.map(signed_lines::write).map(to_js).map_err(raise)
            })?
            .add("signAsync", |signer, context| {
                let (visitor, now) = (visitor(context, 1)?, now(context, 0)?);
                Ok(AsyncTask::new(Sign { signer: Arc::clone(signer), visitor, now }))
            })?
            .add("digest", |signer, context| {
                let message = argument(context, 0, Code::FieldInvalid, "message")?;
                signer.digest(message).map(String::from).map(to_js).map_err(raise)
            })?
            .add("digestBytes", |signer, context| {
                signer.digest(context.get::<Uint8Array>(0)?).map(String::from).map(to_js).map_err(raise)
            })?
            .add("script", |signer, context| page::script(signer.page(), context))?
            .add("element", |signer, context| page::element(signer.page(), context))?
            .add("url", |signer, context| page::url(signer.page(), context))?;
        Ok(functions.into_object())
    })
}

/// Signing on the thread pool.
pub struct Sign {
    signer: Arc<Signer>,
    visitor: Visitor,
    now: u64,
}

impl Task for Sign {
    type Output = String;
    type JsValue = Text;

    fn compute(&mut self) -> napi::Result<String> {
        guard(|| self.signer.sign(&self.visitor, self.now).map(signed_lines::write).map_err(raise))
    }

    fn resolve(&mut self, _: Env, lines: String) -> napi::Result<Text> {
        Ok(to_js(lines))
    }
}
