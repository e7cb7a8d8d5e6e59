//! The time that a call is made for.

use visitorseal::{Code, Error};

use crate::error::Result;

/// Unix seconds as they cross. The languages give the system's clock themselves: what is left out crosses in a
/// buffer of its own, and a call from the JVM costs more than a verification.
pub fn unix(now: i64) -> Result<u64> {
    let before = |_| Error::about(Code::NowInvalid, "now", "it lies before 1970; give Unix seconds");
    Ok(u64::try_from(now).map_err(before)?)
}
