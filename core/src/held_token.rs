//! A token that an app keeps, and when the app needs a new one.

use std::fmt;

use crate::{error::Result, time::check_now, token::inspect_token};

/// A new token is due this many seconds before the old one expires, or a tenth of its life if that is less.
const MARGIN: u64 = 60;

/// A token from the app's own server, which the app keeps until shortly before it expires.
///
/// A phone's clock may be wrong by hours, so only the server's clock counts: the server sends its time with the
/// token, and the app adds the seconds since then from a monotonic clock. The app does not verify the token.
/// `Debug` does not show it.
///
/// ```
/// // {"alg":"RS256"}.{"iat":1000,"exp":1600}
/// let token = "eyJhbGciOiJSUzI1NiJ9.eyJpYXQiOjEwMDAsImV4cCI6MTYwMH0.c2ln";
/// let held = visitorseal::HeldToken::new(token, 1000)?;
/// assert_eq!(held.due_in(0), Some(540));
/// assert_eq!(held.token(599), Some(token));
/// assert_eq!(held.token(600), None);
/// # Ok::<(), visitorseal::Error>(())
/// ```
#[derive(Clone)]
pub struct HeldToken {
    token: String,
    /// For how many seconds the token is valid, and how many seconds before that a new one is due.
    life: Option<(u64, u64)>,
}

impl HeldToken {
    /// Keeps a token. `server_now` is the server's time when it sent the token, in Unix seconds.
    ///
    /// # Errors
    /// `now_invalid`; `token_malformed` or `token_too_large`; `claim_type` or `claim_value` for an `exp`
    /// that is not a time.
    pub fn new(token: impl Into<String>, server_now: u64) -> Result<Self> {
        check_now(server_now)?;
        let token = token.into();
        let life = inspect_token(&token)?.unverified_expiry()?.map(|expiry| {
            let life = expiry.saturating_sub(server_now);
            (life, MARGIN.min(life.div_ceil(10)))
        });
        Ok(Self { token, life })
    }

    /// The token, or none once it has expired. `elapsed` is the number of seconds since it arrived.
    #[must_use]
    pub fn token(&self, elapsed: u64) -> Option<&str> {
        self.life.is_none_or(|(life, _)| elapsed < life).then_some(&self.token)
    }

    /// In how many seconds the app needs a new token: 0 for now, none for a token that never expires.
    /// `elapsed` is the number of seconds since this one arrived.
    #[must_use]
    pub fn due_in(&self, elapsed: u64) -> Option<u64> {
        self.life.map(|(life, margin)| life.saturating_sub(margin).saturating_sub(elapsed))
    }
}

impl fmt::Debug for HeldToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HeldToken").field("life", &self.life).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

    use super::*;
    use crate::Code;

    fn token(claims: &str) -> String {
        format!("eyJhbGciOiJSUzI1NiJ9.{}.c2ln", URL_SAFE_NO_PAD.encode(claims))
    }

    #[test]
    fn another_is_due_a_minute_before_the_end_or_a_tenth_of_a_short_life() {
        for (life, due) in [(3600_u64, 3540), (600, 540), (100, 90), (5, 4), (1, 0), (0, 0)] {
            let held = HeldToken::new(token(&format!(r#"{{"exp":{}}}"#, 1000 + life)), 1000).unwrap();
            assert_eq!(held.due_in(0), Some(due), "{life}");
            assert_eq!(held.due_in(due + 7), Some(0));
            assert_eq!(held.token(life.saturating_sub(1)).is_some(), life > 0);
            assert_eq!(held.token(life), None);
        }
    }

    #[test]
    fn one_that_expired_before_it_came_is_never_given() {
        let held = HeldToken::new(token(r#"{"exp":999}"#), 1000).unwrap();
        assert_eq!((held.token(0), held.due_in(0)), (None, Some(0)));
    }

    #[test]
    fn one_without_expiry_is_never_due() {
        let held = HeldToken::new(token("{}"), 1000).unwrap();
        assert_eq!(held.due_in(u64::MAX), None);
        assert!(held.token(u64::MAX).is_some());
    }

    #[test]
    fn what_is_no_token_is_not_held() {
        let code = |token: &str, now| HeldToken::new(token, now).unwrap_err().code();
        assert_eq!(code("", 0), Code::TokenMalformed);
        assert_eq!(code(&token(r#"{"exp":"soon"}"#), 0), Code::ClaimType);
        assert_eq!(code(&token("{}"), 1_795_132_800_000), Code::NowInvalid);
    }

    #[test]
    fn debug_does_not_show_the_token() {
        let held = |claims: &str| format!("{:?}", HeldToken::new(token(claims), 1000).unwrap());
        assert_eq!(held("{}"), "HeldToken { life: None, .. }");
        assert_eq!(held(r#"{"exp":1600}"#), "HeldToken { life: Some((600, 60)), .. }");
    }
}
