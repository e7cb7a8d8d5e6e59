//! Pages: what needs no secret. A signer has one too.

use jni::{
    EnvUnowned, jni_mangle,
    objects::{JByteArray, JClass},
    sys::jlong,
};
use visitorseal::{Page, Scheme, Settings, Signed};

use crate::{answer::answer, frames::utf8, objects::Object, reply::Reply, signed, visitor};

/// The number of a page. `settings` is a JSON object.
#[jni_mangle("visitorseal.server.internal.Native")]
pub fn page<'local>(
    env: EnvUnowned<'local>,
    _: JClass<'local>,
    scheme: jlong,
    settings: JByteArray<'local>,
) -> JByteArray<'local> {
    answer(env, |call| {
        let settings = Settings::from_json(&call.bytes(&settings)?)?;
        Ok(Reply::result(8).long(Page::new(&*Scheme::get(scheme)?, &settings)?.put()?))
    })
}

/// A visitor without a signature, as [`signed`] writes one.
#[jni_mangle("visitorseal.server.internal.Native")]
pub fn prefill<'local>(
    env: EnvUnowned<'local>,
    _: JClass<'local>,
    page: jlong,
    visitor: JByteArray<'local>,
) -> JByteArray<'local> {
    answer(env, |call| {
        let bytes = call.bytes(&visitor)?;
        Ok(signed::write(&Page::get(page)?.prefill(&visitor::read(&bytes)?.into())?))
    })
}

/// A signed visitor from the JSON that a server made.
#[jni_mangle("visitorseal.server.internal.Native")]
pub fn read_signed<'local>(
    env: EnvUnowned<'local>,
    _: JClass<'local>,
    page: jlong,
    json: JByteArray<'local>,
) -> JByteArray<'local> {
    answer(env, |call| Ok(signed::write(&Signed::from_json(&*Page::get(page)?, &call.bytes(&json)?)?)))
}

/// The script of a signed visitor. The nonce may be null.
#[jni_mangle("visitorseal.server.internal.Native")]
pub fn script<'local>(
    env: EnvUnowned<'local>,
    _: JClass<'local>,
    page: jlong,
    signed: JByteArray<'local>,
    nonce: JByteArray<'local>,
) -> JByteArray<'local> {
    answer(env, |call| {
        let (page, signed) = (Page::get(page)?, call.bytes(&signed)?);
        let (statement, _) = signed::read(&signed)?;
        call.with_optional_text(&nonce, |nonce| Ok(page.script(statement, nonce)?.into()))
    })
}

/// The element of a signed visitor. The endpoint may be null.
#[jni_mangle("visitorseal.server.internal.Native")]
pub fn element<'local>(
    env: EnvUnowned<'local>,
    _: JClass<'local>,
    page: jlong,
    signed: JByteArray<'local>,
    endpoint: JByteArray<'local>,
) -> JByteArray<'local> {
    answer(env, |call| {
        let (page, signed) = (Page::get(page)?, call.bytes(&signed)?);
        let (statement, end) = signed::read(&signed)?;
        call.with_optional_text(&endpoint, |endpoint| Ok(page.element(statement, end, endpoint)?.into()))
    })
}

/// The address of a signed visitor.
#[jni_mangle("visitorseal.server.internal.Native")]
pub fn url<'local>(
    env: EnvUnowned<'local>,
    _: JClass<'local>,
    page: jlong,
    signed: JByteArray<'local>,
) -> JByteArray<'local> {
    answer(env, |call| {
        let signed = call.bytes(&signed)?;
        let (statement, _) = signed::read(&signed)?;
        Ok(Page::get(page)?.url_of(statement.fields, statement.signature)?.into())
    })
}

/// The address of a token that an app has.
#[jni_mangle("visitorseal.server.internal.Native")]
pub fn token_url<'local>(
    env: EnvUnowned<'local>,
    _: JClass<'local>,
    page: jlong,
    token: JByteArray<'local>,
) -> JByteArray<'local> {
    answer(env, |call| {
        let token = call.bytes(&token)?;
        let token = utf8(&token)?;
        let page = Page::get(page)?;
        visitorseal::inspect_token(token)?;
        Ok(page.url(Some(token))?.into())
    })
}

/// The script that makes the widget forget the visitor. The nonce may be null.
#[jni_mangle("visitorseal.server.internal.Native")]
pub fn forget_script<'local>(
    env: EnvUnowned<'local>,
    _: JClass<'local>,
    page: jlong,
    nonce: JByteArray<'local>,
) -> JByteArray<'local> {
    answer(env, |call| {
        let page = Page::get(page)?;
        call.with_optional_text(&nonce, |nonce| Ok(page.forget_script(nonce)?.into()))
    })
}

/// The script of a page where nobody is signed in. The nonce may be null.
#[jni_mangle("visitorseal.server.internal.Native")]
pub fn anonymous_script<'local>(
    env: EnvUnowned<'local>,
    _: JClass<'local>,
    page: jlong,
    nonce: JByteArray<'local>,
) -> JByteArray<'local> {
    answer(env, |call| {
        let page = Page::get(page)?;
        call.with_optional_text(&nonce, |nonce| Ok(page.anonymous_script(nonce)?.into()))
    })
}

/// The element of a page where nobody is signed in.
#[jni_mangle("visitorseal.server.internal.Native")]
pub fn anonymous_element<'local>(env: EnvUnowned<'local>, _: JClass<'local>, page: jlong) -> JByteArray<'local> {
    answer(env, |_| Ok(Page::get(page)?.anonymous_element()?.into()))
}
