//! A token from the app's own server.

use std::sync::Arc;

use crate::{clock, error::Result};

/// A token from the app's own server, held until shortly before it expires. Its description does not show it.
///
/// A phone's clock may be wrong by hours, so only the server's counts: it sends its time with the token, and
/// the app adds the seconds that it measured since, on a clock that is never set. Nothing is verified here.
#[derive(uniffi::Object)]
pub struct HeldToken(visitorseal::Held);

#[uniffi::export]
impl HeldToken {
    /// `server_now` is the server's time as it sent the token, in Unix seconds.
    ///
    /// Throws `Configuration` `now_invalid`, and `Refused`: `token_malformed` or `token_too_large`;
    /// `claim_type` or `claim_value` for an `exp` that is no time.
    #[uniffi::constructor]
    pub fn new(token: String, server_now: i64) -> Result<Arc<Self>> {
        let now = clock::unix(server_now)?;
        Ok(Arc::new(Self(visitorseal::Held::new(token, now)?)))
    }

    /// The token, while it has not expired: `elapsed` seconds have passed since it came.
    pub fn token(&self, elapsed: u64) -> Option<String> {
        self.0.token(elapsed).map(str::to_owned)
    }

    /// In how many seconds another is due, `elapsed` seconds after this one came: 0 for now, none for a
    /// token that never expires. It is a minute before its end, or a tenth of its life where that is less.
    pub fn due_in(&self, elapsed: u64) -> Option<u64> {
        self.0.due_in(elapsed)
    }
}
