//! The boundary: guard, text in, errors out.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use napi::{
    Env, JsString,
    bindgen_prelude::{Either, FunctionCallContext, Latin1String, Object, ToNapiValue, Uint8Array},
};
use serde_json::json;
use visitorseal::{Code, Error, Settings};

/// What a caught panic becomes.
const PANICKED: &str = "the library panicked, which is a fault of its own; please report it";

/// Runs the body of a call; a panic becomes an error, since none may cross the boundary.
pub fn guard<R>(run: impl FnOnce() -> napi::Result<R>) -> napi::Result<R> {
    catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|_| Err(raise(Error::new(Code::Panic, PANICKED))))
}

/// An error of the core for JavaScript, which makes one of its classes of this JSON.
pub fn raise(error: Error) -> napi::Error {
    napi::Error::from_reason(error_json(&error))
}

pub fn error_json(error: &Error) -> String {
    json!({
        "kind": error.kind().as_str(),
        "code": error.code(),
        "field": error.field(),
        "reason": error.reason(),
        "httpStatus": error.http_status(),
        "httpError": error.http_error(),
    })
    .to_string()
}

/// An object of functions for JavaScript that are closed over one value.
pub struct Functions<'env, T> {
    env: &'env Env,
    of: Arc<T>,
    object: Object<'env>,
}

impl<'env, T: 'static> Functions<'env, T> {
    pub fn new(env: &'env Env, of: T) -> napi::Result<Self> {
        Ok(Self { env, of: Arc::new(of), object: Object::new(env)? })
    }

    pub fn add<R: ToNapiValue>(
        mut self,
        name: &str,
        run: impl Fn(&Arc<T>, &FunctionCallContext<'_>) -> napi::Result<R> + 'static,
    ) -> napi::Result<Self> {
        let of = Arc::clone(&self.of);
        let closed = move |context: FunctionCallContext<'_>| guard(|| run(&of, &context));
        self.object.set(name, self.env.create_function_from_closure::<(), R, _>(name, closed)?)?;
        Ok(self)
    }

    pub fn into_object(self) -> Object<'env> {
        self.object
    }
}

/// Text that came in. JavaScript's may hold half a surrogate pair, which has no UTF-8: that is the
/// error `code` about `field`, where Node's own conversion would put another character in its place.
pub fn text(text: JsString<'_>, code: Code, field: &str) -> napi::Result<String> {
    let units = text.into_utf16()?;
    // Node puts a NUL behind them.
    let units = units.split_last().map_or(&[][..], |(_, units)| units);
    let well_formed = if units.iter().fold(0, |all, unit| all | unit) < 0x80 {
        // ASCII, as most is, is told and narrowed many units at once.
        String::from_utf8(units.iter().map(|unit| *unit as u8).collect()).ok()
    } else {
        String::from_utf16(units).ok()
    };
    well_formed.ok_or_else(|| raise(Error::about(code, field, "it holds half a surrogate pair, which is no character")))
}

/// Text for JavaScript.
pub type Text = Either<Latin1String, String>;

/// ASCII goes as Latin-1, which Node takes without a look at each character. All is ASCII but for what a site pasted
/// from its vendor's panel.
pub fn out(text: String) -> Text {
    if text.is_ascii() { Either::A(text.into()) } else { Either::B(text) }
}

/// [`text`] that is an argument of a closed function.
pub fn argument(context: &FunctionCallContext<'_>, index: usize, code: Code, field: &str) -> napi::Result<String> {
    text(context.get(index)?, code, field)
}

/// The page's nonce, where there is one.
pub fn nonce(context: &FunctionCallContext<'_>, index: usize) -> napi::Result<Option<String>> {
    let nonce: Option<JsString<'_>> = context.get(index)?;
    nonce.map(|nonce| text(nonce, Code::NonceInvalid, "nonce")).transpose()
}

/// The time, in whole seconds: JavaScript has seen that it is no fraction and not negative.
pub fn now(context: &FunctionCallContext<'_>, index: usize) -> napi::Result<u64> {
    Ok(context.get::<f64>(index)? as u64)
}

pub fn settings(json: &Uint8Array) -> napi::Result<Settings> {
    Settings::from_json(json).map_err(raise)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_an_error_that_tells_nothing_of_what_was_at_hand() {
        let error = guard(|| -> napi::Result<()> { panic!("hunter2") }).unwrap_err();
        assert!(error.reason.contains(r#""kind":"internal","code":"panic""#), "{}", error.reason);
        assert!(!error.reason.contains("hunter2"));
    }

    #[test]
    fn an_error_crosses_with_all_that_it_says() {
        let error = raise(Error::about(Code::FieldMissing, "id", "there is none"));
        assert_eq!(
            error.reason,
            r#"{"kind":"visitor","code":"field_missing","field":"id","reason":"there is none","httpStatus":null,"httpError":null}"#,
        );
    }
}
