//! What every export does: it reads its arguments, catches panics, and answers.

use std::panic::{AssertUnwindSafe, catch_unwind};

use jni::{Env, EnvUnowned, Outcome, objects::JByteArray, sys::jlong};
use visitorseal::{Code, Error};
use zeroize::Zeroizing;

use crate::{
    error::{Fault, Result},
    frames::utf8,
    reply::Reply,
    short,
};

/// The arguments of a call.
pub struct Call<'a, 'local>(&'a Env<'local>);

impl Call<'_, '_> {
    /// A copy of the bytes.
    pub fn bytes(&self, array: &JByteArray<'_>) -> Result<Vec<u8>> {
        Ok(self.0.convert_byte_array(array)?)
    }

    /// A copy of a secret, which is wiped.
    pub fn secret(&self, array: &JByteArray<'_>) -> Result<Zeroizing<Vec<u8>>> {
        self.bytes(array).map(Zeroizing::new)
    }

    /// The bytes, or none for null.
    pub fn optional(&self, array: &JByteArray<'_>) -> Result<Option<Vec<u8>>> {
        if array.is_null() { Ok(None) } else { self.bytes(array).map(Some) }
    }

    /// Runs with the array's bytes.
    pub fn with_bytes<T>(&self, array: &JByteArray<'_>, run: impl FnOnce(&[u8]) -> Result<T>) -> Result<T> {
        run(&self.bytes(array)?)
    }

    /// Runs with a text that may be null.
    pub fn with_optional_text<T>(
        &self,
        array: &JByteArray<'_>,
        run: impl FnOnce(Option<&str>) -> Result<T>,
    ) -> Result<T> {
        if array.is_null() {
            return run(None);
        }
        self.with_bytes(array, |bytes| run(Some(utf8(bytes)?)))
    }
}

/// Unix seconds.
pub fn unix(now: jlong) -> Result<u64> {
    let before = |_| Error::about(Code::NowInvalid, "now", "The time is before 1970. Pass Unix seconds.");
    Ok(u64::try_from(now).map_err(before)?)
}

/// Runs the body of an export and answers with its reply, or with the fault's. The answer is null only if the JVM has no
/// memory for it.
pub fn answer<'local>(
    mut env: EnvUnowned<'local>,
    run: impl FnOnce(&Call<'_, 'local>) -> Result<Reply>,
) -> JByteArray<'local> {
    let answered = env.with_env(|env| {
        let reply = caught(|| run(&Call(env))).unwrap_or_else(|fault| fault.reply());
        Ok::<_, jni::errors::Error>(short::array(env, reply.as_slice()))
    });
    match answered.into_outcome() {
        Outcome::Ok(Some(array)) => array,
        Outcome::Ok(None) | Outcome::Err(_) | Outcome::Panic(_) => JByteArray::null(),
    }
}

/// Runs the body of an export that answers without bytes. None if it failed.
pub fn guarded<'local, T>(mut env: EnvUnowned<'local>, run: impl FnOnce(&Call<'_, 'local>) -> Result<T>) -> Option<T> {
    match env.with_env(|env| Ok::<_, jni::errors::Error>(caught(|| run(&Call(env))).ok())).into_outcome() {
        Outcome::Ok(result) => result,
        Outcome::Err(_) | Outcome::Panic(_) => None,
    }
}

/// No panic crosses. The payload is forgotten, since dropping it could panic again.
pub fn caught<T>(run: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|payload| {
        std::mem::forget(payload);
        Err(Fault::Panic)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_an_error_without_the_text_of_the_panic() {
        let fault = caught(|| -> Result<()> { panic!("hunter2") }).unwrap_err();
        let reply = fault.reply();
        let text = String::from_utf8_lossy(reply.as_slice());
        assert!(text.contains("internal") && text.contains("panic"), "{text}");
        assert!(!text.contains("hunter2"));
    }

    #[test]
    fn a_time_before_1970_is_an_error() {
        assert!(matches!(unix(-1), Err(Fault::Core(error)) if error.code() == Code::NowInvalid));
        assert!(matches!(unix(0), Ok(0)));
    }
}
