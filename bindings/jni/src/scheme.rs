//! The vendors' schemes, and schemes of a site's own.

use jni::{
    EnvUnowned, jni_mangle,
    objects::{JByteArray, JClass},
    sys::jlong,
};
use visitorseal::Scheme;

use crate::{answer::answer, frames::utf8, objects::Object, reply::Reply};

/// The names of the vendors' schemes, one a line.
#[jni_mangle("visitorseal.server.internal.Native")]
pub fn schemes<'local>(env: EnvUnowned<'local>, _: JClass<'local>) -> JByteArray<'local> {
    answer(env, |_| Ok(visitorseal::schemes().collect::<Vec<_>>().join("\n").into()))
}

/// The number of a vendor's scheme.
#[jni_mangle("visitorseal.server.internal.Native")]
pub fn scheme<'local>(env: EnvUnowned<'local>, _: JClass<'local>, name: JByteArray<'local>) -> JByteArray<'local> {
    answer(env, |call| {
        let scheme = call.with_bytes(&name, |name| Ok(visitorseal::scheme(utf8(name)?)?))?;
        Ok(Reply::result(8).long(scheme.put()?))
    })
}

/// The number of a scheme in TOML.
#[jni_mangle("visitorseal.server.internal.Native")]
pub fn parse_scheme<'local>(
    env: EnvUnowned<'local>,
    _: JClass<'local>,
    toml: JByteArray<'local>,
) -> JByteArray<'local> {
    answer(env, |call| {
        let scheme = Scheme::parse(utf8(&call.bytes(&toml)?)?)?;
        Ok(Reply::result(8).long(scheme.put()?))
    })
}

/// The scheme as JSON. The classes read everything about it there.
#[jni_mangle("visitorseal.server.internal.Native")]
pub fn scheme_json<'local>(env: EnvUnowned<'local>, _: JClass<'local>, scheme: jlong) -> JByteArray<'local> {
    answer(env, |_| Ok(Scheme::get(scheme)?.to_json().into()))
}
