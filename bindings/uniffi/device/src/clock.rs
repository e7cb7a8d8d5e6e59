//! The time of a call.

use visitorseal::{Code, Error};

use crate::error::Result;

/// Unix seconds from the caller's integer. Kotlin and Swift pass the system's clock themselves: uniffi passes an
/// optional argument in a buffer, which costs the JVM more than a verification.
pub fn unix(now: i64) -> Result<u64> {
    let before = |_| Error::about(Code::NowInvalid, "now", "The time is before 1970. Pass Unix seconds.");
    Ok(u64::try_from(now).map_err(before)?)
}
