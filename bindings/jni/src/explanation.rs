//! Why a signature was refused.

use jni::{
    EnvUnowned, jni_mangle,
    objects::{JByteArray, JClass},
    sys::jlong,
};
use visitorseal::{Code, Error, Explainer, Explanation, Scheme, Settings};

use crate::{
    answer::{answer, unix},
    frames::utf8,
    objects::Object,
    reply::Reply,
    verifier::{keys, size, unsigned},
};

/// Why a body is refused. The keys are as for a verifier. The site's own record of the visitor may be null.
#[jni_mangle("visitorseal.server.internal.Native")]
#[allow(clippy::too_many_arguments, reason = "they are the arguments of the function, and what every export gets")]
pub fn explain<'local>(
    env: EnvUnowned<'local>,
    _: JClass<'local>,
    scheme: jlong,
    keys: JByteArray<'local>,
    body: JByteArray<'local>,
    now: jlong,
    leeway: jlong,
    max_token: jlong,
    settings: JByteArray<'local>,
    visitor: JByteArray<'local>,
) -> JByteArray<'local> {
    answer(env, |call| {
        let (scheme, bytes) = (Scheme::get(scheme)?, call.secret(&keys)?);
        let mut explainer = Explainer::new(&scheme, self::keys(&bytes)?)?
            .leeway(unsigned(leeway))?
            .max_token(size(max_token))
            .settings(&Settings::from_json(&call.bytes(&settings)?)?)?;
        if let Some(record) = call.optional(&visitor)? {
            explainer = explainer.visitor(&crate::visitor::read(&record)?.into())?;
        }
        Ok(write(&explainer.explain_json(&call.bytes(&body)?, unix(now)?)?))
    })
}

/// An explanation of an error that the classes found, such as fields that they cannot write as JSON. The field may be null.
#[jni_mangle("visitorseal.server.internal.Native")]
pub fn explain_error<'local>(
    env: EnvUnowned<'local>,
    _: JClass<'local>,
    code: JByteArray<'local>,
    field: JByteArray<'local>,
    reason: JByteArray<'local>,
) -> JByteArray<'local> {
    answer(env, |call| {
        let (code, field, reason) = (call.bytes(&code)?, call.optional(&field)?, call.bytes(&reason)?);
        let (code, reason) = (utf8(&code)?, utf8(&reason)?);
        let known = Code::ALL.iter().find(|known| known.as_str() == code);
        let code = *known.ok_or_else(|| Error::about(Code::Internal, "code", "There is no such code."))?;
        let error = match &field {
            Some(field) => Error::about(code, utf8(field)?, reason),
            None => Error::new(code, reason),
        };
        Ok(write(&Explanation::from(error)))
    })
}

/// Writes whether the signature is right, the explanation as JSON, and the findings.
fn write(explained: &Explanation) -> Reply {
    let json = explained.to_json();
    let reply = Reply::result(2 * json.len()).flag(explained.is_verified()).text(&json);
    explained.findings().iter().fold(reply.int(explained.findings().len() as i32), |reply, finding| {
        reply.text(finding.code()).optional(finding.field()).text(finding.reason()).text(finding.fix())
    })
}
