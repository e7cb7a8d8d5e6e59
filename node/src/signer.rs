//! Signers.

use std::sync::Arc;

use napi::{
    Env, Task,
    bindgen_prelude::{AsyncTask, External, Object, Uint8Array},
};
use napi_derive::napi;
use visitorseal::{Code, Kind, Scheme, Signer, Visitor};

use crate::{
    boundary::{Functions, Text, argument, bytes, error_json, guard, many, now, raise, settings, to_js},
    page, signed_lines,
    visitor::{read, visitor},
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
                let (now, visitor) = (now(context, 0)?, bytes(context, 1)?);
                let signed = read(visitor).and_then(|visitor| signer.sign_borrowed(&visitor, now));
                signed.map(|signed| to_js(signed_lines::write(&signed))).map_err(raise)
            })?
            .add("signAsync", |signer, context| {
                let (visitor, now) = (visitor(context, 1)?, now(context, 0)?);
                Ok(AsyncTask::new(Sign { signer: Arc::clone(signer), visitor, now }))
            })?
            .add("signMany", |signer, context| {
                let now = now(context, 0)?;
                let mut results = String::new();
                for visitor in many(context, 1)? {
                    if !results.is_empty() {
                        results.push(RESULT_END);
                    }
                    push_one_of_many(&mut results, signer, visitor?, now)?;
                }
                Ok(to_js(results))
            })?
            .add("digest", |signer, context| {
                let message = argument(context, 0, Code::FieldInvalid, "message")?;
                signer.digest(message).map(String::from).map(to_js).map_err(raise)
            })?
            .add("digestBytes", |signer, context| {
                signer.digest(context.get::<&[u8]>(0)?).map(String::from).map(to_js).map_err(raise)
            })?
            .add("digestMany", |signer, context| {
                let messages: Vec<&[u8]> = many(context, 0)?.collect::<napi::Result<_>>()?;
                let digests = signer.digest_many(messages).map_err(raise)?;
                let length = signer.digest_length().unwrap_or_default();
                let mut joined = String::with_capacity(length * digests.len());
                digests.iter().for_each(|digest| joined.push_str(digest.as_str()));
                Ok(to_js(joined))
            })?
            .add("script", |signer, context| page::script(signer.page(), context))?
            .add("scriptFrame", |signer, context| page::script_frame(signer.page(), context))?
            .add("element", |signer, context| page::element(signer.page(), context))?
            .add("url", |signer, context| page::url(signer.page(), context))?;
        Ok(functions.into_object())
    })
}

/// Stands between the results of a batch. Neither JSON nor a signature has it.
const RESULT_END: char = '\u{1e}';

/// Signs one visitor of many and writes the result. The error of a visitor is JSON on one line, which no signed visitor is.
fn push_one_of_many(out: &mut String, signer: &Signer, visitor: &[u8], now: u64) -> napi::Result<()> {
    match read(visitor).and_then(|visitor| signer.sign_borrowed(&visitor, now)) {
        Ok(signed) => signed_lines::push(out, &signed),
        Err(error) if error.kind() == Kind::Visitor => out.push_str(&error_json(&error)),
        Err(error) => return Err(raise(error)),
    }
    Ok(())
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
        guard(|| self.signer.sign(&self.visitor, self.now).map(|signed| signed_lines::write(&signed)).map_err(raise))
    }

    fn resolve(&mut self, _: Env, lines: String) -> napi::Result<Text> {
        Ok(to_js(lines))
    }
}
