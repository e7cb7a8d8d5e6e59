//! Unix time in seconds, and the forms in which vendors write a time.

use time::{OffsetDateTime, format_description::well_known::Rfc3339};

use crate::{
    error::{Code, Error, Result},
    forms::TimeForm,
};

/// The last second of the year 9999. No time may be later.
pub(crate) const LAST_SECOND: u64 = 253_402_300_799;

/// Refuses a time that cannot be Unix seconds.
pub(crate) fn check_now(now: u64) -> Result<()> {
    if now <= LAST_SECOND {
        return Ok(());
    }
    Err(Error::about(Code::NowInvalid, "now", "The time is after the year 9999. Pass Unix seconds, not milliseconds."))
}

/// The Unix seconds that have ten digits, and as milliseconds thirteen: from 2001 to 2286. Signed times have no other
/// length, so that what comes before a time in a message cannot be taken for a part of it.
const TEN_DIGITS: std::ops::Range<u64> = 1_000_000_000..10_000_000_000;

/// Refuses a time that no signed text can hold.
pub(crate) fn check_signed_time(seconds: u64) -> Result<()> {
    if TEN_DIGITS.contains(&seconds) {
        return Ok(());
    }
    Err(Error::about(
        Code::NowInvalid,
        "now",
        "A signed time must be from 2001 to 2286. Pass the present Unix seconds.",
    ))
}

/// Writes Unix seconds.
pub(crate) fn write(form: TimeForm, seconds: u64) -> String {
    match form {
        TimeForm::Seconds => seconds.to_string(),
        TimeForm::Milliseconds => format!("{seconds}000"),
        TimeForm::Iso => i64::try_from(seconds)
            .ok()
            .and_then(|seconds| OffsetDateTime::from_unix_timestamp(seconds).ok()?.format(&Rfc3339).ok())
            .unwrap_or_default(),
    }
}

/// Reads a time in exactly this form, as Unix milliseconds.
///
/// # Errors
/// A sentence that says what is wrong.
pub(crate) fn parse(form: TimeForm, text: &str) -> std::result::Result<u64, &'static str> {
    // With a leading zero a time would have another length.
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit()) && !text.starts_with('0');
    let digits = || is_number.then(|| text.parse::<u64>().ok()).flatten();
    match form {
        TimeForm::Seconds => match digits() {
            Some(seconds) if TEN_DIGITS.contains(&seconds) => Ok(seconds * 1000),
            Some(milliseconds) if TEN_DIGITS.contains(&(milliseconds / 1000)) => {
                Err("The time is in milliseconds. Send Unix seconds.")
            }
            _ => Err("The time is not Unix seconds of ten digits. Send the time that the server signed."),
        },
        TimeForm::Milliseconds => match digits() {
            Some(milliseconds) if TEN_DIGITS.contains(&(milliseconds / 1000)) => Ok(milliseconds),
            Some(seconds) if TEN_DIGITS.contains(&seconds) => Err("The time is in seconds. Send Unix milliseconds."),
            _ => Err("The time is not Unix milliseconds of thirteen digits. Send the time that the server signed."),
        },
        TimeForm::Iso => {
            let is_utc = text.ends_with('Z') && text.get(10..11) == Some("T");
            let time = OffsetDateTime::parse(text, &Rfc3339).ok().filter(|_| is_utc);
            time.and_then(|time| u64::try_from(time.unix_timestamp_nanos() / 1_000_000).ok()).ok_or(
                "The time is not RFC 3339 in UTC, such as 2026-11-20T00:00:00Z. Send the time that the server signed.",
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_is_read_back() {
        // 2026-11-20, from `date -u -d @1795132800`.
        for (form, text) in [
            (TimeForm::Seconds, "1795132800"),
            (TimeForm::Milliseconds, "1795132800000"),
            (TimeForm::Iso, "2026-11-20T00:00:00Z"),
        ] {
            assert_eq!(write(form, 1_795_132_800), text);
            assert_eq!(parse(form, text), Ok(1_795_132_800_000));
        }
        assert_eq!(parse(TimeForm::Milliseconds, "1795132800123"), Ok(1_795_132_800_123));
        assert_eq!(parse(TimeForm::Iso, "2026-11-20T00:00:00.123Z"), Ok(1_795_132_800_123));
    }

    #[test]
    fn no_form_is_read_as_another() {
        for (form, texts) in [
            (
                TimeForm::Seconds,
                ["1795132800000", "2026-11-20T00:00:00Z", "+795132800", "0999999999", "01795132800", "", "1795132800 "],
            ),
            (
                TimeForm::Milliseconds,
                [
                    "1795132800",
                    "2026-11-20T00:00:00Z",
                    "+795132800000",
                    "0999999999000",
                    "01795132800000",
                    "",
                    " 1795132800000",
                ],
            ),
            (
                TimeForm::Iso,
                [
                    "1795132800",
                    "2026-11-20T00:00:00",
                    "2026-11-20T01:00:00+01:00",
                    "2026-11-20 00:00:00Z",
                    "2026-11-20t00:00:00z",
                    "",
                    "2026-13-20T00:00:00Z",
                ],
            ),
        ] {
            for text in texts {
                assert!(parse(form, text).is_err(), "{form:?} {text}");
            }
        }
    }
}
