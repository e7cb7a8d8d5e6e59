//! Verifiers.

use jni::{
    EnvUnowned, jni_mangle,
    objects::{JByteArray, JClass},
    sys::jlong,
};
use visitorseal::{Key, Policy, Scheme, Settings, Verified, Verifier};

use crate::{
    answer::{answer, unix},
    error::Result,
    frames::{Frames, utf8},
    objects::Object,
    reply::Reply,
};

/// The number of a verifier, and the largest body that it reads. `keys` has for each key its bytes and its name, which may
/// be missing.
#[jni_mangle("visitorseal.server.internal.Native")]
#[allow(clippy::too_many_arguments, reason = "they are the arguments of the class, and what every export gets")]
pub fn verifier<'local>(
    env: EnvUnowned<'local>,
    _: JClass<'local>,
    scheme: jlong,
    keys: JByteArray<'local>,
    policy: JByteArray<'local>,
    leeway: jlong,
    max_token: jlong,
    settings: JByteArray<'local>,
) -> JByteArray<'local> {
    answer(env, |call| {
        let (scheme, bytes) = (Scheme::get(scheme)?, call.secret(&keys)?);
        let policy: Policy = utf8(&call.bytes(&policy)?)?.parse()?;
        let verifier = Verifier::new(&scheme, self::keys(&bytes)?)?
            .policy(policy)
            .leeway(unsigned(leeway))?
            .max_token(size(max_token))
            .settings(&Settings::from_json(&call.bytes(&settings)?)?)?;
        let largest = i64::try_from(verifier.max_body()).unwrap_or(i64::MAX);
        Ok(Reply::result(16).long(verifier.put()?).long(largest))
    })
}

pub fn keys(bytes: &[u8]) -> Result<Vec<Key<'_>>> {
    let (mut frames, mut keys) = (Frames::of(bytes), Vec::new());
    while !frames.is_empty() {
        let (key, kid) = (Key::from(frames.bytes()?), frames.optional_text()?);
        keys.push(kid.map_or(key, |kid| key.kid(kid)));
    }
    Ok(keys)
}

/// The classes refuse what is negative.
pub fn unsigned(number: jlong) -> u64 {
    u64::try_from(number).unwrap_or(0)
}

pub fn size(bytes: jlong) -> usize {
    usize::try_from(unsigned(bytes)).unwrap_or(usize::MAX)
}

/// What a body proves.
#[jni_mangle("visitorseal.server.internal.Native")]
pub fn verify<'local>(
    env: EnvUnowned<'local>,
    _: JClass<'local>,
    verifier: jlong,
    body: JByteArray<'local>,
    now: jlong,
) -> JByteArray<'local> {
    answer(env, |call| {
        let verifier = Verifier::get(verifier)?;
        write(&verifier.verify_json(&call.bytes(&body)?, unix(now)?)?)
    })
}

/// Writes whether it is verified, the index of the key (-1: none), everything as JSON, the contact's number (0: none), and
/// why a wrong signature was let through. The number is the contact's alone, because only a contact is asked again.
fn write(verified: &Verified) -> Result<Reply> {
    let json = verified.to_json();
    let contact = verified.contact().map_or(Ok(0), Object::put)?;
    let key = verified.key().and_then(|key| i32::try_from(key).ok()).unwrap_or(-1);
    let reply = Reply::result(json.len() + 32).flag(verified.is_verified()).int(key).text(&json).long(contact);
    Ok(match verified.refusal() {
        Some(refusal) => reply.flag(true).error_parts(refusal),
        None => reply.flag(false),
    })
}
