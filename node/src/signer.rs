//! Signers.

use std::sync::Arc;

use napi::{
    Env, JsString, Task,
    bindgen_prelude::{AsyncTask, External, FunctionCallContext, Object, Uint8Array},
};
use napi_derive::napi;
use visitorseal::{Code, Page, Scheme, Signed, Signer, Visitor, Warning};

use crate::boundary::{Functions, Text, argument, guard, nonce, now, out, raise, settings, text};

/// A signer as its functions.
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
            .add("warnings", |signer, _| Ok(warnings_json(signer.warnings())))?
            .add("sign", |signer, context| {
                signer.sign(&visitor(context)?, now(context, 0)?).map(lines).map(out).map_err(raise)
            })?
            .add("signAsync", |signer, context| {
                let (visitor, now) = (visitor(context)?, now(context, 0)?);
                Ok(AsyncTask::new(Sign { signer: Arc::clone(signer), visitor, now }))
            })?
            .add("prefill", |signer, context| signer.prefill(&visitor(context)?).map(lines).map(out).map_err(raise))?
            .add("digest", |signer, context| {
                let message = argument(context, 0, Code::FieldInvalid, "message")?;
                signer.digest(message).map(String::from).map(out).map_err(raise)
            })?
            .add("digestBytes", |signer, context| {
                signer.digest(context.get::<Uint8Array>(0)?).map(String::from).map(out).map_err(raise)
            })?
            .add("script", |signer, context| {
                let signed = argument(context, 0, Code::Internal, "signed")?;
                let (fields, signature) = read_lines(&signed);
                signer.page().script(fields, signature, nonce(context, 1)?.as_deref()).map(out).map_err(raise)
            })?
            .add("url", |signer, context| {
                let signed = argument(context, 0, Code::Internal, "signed")?;
                signer.page().url(read_lines(&signed).1).map_err(raise)
            })?;
        Ok(functions.into_object())
    })
}

/// A page without a visitor as its functions: no secret is needed.
#[napi(catch_unwind)]
pub fn page<'env>(env: &'env Env, scheme: &External<Scheme>, settings: Uint8Array) -> napi::Result<Object<'env>> {
    guard(|| {
        let page = Page::new(scheme, &self::settings(&settings)?).map_err(raise)?;
        let functions = Functions::new(env, page)?
            .add("forgetScript", |page, context| {
                page.forget_script(nonce(context, 0)?.as_deref()).map(out).map_err(raise)
            })?
            .add("anonymousScript", |page, context| {
                page.anonymous_script(nonce(context, 0)?.as_deref()).map(out).map_err(raise)
            })?;
        Ok(functions.into_object())
    })
}

type Set = fn(Visitor, String) -> Visitor;

/// Reads a visitor: an object of all that is no text as JSON, which may be empty, and then the texts.
fn visitor(context: &FunctionCallContext<'_>) -> napi::Result<Visitor> {
    const TEXTS: [(&str, Set); 5] = [
        ("id", Visitor::id),
        ("email", Visitor::email),
        ("name", Visitor::name),
        ("phone", Visitor::phone),
        ("avatar", Visitor::avatar),
    ];
    let json = argument(context, 1, Code::VisitorMalformed, "visitor")?;
    let mut visitor = match json.as_str() {
        "" => Visitor::new(),
        json => Visitor::from_json(json.as_bytes()).map_err(raise)?,
    };
    for (index, (field, set)) in TEXTS.into_iter().enumerate() {
        if let Some(given) = context.get::<Option<JsString<'_>>>(index + 2)? {
            visitor = set(visitor, text(given, Code::FieldInvalid, field)?);
        }
    }
    Ok(visitor)
}

/// A signed visitor as the lines signature, fields and warnings, of which JavaScript reads what is
/// asked for. A handle would cost more than the signature does: Node looks after each one's end.
fn lines(signed: Signed) -> String {
    let signature = signed.signature().unwrap_or_default();
    let warnings = if signed.warnings().is_empty() { String::new() } else { warnings_json(signed.warnings()) };
    [signature, signed.fields_json(), &warnings].join("\n")
}

/// Fields and signature of [`lines`].
fn read_lines(lines: &str) -> (&str, Option<&str>) {
    let mut lines = lines.split('\n');
    let signature = lines.next().filter(|signature| !signature.is_empty());
    (lines.next().unwrap_or_default(), signature)
}

fn warnings_json(warnings: &[Warning]) -> String {
    let warnings: Vec<String> = warnings.iter().map(Warning::to_json).collect();
    format!("[{}]", warnings.join(","))
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
        guard(|| self.signer.sign(&self.visitor, self.now).map(lines).map_err(raise))
    }

    fn resolve(&mut self, _: Env, lines: String) -> napi::Result<Text> {
        Ok(out(lines))
    }
}
