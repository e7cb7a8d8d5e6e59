//! The times in a token's claims (RFC 7519 section 4.1).

use serde_json::Value;

use crate::{
    error::{Code, Error, Result},
    json::{self, Object},
    time::LAST_SECOND,
};

/// The claims that hold times.
pub(crate) const TIMES: [&str; 3] = ["exp", "nbf", "iat"];

/// Compares `exp`, `nbf` or `iat` with `now`, in Unix seconds.
pub(crate) fn check_time(claims: &Object, claim: &str, now: u64, leeway: u64) -> Result<()> {
    // Both are far below 2^53, where a double holds every second exactly.
    let (now, leeway) = (now as f64, leeway as f64);
    match (claim, numeric_date(claims, claim)?) {
        ("exp", Some(exp)) if now >= exp + leeway => Err(Error::about(
            Code::TokenExpired,
            claim,
            format!("The token expired {:.0} s ago. Sign a new one.", (now - exp).max(0.0)),
        )),
        ("nbf" | "iat", Some(start)) if now + leeway < start => Err(Error::about(
            Code::TokenNotYetValid,
            claim,
            format!(
                "The token is not valid yet: this time is {:.0} s in the future. Check the clocks of both servers.",
                (start - now).ceil()
            ),
        )),
        _ => Ok(()),
    }
}

/// Whether a number is a time in milliseconds, from the years 2001 to 5138. In seconds it would be after the year 33658.
pub(crate) fn is_in_milliseconds(number: f64) -> bool {
    (1e12..1e14).contains(&number)
}

/// A `NumericDate` (RFC 7519 section 2): seconds since 1970, maybe with a fraction.
pub(crate) fn numeric_date(claims: &Object, claim: &str) -> Result<Option<f64>> {
    let Some(value) = claims.get(claim) else {
        return Ok(None);
    };
    let Value::Number(number) = value else {
        let reason = format!("The claim is {}. It must be a number of Unix seconds.", json::type_name(value));
        return Err(Error::about(Code::ClaimType, claim, reason));
    };
    let seconds = number.as_f64().unwrap_or(f64::NAN);
    if (0.0..=LAST_SECOND as f64).contains(&seconds) {
        return Ok(Some(seconds));
    }
    let reason = if is_in_milliseconds(seconds) {
        "The time is in milliseconds. Use Unix seconds."
    } else {
        "The time is not between the years 1970 and 9999. Use Unix seconds."
    };
    Err(Error::about(Code::ClaimValue, claim, reason))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(json: &str, now: u64, leeway: u64) -> std::result::Result<(), Code> {
        let claims = json::object(json.as_bytes()).unwrap();
        TIMES.iter().try_for_each(|claim| check_time(&claims, claim, now, leeway)).map_err(|error| error.code())
    }

    #[test]
    fn expiry_holds_to_the_second_with_and_without_leeway() {
        let exp = r#"{"exp":1000}"#;
        assert_eq!(time(exp, 999, 0), Ok(()));
        assert_eq!(time(exp, 1000, 0), Err(Code::TokenExpired));
        assert_eq!(time(exp, 1001, 0), Err(Code::TokenExpired));
        assert_eq!(time(exp, 1029, 30), Ok(()));
        assert_eq!(time(exp, 1030, 30), Err(Code::TokenExpired));
        assert_eq!(time(exp, 1031, 30), Err(Code::TokenExpired));
        assert_eq!(time(r#"{"exp":1000.5}"#, 1000, 0), Ok(()));
        assert_eq!(time(r#"{"exp":1000.5}"#, 1001, 0), Err(Code::TokenExpired));
    }

    #[test]
    fn nbf_and_iat_hold_to_the_second_with_and_without_leeway() {
        for claim in ["nbf", "iat"] {
            let json = format!("{{\"{claim}\":1000}}");
            assert_eq!(time(&json, 1001, 0), Ok(()));
            assert_eq!(time(&json, 1000, 0), Ok(()));
            assert_eq!(time(&json, 999, 0), Err(Code::TokenNotYetValid));
            assert_eq!(time(&json, 971, 30), Ok(()));
            assert_eq!(time(&json, 970, 30), Ok(()));
            assert_eq!(time(&json, 969, 30), Err(Code::TokenNotYetValid));
        }
    }

    #[test]
    fn refuses_times_that_are_not_unix_seconds() {
        for claim in ["exp", "nbf", "iat"] {
            for (value, code) in [
                ("\"1000\"", Code::ClaimType),
                ("null", Code::ClaimType),
                ("true", Code::ClaimType),
                ("[]", Code::ClaimType),
                ("-1", Code::ClaimValue),
                ("1e300", Code::ClaimValue),
                ("18446744073709551616", Code::ClaimValue),
                ("253402300800", Code::ClaimValue),
                ("1763600000000", Code::ClaimValue),
            ] {
                assert_eq!(time(&format!("{{\"{claim}\":{value}}}"), 500, 0), Err(code), "{claim} {value}");
            }
        }
        let error = check_time(&json::object(br#"{"exp":1763600000000}"#).unwrap(), "exp", 500, 0).unwrap_err();
        assert!(error.reason().contains("milliseconds"));
    }
}
