//! Arrays of bytes, without what the crate `jni` does around each call. Its checks for exceptions would take a third of the time of a
//! digest. And if the JVM has no memory, it would look up classes and methods of Java for an error that nobody reads.

use jni::{
    Env, EnvUnowned,
    objects::JByteArray,
    sys::{jbyte, jint},
};

/// A new array with these bytes. None if the JVM has no memory for it.
#[allow(
    unsafe_code,
    reason = "the crate's safe function looks up classes, which Graal's native-image must know beforehand"
)]
pub fn array<'local>(env: &Env<'local>, bytes: &[u8]) -> Option<JByteArray<'local>> {
    let length = jint::try_from(bytes.len()).ok()?;
    let env_pointer = env.get_raw();
    // SAFETY: `env` is that of this thread. The new array has room for `length` bytes, as many as `bytes` has, so that no exception
    // is thrown but the one for the memory, which is cleared. Nothing else has the new reference.
    unsafe {
        let array = ((**env_pointer).v1_1.NewByteArray)(env_pointer, length);
        if array.is_null() {
            ((**env_pointer).v1_1.ExceptionClear)(env_pointer);
            return None;
        }
        ((**env_pointer).v1_1.SetByteArrayRegion)(env_pointer, array, 0, length, bytes.as_ptr().cast());
        Some(JByteArray::from_raw(env, array))
    }
}

/// The size of these arrays. No digest is longer.
pub const SHORT: usize = visitorseal::Digest::MAX_LENGTH;

/// All bytes of an array of [`SHORT`] bytes, and `length` as the size of a part of them. None for another array and for a
/// length that is too large.
#[allow(unsafe_code, reason = "the crate's safe functions check for exceptions that cannot be thrown here")]
pub fn read(env: &EnvUnowned<'_>, array: &JByteArray<'_>, length: jint) -> Option<([u8; SHORT], usize)> {
    let length = usize::try_from(length).ok().filter(|length| *length <= SHORT)?;
    if !is_short(env, array) {
        return None;
    }
    let mut bytes = [0 as jbyte; SHORT];
    // SAFETY: the JVM passed `env` and `array` to this call, on this thread. The array has SHORT bytes, so that the part is
    // within it and no exception is thrown, and `bytes` has room for it.
    unsafe {
        ((**env.as_raw()).v1_1.GetByteArrayRegion)(env.as_raw(), array.as_raw(), 0, length as jint, bytes.as_mut_ptr());
    }
    Some((bytes.map(|byte| byte as u8), length))
}

/// Writes bytes to the beginning of an array of [`SHORT`] bytes, and gives their number. None if they are too many.
#[allow(unsafe_code, reason = "the crate's safe functions check for exceptions that cannot be thrown here")]
pub fn write(env: &EnvUnowned<'_>, array: &JByteArray<'_>, bytes: &[u8]) -> Option<jint> {
    let mut copied = [0 as jbyte; SHORT];
    let part = copied.get_mut(..bytes.len())?;
    part.iter_mut().zip(bytes).for_each(|(copied, byte)| *copied = *byte as jbyte);
    if !is_short(env, array) {
        return None;
    }
    let length = jint::try_from(part.len()).ok()?;
    // SAFETY: as above. `part` has `length` bytes.
    unsafe {
        ((**env.as_raw()).v1_1.SetByteArrayRegion)(env.as_raw(), array.as_raw(), 0, length, part.as_ptr());
    }
    Some(length)
}

#[allow(unsafe_code, reason = "the crate's safe function checks for exceptions that cannot be thrown here")]
fn is_short(env: &EnvUnowned<'_>, array: &JByteArray<'_>) -> bool {
    // SAFETY: the JVM passed `env` and `array` to this call, on this thread, and the array is not null.
    let length = |env: &EnvUnowned<'_>| unsafe { ((**env.as_raw()).v1_1.GetArrayLength)(env.as_raw(), array.as_raw()) };
    !array.is_null() && usize::try_from(length(env)) == Ok(SHORT)
}
