//! Unix time in seconds.

use crate::error::{Code, Error, Result};

/// The last second of the year 9999. No time may be later.
pub(crate) const LAST_SECOND: u64 = 253_402_300_799;

/// Refuses a time that cannot be Unix seconds.
pub(crate) fn check_now(now: u64) -> Result<()> {
    if now <= LAST_SECOND {
        return Ok(());
    }
    Err(Error::about(Code::NowInvalid, "now", "The time is after the year 9999. Pass Unix seconds, not milliseconds."))
}
