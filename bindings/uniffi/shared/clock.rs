//! The time that a call is made for.

use std::time::UNIX_EPOCH;

use visitorseal::{Code, Error};

use crate::error::Result;

/// The seconds that were given, or else the system's clock.
pub fn unix(now: Option<i64>) -> Result<u64> {
    let Some(now) = now else {
        return Ok(UNIX_EPOCH.elapsed().map_or(0, |since| since.as_secs()));
    };
    let before = |_| Error::about(Code::NowInvalid, "now", "it lies before 1970; give Unix seconds");
    Ok(u64::try_from(now).map_err(before)?)
}
