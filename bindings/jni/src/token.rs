//! A token, read without its key.

use jni::{
    EnvUnowned, jni_mangle,
    objects::{JByteArray, JClass},
};

use crate::{answer::answer, frames::utf8, reply::Reply};

/// Header and claims as JSON. Then when the token expires (-1: never), or the error if its `exp` is no time.
#[jni_mangle("visitorseal.server.internal.Native")]
pub fn inspect_token<'local>(
    env: EnvUnowned<'local>,
    _: JClass<'local>,
    token: JByteArray<'local>,
) -> JByteArray<'local> {
    answer(env, |call| {
        let inspected = visitorseal::inspect_token(utf8(&call.bytes(&token)?)?)?;
        let json = inspected.to_json();
        let reply = Reply::result(json.len() + 16).text(&json);
        Ok(match inspected.unverified_expiry() {
            Ok(end) => reply.flag(true).long(end.and_then(|end| i64::try_from(end).ok()).unwrap_or(-1)),
            Err(error) => reply.flag(false).error_parts(&error),
        })
    })
}
