//! What the library is, and every code that it can give.

use jni::{
    EnvUnowned, jni_mangle,
    objects::{JByteArray, JClass},
    sys::jint,
};
use visitorseal::{Cause, Code, Warning};

use crate::answer::answer;

/// The library's version. The classes call it first, so it keeps this name and this form in every version.
#[jni_mangle("visitorseal.server.internal.Native")]
pub fn version<'local>(env: EnvUnowned<'local>, _: JClass<'local>) -> JByteArray<'local> {
    answer(env, |_| Ok(env!("CARGO_PKG_VERSION").to_owned().into()))
}

/// The codes of errors (0), warnings (1) or findings (2), one a line, for tests.
#[jni_mangle("visitorseal.server.internal.Native")]
pub fn codes<'local>(env: EnvUnowned<'local>, _: JClass<'local>, of: jint) -> JByteArray<'local> {
    answer(env, |_| {
        let codes: Vec<&str> = match of {
            0 => Code::ALL.iter().map(|code| code.as_str()).collect(),
            1 => Warning::ALL.to_vec(),
            _ => Cause::ALL.iter().map(|cause| cause.as_str()).collect(),
        };
        Ok(codes.join("\n").into())
    })
}
