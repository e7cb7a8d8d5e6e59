//! What every call across the boundary does: it catches panics, reads text and raises errors.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use napi::{
    Env, JsString,
    bindgen_prelude::{Either, FunctionCallContext, Latin1String, Object, ToNapiValue, Uint8Array},
};
use serde_json::json;
use visitorseal::{Code, Error, Settings, values::TEXT_NOT_UNICODE};

/// The reason of a caught panic.
const PANICKED: &str = "The library has a fault and stopped. Please report it.";

/// Runs the body of a call. A panic becomes an error, because it must not cross the boundary.
pub fn guard<R>(run: impl FnOnce() -> napi::Result<R>) -> napi::Result<R> {
    catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|_| Err(raise(Error::new(Code::Panic, PANICKED))))
}

/// An error of the core for JavaScript. `lib/errors.js` reads this JSON and throws one of its classes.
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

/// An object of JavaScript functions that are closed over one value.
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

/// Reads text. JavaScript's may hold half a surrogate pair, which UTF-8 cannot write: that is the error `code` about
/// `field`. Node's own conversion would put another character in its place.
pub fn text(text: JsString<'_>, code: Code, field: &str) -> napi::Result<String> {
    let units = text.into_utf16()?;
    // Node adds a NUL at the end.
    let units = units.split_last().map_or(&[][..], |(_, units)| units);
    let well_formed = if units.iter().fold(0, |all, unit| all | unit) < 0x80 {
        // Most text is ASCII. The compiler checks and narrows many units of it at once.
        String::from_utf8(units.iter().map(|unit| *unit as u8).collect()).ok()
    } else {
        String::from_utf16(units).ok()
    };
    well_formed.ok_or_else(|| raise(Error::about(code, field, TEXT_NOT_UNICODE.reason)))
}

/// Text for JavaScript.
pub type Text = Either<Latin1String, String>;

/// Passes text to JavaScript. ASCII goes as Latin-1, which Node copies without looking at each character. Only what a site
/// pasted from its vendor's dashboard may be more than ASCII.
pub fn to_js(text: String) -> Text {
    if text.is_ascii() { Either::A(text.into()) } else { Either::B(text) }
}

/// Reads an argument of a closed function as [`text`].
pub fn argument(context: &FunctionCallContext<'_>, index: usize, code: Code, field: &str) -> napi::Result<String> {
    text(context.get(index)?, code, field)
}

/// Reads the arguments at `first`: a buffer, and how many of its bytes are meant. What is behind them may be another visitor's.
pub fn bytes<'a>(context: &FunctionCallContext<'a>, first: usize) -> napi::Result<&'a [u8]> {
    let (buffer, length): (&[u8], u32) = (context.get(first)?, context.get(first + 1)?);
    buffer.get(..length as usize).ok_or_else(too_short)
}

/// Reads the arguments at `first`: many texts or messages, one behind the other, as [`bytes`], and then the length of each.
pub fn many<'a>(
    context: &FunctionCallContext<'a>,
    first: usize,
) -> napi::Result<impl Iterator<Item = napi::Result<&'a [u8]>>> {
    let mut rest = bytes(context, first)?;
    let lengths: &[u32] = context.get(first + 2)?;
    Ok(lengths.iter().map(move |length| {
        let (one, after) = rest.split_at_checked(*length as usize).ok_or_else(too_short)?;
        rest = after;
        Ok(one)
    }))
}

fn too_short() -> napi::Error {
    raise(Error::new(Code::Internal, "A buffer is shorter than its lengths."))
}

/// The page's nonce, if it has one.
pub fn nonce(context: &FunctionCallContext<'_>, index: usize) -> napi::Result<Option<String>> {
    let nonce: Option<JsString<'_>> = context.get(index)?;
    nonce.map(|nonce| text(nonce, Code::NonceInvalid, "nonce")).transpose()
}

/// The time in whole seconds. JavaScript has checked that it is not negative and has no fraction.
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
    fn a_panic_becomes_an_error_without_the_text_of_the_panic() {
        let error = guard(|| -> napi::Result<()> { panic!("hunter2") }).unwrap_err();
        assert!(error.reason.contains(r#""kind":"internal","code":"panic""#), "{}", error.reason);
        assert!(!error.reason.contains("hunter2"));
    }

    #[test]
    fn an_error_crosses_with_all_its_members() {
        let error = raise(Error::about(Code::FieldMissing, "id", "there is none"));
        assert_eq!(
            error.reason,
            r#"{"kind":"visitor","code":"field_missing","field":"id","reason":"there is none","httpStatus":null,"httpError":null}"#,
        );
    }
}
