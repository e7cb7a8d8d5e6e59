//! Digests.

use jni::{
    EnvUnowned, jni_mangle,
    objects::{JByteArray, JClass},
    sys::{jint, jlong},
};
use visitorseal::Signer;

use crate::{
    answer::{answer, caught},
    frames::Frames,
    objects::Object,
    reply::Reply,
    short,
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

/// The digest of the first bytes of an array of [`short::SHORT`] bytes, written into the same array. Gives its length, or -1 for any
/// error: the classes then call [`digest`], which says what is wrong. It takes half the time of that.
#[jni_mangle("visitorseal.server.internal.Native")]
pub fn digest_in_place<'local>(
    env: EnvUnowned<'local>,
    _: JClass<'local>,
    signer: jlong,
    bytes: JByteArray<'local>,
    length: jint,
) -> jint {
    let digest = short::read(&env, &bytes, length).and_then(|(message, length)| {
        let message = message.get(..length)?;
        caught(|| Ok(Signer::get(signer)?.digest(message)?)).ok()
    });
    digest.and_then(|digest| short::write(&env, &bytes, digest.as_bytes())).unwrap_or(-1)
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
        let (signer, bytes) = (Signer::get(signer)?, call.bytes(&messages)?);
        let (mut frames, mut messages) = (Frames::of(&bytes), Vec::new());
        while !frames.is_empty() {
            messages.push(frames.bytes()?);
        }
        let digests = Reply::result(messages.len() * signer.digest_length().unwrap_or_default());
        Ok(signer.digest_many(messages)?.iter().fold(digests, |digests, digest| digests.bytes(digest.as_bytes())))
    })
}
