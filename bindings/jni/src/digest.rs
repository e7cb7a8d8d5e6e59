//! Digests.

use jni::{
    EnvUnowned, jni_mangle,
    objects::{JByteArray, JClass},
    sys::{jint, jlong},
};
use visitorseal::Signer;

use crate::{
    answer::{answer, guarded},
    frames::Frames,
    objects::Object,
    reply::Reply,
};

/// The digest of a message.
#[jni_mangle("visitorseal.server.internal.Native")]
pub fn digest<'local>(
    env: EnvUnowned<'local>,
    _: JClass<'local>,
    signer: jlong,
    message: JByteArray<'local>,
) -> JByteArray<'local> {
    answer(env, |call| {
        let signer = Signer::get(signer)?;
        let digest = call.with_bytes(&message, |message| Ok(signer.digest(message)?))?;
        Ok(Reply::result(digest.as_bytes().len()).bytes(digest.as_bytes()))
    })
}

/// The digest of the first bytes of an array of [`SHORT`] bytes, written into the same array. Gives its length, or -1 for any
/// error: the classes then call [`digest`], which says what is wrong. It takes half the time of that.
#[jni_mangle("visitorseal.server.internal.Native")]
pub fn digest_in_place<'local>(
    env: EnvUnowned<'local>,
    _: JClass<'local>,
    signer: jlong,
    bytes: JByteArray<'local>,
    length: jint,
) -> jint {
    let written = guarded(env, |call| {
        let signer = Signer::get(signer)?;
        let digest = call.with_first(&bytes, length, |message| Ok(signer.digest(message)?))?;
        call.write(&bytes, digest.as_bytes())?;
        Ok(digest.as_bytes().len() as jint)
    });
    written.unwrap_or(-1)
}

/// The digests of many messages, each message with its length before it. The digests have one length and follow each other.
#[jni_mangle("visitorseal.server.internal.Native")]
pub fn digest_many<'local>(
    env: EnvUnowned<'local>,
    _: JClass<'local>,
    signer: jlong,
    messages: JByteArray<'local>,
) -> JByteArray<'local> {
    answer(env, |call| {
        let (signer, messages) = (Signer::get(signer)?, call.bytes(&messages)?);
        let mut frames = Frames::of(&messages);
        let mut digests = Reply::result(2 * messages.len());
        while !frames.is_empty() {
            digests = digests.bytes(signer.digest(frames.bytes()?)?.as_bytes());
        }
        Ok(digests)
    })
}
