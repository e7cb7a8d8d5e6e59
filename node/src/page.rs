//! Pages: what needs no secret.

use napi::{
    Env, JsString,
    bindgen_prelude::{External, FunctionCallContext, Object, Uint8Array},
};
use napi_derive::napi;
use visitorseal::{Code, Page, Scheme, Statement};

use crate::{
    boundary::{Functions, Text, argument, guard, nonce, raise, settings, text, to_js},
    script_frame, signed_lines,
    visitor::visitor,
};

/// A page as an object of functions.
#[napi(catch_unwind)]
pub fn page<'env>(env: &'env Env, scheme: &External<Scheme>, settings: Uint8Array) -> napi::Result<Object<'env>> {
    guard(|| {
        let page = Page::new(scheme, &self::settings(&settings)?).map_err(raise)?;
        let functions = Functions::new(env, page)?
            .add("prefill", |page, context| {
                page.prefill(&visitor(context, 0)?).map(|signed| to_js(signed_lines::write(&signed))).map_err(raise)
            })?
            .add("script", |page, context| script(page, context))?
            .add("scriptFrame", |page, context| script_frame(page, context))?
            .add("element", |page, context| element(page, context))?
            .add("url", |page, context| url(page, context))?
            .add("forgetScript", |page, context| {
                page.forget_script(nonce(context, 0)?.as_deref()).map(to_js).map_err(raise)
            })?
            .add("anonymousScript", |page, context| {
                page.anonymous_script(nonce(context, 0)?.as_deref()).map(to_js).map_err(raise)
            })?
            .add("anonymousElement", |page, _| page.anonymous_element().map(to_js).map_err(raise))?;
        Ok(functions.into_object())
    })
}

/// The script of a signed visitor, who comes as [`signed_lines`]; the nonce follows.
pub fn script(page: &Page, context: &FunctionCallContext<'_>) -> napi::Result<Text> {
    let lines = argument(context, 0, Code::Internal, "signed")?;
    let (statement, _) = signed_lines::read(&lines);
    page.script(statement, nonce(context, 1)?.as_deref()).map(to_js).map_err(raise)
}

/// The parts of a signed visitor's script that are the same for all visitors, with a nonce or without: see [`script_frame`].
pub fn script_frame(page: &Page, context: &FunctionCallContext<'_>) -> napi::Result<Option<Vec<String>>> {
    Ok(script_frame::of(page, context.get(0)?))
}

/// The element of a signed visitor, who comes as [`signed_lines`]; the endpoint follows.
pub fn element(page: &Page, context: &FunctionCallContext<'_>) -> napi::Result<Text> {
    let lines = argument(context, 0, Code::Internal, "signed")?;
    let (statement, end) = signed_lines::read(&lines);
    let endpoint: Option<JsString<'_>> = context.get(1)?;
    let endpoint = endpoint.map(|endpoint| text(endpoint, Code::SettingInvalid, "endpoint")).transpose()?;
    page.element(statement, end, endpoint.as_deref()).map(to_js).map_err(raise)
}

/// The address of a signed visitor, who comes as [`signed_lines`].
pub fn url(page: &Page, context: &FunctionCallContext<'_>) -> napi::Result<String> {
    let lines = argument(context, 0, Code::Internal, "signed")?;
    let (Statement { fields, signature, .. }, _) = signed_lines::read(&lines);
    page.url_of(fields, signature).map_err(raise)
}
