//! A token from the app's own server.

use std::sync::Arc;

use crate::{clock, error::Result};

/// A token from the app's own server, held until shortly before it expires. Its description does not show the token.
///
/// A phone's clock may be wrong by hours. So only the server's clock counts: the server sends its time with the token,
/// and the app passes the seconds that it measured since then. The token is not verified here.
#[derive(uniffi::Object)]
pub struct HeldToken(visitorseal::HeldToken);

#[uniffi::export]
impl HeldToken {
    /// `server_now` is the server's clock when it sent the token, in Unix seconds.
    ///
    /// Throws `Configuration` `now_invalid`, and `Refused`: `token_malformed` or `token_too_large`; `claim_type` or
    /// `claim_value` if `exp` is not a time.
    #[uniffi::constructor]
    pub fn new(token: String, server_now: i64) -> Result<Arc<Self>> {
        let now = clock::unix(server_now)?;
        Ok(Arc::new(Self(visitorseal::HeldToken::new(token, now)?)))
    }

    /// The token, while it has not expired. `elapsed` is the seconds since the app fetched it.
    pub fn token(&self, elapsed: u64) -> Option<String> {
        self.0.token(elapsed).map(str::to_owned)
    }

    /// In how many seconds the app needs another token. 0 means now, none never. A token is due a minute before its
    /// end, or a tenth of its life before it if that is less.
    pub fn due_in(&self, elapsed: u64) -> Option<u64> {
        self.0.due_in(elapsed)
    }
}
