//! Contacts.

use jni::{
    EnvUnowned, jni_mangle,
    objects::{JByteArray, JClass},
    sys::jlong,
};
use visitorseal::Contact;

use crate::{answer::answer, frames::utf8, objects::Object};

/// The contact as JSON.
#[jni_mangle("visitorseal.server.internal.Native")]
pub fn contact_json<'local>(env: EnvUnowned<'local>, _: JClass<'local>, contact: jlong) -> JByteArray<'local> {
    answer(env, |_| Ok(Contact::get(contact)?.to_json().into()))
}

/// A text whose placeholders are filled with the contact's values.
#[jni_mangle("visitorseal.server.internal.Native")]
pub fn fill<'local>(
    env: EnvUnowned<'local>,
    _: JClass<'local>,
    contact: jlong,
    text: JByteArray<'local>,
) -> JByteArray<'local> {
    answer(env, |call| Ok(Contact::get(contact)?.fill(utf8(&call.bytes(&text)?)?).into()))
}
