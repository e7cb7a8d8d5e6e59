//! Times of a token in other forms than Unix seconds, and times of another zone.

use serde_json::Value;
use time::{
    OffsetDateTime,
    format_description::well_known::{Rfc2822, Rfc3339},
};

/// Ten years. No token is valid longer, and no end lies in the years after 1970.
const LONGEST: f64 = 315_360_000.0;

/// A time as people write it by mistake.
#[derive(Debug, PartialEq)]
pub(super) enum OtherTime {
    /// A number, or a text such as `1 hour`.
    Duration,
    /// A date, and its Unix seconds if it can be read.
    Date(Option<i64>),
    /// This unit, and how many there are in a second.
    Unit(&'static str, u64),
}

/// What a value is in place of Unix seconds. None if it is none of these.
pub(super) fn read_other(value: &Value) -> Option<OtherTime> {
    match value {
        Value::Number(number) => read_number(number.as_f64()?),
        Value::String(text) => read_text(text.trim()),
        _ => None,
    }
}

fn read_number(number: f64) -> Option<OtherTime> {
    match number {
        _ if number > 0.0 && number <= LONGEST => Some(OtherTime::Duration),
        _ if (1e15..1e17).contains(&number) => Some(OtherTime::Unit("microseconds", 1_000_000)),
        _ if (1e18..1e20).contains(&number) => Some(OtherTime::Unit("nanoseconds", 1_000_000_000)),
        _ => None,
    }
}

fn read_text(text: &str) -> Option<OtherTime> {
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.parse().ok().and_then(read_number).filter(|found| *found == OtherTime::Duration);
    }
    if text.len() > 128 {
        return None;
    }
    let date = read_date(text);
    if date.is_some() || looks_like_date(text) {
        return Some(OtherTime::Date(date));
    }
    is_duration(text).then_some(OtherTime::Duration)
}

/// A number and a unit (`15m`, `1 hour`, `+1 day`), or a duration of ISO 8601 (`PT1H`).
fn is_duration(text: &str) -> bool {
    const UNITS: [&str; 8] = ["s", "m", "h", "d", "w", "y", "ms", "mo"];
    const NAMES: [&str; 7] = ["sec", "min", "hour", "hr", "day", "week", "year"];
    let text = text.to_ascii_lowercase();
    if let Some(rest) = text.strip_prefix('p') {
        return rest.ends_with(|char: char| "ymwdhs".contains(char))
            && rest.contains(|char: char| char.is_ascii_digit());
    }
    let text = text.trim_start_matches(['+', '-']).trim_start();
    let digits = text.find(|char: char| !char.is_ascii_digit() && char != '.').unwrap_or(text.len());
    let Some((number, unit)) = text.split_at_checked(digits) else { return false };
    let unit = unit.trim();
    !number.is_empty() && (UNITS.contains(&unit) || NAMES.iter().any(|name| unit.starts_with(name)))
}

/// A date of ISO 8601 or RFC 2822, or as JavaScript, Python, Ruby and Go write one, in Unix seconds.
fn read_date(text: &str) -> Option<i64> {
    let iso = |text: &str| OffsetDateTime::parse(text, &Rfc3339).ok();
    let rfc = |text: &str| OffsetDateTime::parse(text, &Rfc2822).ok();
    let words: Vec<&str> = text.split_ascii_whitespace().collect();
    let zone = |zone: &str| match zone.get(..5) {
        Some(offset) if offset.starts_with(['+', '-']) && !offset.contains(':') => {
            format!("{}:{}", offset.get(..3).unwrap_or_default(), offset.get(3..).unwrap_or_default())
        }
        _ if matches!(zone, "UTC" | "GMT") => "Z".to_owned(),
        _ => zone.to_owned(),
    };
    let time = match words.as_slice() {
        // Date.toString of JavaScript: Fri Nov 20 2026 01:00:00 GMT+0100 (…).
        [weekday, month, day, year, time, offset, ..] if offset.starts_with("GMT") => {
            let offset = offset.strip_prefix("GMT").filter(|offset| !offset.is_empty()).unwrap_or("+0000");
            rfc(&format!("{weekday}, {day} {month} {year} {time} {offset}"))
        }
        [date, time, offset, ..] => iso(&format!("{date}T{time}{}", zone(offset))).or_else(|| rfc(text)),
        [date, time] => iso(&format!("{date}T{time}")).or_else(|| iso(&format!("{date}T{time}Z"))),
        [date] => iso(date).or_else(|| iso(&format!("{date}Z"))).or_else(|| iso(&format!("{date}T00:00:00Z"))),
        [] => None,
    };
    time.or_else(|| rfc(text)).map(OffsetDateTime::unix_timestamp)
}

/// Whether a text has a year and a part of a date or of a time, in whatever order.
fn looks_like_date(text: &str) -> bool {
    let words: Vec<&str> = text.split(|char: char| !char.is_ascii_alphanumeric()).collect();
    let is_year = |word: &str| word.len() == 4 && (word.starts_with("19") || word.starts_with("20")) && is_digits(word);
    let is_part = |word: &str| (1..=2).contains(&word.len()) && is_digits(word);
    words.iter().copied().any(is_year) && words.iter().copied().any(is_part)
}

fn is_digits(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_digit())
}

/// The hours between two clocks that show other zones, if a difference is that of a zone: whole hours up to 14, or one of
/// the halves that zones have, give or take two minutes.
pub(super) fn zone(seconds: f64) -> Option<String> {
    /// Newfoundland, the Marquesas, Iran, Afghanistan, India, Myanmar, and Australia's middle with its summer time.
    const HALVES: [u32; 7] = [5, 7, 9, 11, 13, 19, 21];
    let halves = (seconds / 1800.0).round();
    if (seconds - halves * 1800.0).abs() > 120.0 || !(1.0..=28.0).contains(&halves) {
        return None;
    }
    let halves = halves as u32;
    match (halves % 2, halves / 2) {
        (0, 1) => Some("one hour".to_owned()),
        (0, hours) => Some(format!("{hours} hours")),
        (_, hours) if HALVES.contains(&halves) => Some(format!("{hours} and a half hours")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-11-20T01:00:00Z, from `date -u -d 2026-11-20T01:00:00Z +%s`.
    const TIME: i64 = 1_795_136_400;

    #[test]
    fn dates_are_read_as_languages_write_them() {
        for text in [
            "2026-11-20T01:00:00Z",
            "2026-11-20T01:00:00.000Z",
            "2026-11-20T02:00:00+01:00",
            "2026-11-20T01:00:00",
            "2026-11-20 01:00:00",
            "2026-11-20 01:00:00.000000+00:00",
            "2026-11-20 01:00:00 UTC",
            "2026-11-20 02:00:00 +0100",
            "2026-11-20 01:00:00 +0000 UTC",
            "Fri, 20 Nov 2026 01:00:00 GMT",
            "Fri, 20 Nov 2026 02:00:00 +0100",
            "Fri Nov 20 2026 02:00:00 GMT+0100 (Central European Standard Time)",
        ] {
            assert_eq!(read_text(text), Some(OtherTime::Date(Some(TIME))), "{text}");
        }
        assert_eq!(read_text("2026-11-20"), Some(OtherTime::Date(Some(TIME - 3600))));
        for text in ["20.11.2026, 01:00", "11/20/2026", "Nov 20, 2026 1:00 AM", "20 Nov 2026"] {
            assert_eq!(read_text(text), Some(OtherTime::Date(None)), "{text}");
        }
    }

    #[test]
    fn durations_are_told_from_times() {
        for text in
            ["3600", "1h", "15m", "1 hour", "+1 hour", "60 minutes", "7 days", "7d", "PT1H", "P7D", "30s", "1.5h"]
        {
            assert_eq!(read_text(text), Some(OtherTime::Duration), "{text}");
        }
        for text in ["1795136400", "1795136400000", "", "tomorrow", "never", "h", "20", "2026"] {
            let expected = matches!(text, "20" | "2026").then_some(OtherTime::Duration);
            assert_eq!(read_text(text), expected, "{text}");
        }
        assert_eq!(read_number(1_795_136_400.0), None);
        assert_eq!(read_number(0.0), None);
        assert_eq!(read_number(1_795_136_400_000_000.0), Some(OtherTime::Unit("microseconds", 1_000_000)));
        assert_eq!(read_number(1_795_136_400_000_000_000.0), Some(OtherTime::Unit("nanoseconds", 1_000_000_000)));
    }

    #[test]
    fn differences_of_zones_are_whole_hours_and_the_halves_that_zones_have() {
        for (seconds, words) in [
            (3600.0, Some("one hour")),
            (3595.0, Some("one hour")),
            (7200.0, Some("2 hours")),
            (19_800.0, Some("5 and a half hours")),
            (50_400.0, Some("14 hours")),
            (5400.0, None),
            (4200.0, None),
            (1800.0, None),
            (60.0, None),
            (0.0, None),
            (54_000.0, None),
            (-3600.0, None),
        ] {
            assert_eq!(zone(seconds).as_deref(), words, "{seconds}");
        }
    }
}
