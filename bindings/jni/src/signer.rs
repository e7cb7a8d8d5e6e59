//! Signers.

use jni::{
    EnvUnowned, jni_mangle,
    objects::{JByteArray, JClass},
    sys::jlong,
};
use visitorseal::{Scheme, Settings, Signer};

use crate::{
    answer::{answer, unix},
    error::Result,
    frames::Frames,
    objects::Object,
    reply::Reply,
    signed, visitor,
};

/// The numbers of a signer and of its page, and its warnings. The page has no secret, so what the signer signed can use it
/// after the signer was closed.
#[jni_mangle("visitorseal.server.internal.Native")]
pub fn signer<'local>(
    env: EnvUnowned<'local>,
    _: JClass<'local>,
    scheme: jlong,
    secret: JByteArray<'local>,
    settings: JByteArray<'local>,
) -> JByteArray<'local> {
    answer(env, |call| {
        let (scheme, settings) = (Scheme::get(scheme)?, Settings::from_json(&call.bytes(&settings)?)?);
        let signer = Signer::new(&scheme, &*call.secret(&secret)?, &settings)?;
        let (page, warnings) = (signer.page().clone(), signed::warnings_json(signer.warnings()));
        Ok(Reply::result(64).long(signer.put()?).long(page.put()?).text(&warnings))
    })
}

/// A signed visitor. `now` is Unix seconds.
#[jni_mangle("visitorseal.server.internal.Native")]
pub fn sign<'local>(
    env: EnvUnowned<'local>,
    _: JClass<'local>,
    signer: jlong,
    visitor: JByteArray<'local>,
    now: jlong,
) -> JByteArray<'local> {
    answer(env, |call| sign_one(&*Signer::get(signer)?, &call.bytes(&visitor)?, unix(now)?))
}

fn sign_one(signer: &Signer, visitor: &[u8], now: u64) -> Result<Reply> {
    Ok(signed::write(&signer.sign_borrowed(&visitor::read(visitor)?, now)?))
}

/// Many visitors, each with its length before it. Each has a reply of its own in the answer.
#[jni_mangle("visitorseal.server.internal.Native")]
pub fn sign_many<'local>(
    env: EnvUnowned<'local>,
    _: JClass<'local>,
    signer: jlong,
    visitors: JByteArray<'local>,
    now: jlong,
) -> JByteArray<'local> {
    answer(env, |call| {
        let (signer, visitors, now) = (Signer::get(signer)?, call.bytes(&visitors)?, unix(now)?);
        let mut frames = Frames::of(&visitors);
        let mut replies = Reply::result(2 * visitors.len());
        while !frames.is_empty() {
            let signed = sign_one(&signer, frames.bytes()?, now).unwrap_or_else(|fault| fault.reply());
            replies = replies.part(&signed);
        }
        Ok(replies)
    })
}
