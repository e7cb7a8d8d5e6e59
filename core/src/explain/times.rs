//! Times: those that sites sign by mistake, and those that are too old, too new or in another form.

use ::time::{OffsetDateTime, format_description::well_known::Rfc3339};

use super::{
    finding::{Cause, Finding},
    message::{MessageGuess, Part, join_with},
    mistake::Mistake,
};
use crate::{
    error::{Code, Error},
    forms::TimeForm,
    scheme::{Hmac, Message, Placeholder, Source},
    time,
    verifier::Sent,
};

/// The clock may have been read twice, at most so many seconds apart.
const MOST_SECONDS: u64 = 5;
/// The clock may have been read twice, at most so many milliseconds apart.
const MOST_MILLISECONDS: u64 = 20;

/// Reads a time of any form as Unix milliseconds.
pub(super) fn read_any(text: &str) -> Option<(TimeForm, u64)> {
    [TimeForm::Seconds, TimeForm::Milliseconds, TimeForm::Iso]
        .into_iter()
        .find_map(|form| time::parse(form, text).ok().map(|time| (form, time)))
}

/// The times that a site may have signed in place of the one that the page sends: the cause, the text, and how it differs.
pub(super) fn guess_times(sent: &str) -> Vec<(Cause, String, String)> {
    let Some((form, time)) = read_any(sent) else { return Vec::new() };
    let mut all = Vec::new();
    let mut add = |cause, text: String, how: &str| {
        if text != sent {
            let how = if cause == Cause::MessageTime { format!("{how} {text}") } else { how.to_owned() };
            all.push((cause, text, how));
        }
    };
    let seconds = time / 1000;
    add(Cause::MessageTimeForm, seconds.to_string(), "in seconds");
    add(Cause::MessageTimeForm, time.to_string(), "in milliseconds");
    for text in write_iso(time) {
        add(Cause::MessageTimeForm, text, "as a date");
    }
    add(Cause::MessageTimeForm, format!("{seconds}.0"), "with a fraction");
    let mut around = |time: u64| {
        let text = match form {
            TimeForm::Milliseconds => time.to_string(),
            form => time::write(form, time / 1000),
        };
        add(Cause::MessageTime, text, "as");
    };
    for seconds in 1..=MOST_SECONDS {
        around(time.saturating_sub(seconds * 1000));
        around(time.saturating_add(seconds * 1000));
    }
    if form == TimeForm::Milliseconds {
        for milliseconds in 1..=MOST_MILLISECONDS {
            around(time.saturating_sub(milliseconds));
            around(time.saturating_add(milliseconds));
        }
    }
    all
}

/// The forms in which languages write a date in UTC by default.
fn write_iso(milliseconds: u64) -> Vec<String> {
    let seconds = time::write(TimeForm::Iso, milliseconds / 1000);
    let Some(bare) = seconds.strip_suffix('Z') else { return Vec::new() };
    let fraction = milliseconds % 1000;
    vec![
        format!("{bare}.{fraction:03}Z"),
        format!("{bare}+00:00"),
        format!("{bare}.{fraction:03}+00:00"),
        bare.to_owned(),
        bare.replace('T', " "),
        seconds,
    ]
}

/// The messages with a time in milliseconds, where the page sends seconds: there are a thousand for each second.
pub(super) fn guess_milliseconds(message: &Message, parts: &[Part<'_>]) -> Vec<MessageGuess> {
    let is_in_seconds = |part: &Part<'_>| {
        matches!(part.slot.source, Source::Now(TimeForm::Seconds) | Source::Expires(TimeForm::Seconds))
    };
    let Some((index, part)) = parts.iter().enumerate().find(|(_, part)| is_in_seconds(part)) else { return Vec::new() };
    let Ok(time) = time::parse(TimeForm::Seconds, &part.text) else { return Vec::new() };
    let guess = |milliseconds: u64| {
        let time = format!("{}{milliseconds:03}", time / 1000);
        let how = format!("The site signed {} in milliseconds, {time}, but the page sends {}.", part.name, part.text);
        MessageGuess::new(
            join_with(message, parts, index, time.as_bytes()),
            vec![Mistake::told(Cause::MessageTimeForm, how)],
        )
    };
    (0..1000).map(guess).collect()
}

/// The finding for a time that is older or newer than the scheme allows, by how much, and which clock to check.
pub(super) fn explain_age(error: &Error, hmac: &Hmac, sent: &Sent<'_>, now: u64) -> Option<Finding> {
    let is_expired = error.code() == Code::SignatureExpired;
    if !is_expired && error.code() != Code::SignatureNotYetValid {
        return None;
    }
    let differences = placeholders(hmac).filter_map(|slot| {
        let (_, time) = read_any(&sent.text(slot)?)?;
        Some((matches!(slot.source, Source::Expires(_)), now.abs_diff(time / 1000), time / 1000 > now))
    });
    let differences: Vec<_> = differences.collect();
    let reason = if is_expired {
        let ended = differences.iter().find(|(is_end, _, is_later)| *is_end && !is_later);
        match (differences.iter().find(|(is_end, _, is_later)| !is_end && !is_later), ended, hmac.max_age) {
            (Some((_, age, _)), _, Some(most)) if *age >= most => format!(
                "The signature is right, but {} old, and less than {} are allowed. {}",
                duration(*age),
                duration(most),
                zone(age.saturating_sub(most).max(*age)),
            ),
            (_, Some((_, age, _)), _) => {
                format!("The signature is right, but it expired {} ago. {}", duration(*age), zone(*age))
            }
            _ => return None,
        }
    } else {
        let (_, early, _) = differences.iter().find(|(is_end, _, is_later)| !is_end && *is_later)?;
        format!(
            "The signature is right, but its time is {} in the future. The clock of the site's server is ahead, or the verifier's is behind. {}",
            duration(*early),
            zone(*early),
        )
    };
    Some(Finding::from(Error::about(error.code(), error.field().unwrap_or_default(), reason.trim_end())))
}

/// A hint where a difference is that of a time zone: whole hours, and at most half a day.
fn zone(seconds: u64) -> &'static str {
    let hours = (seconds + 120) / 3600;
    let is_whole = (seconds + 120) % 3600 <= 240;
    if is_whole && (1..=14).contains(&hours) {
        "These are whole hours: perhaps the site wrote its local time as UTC."
    } else {
        ""
    }
}

fn duration(seconds: u64) -> String {
    let (count, unit) = match seconds {
        0..120 => (seconds, "second"),
        120..7200 => (seconds / 60, "minute"),
        7200..172_800 => (seconds / 3600, "hour"),
        _ => (seconds / 86_400, "day"),
    };
    format!("{count} {unit}{}", if count == 1 { "" } else { "s" })
}

/// The finding for a time that the page sends in another form than the scheme's.
pub(super) fn explain_form(error: &Error, form: TimeForm, text: &str) -> Option<Finding> {
    let field = error.field();
    let found = |cause, reason: String| Some(Finding::new(cause, field, reason));
    if time::parse(form, text).is_ok() {
        return None;
    }
    let wanted = match form {
        TimeForm::Seconds => "Unix seconds, such as 1795132800",
        TimeForm::Milliseconds => "Unix milliseconds, such as 1795132800000",
        TimeForm::Iso => "a date in UTC, such as 2026-11-20T00:00:00Z",
    };
    match read_any(text) {
        Some((TimeForm::Milliseconds, _)) if form == TimeForm::Seconds => {
            found(Cause::TimeInMilliseconds, "The time is in milliseconds. Send Unix seconds.".to_owned())
        }
        Some((sent, _)) => {
            let sent = match sent {
                TimeForm::Seconds => "in seconds",
                TimeForm::Milliseconds => "in milliseconds",
                TimeForm::Iso => "a date",
            };
            found(Cause::TimeForm, format!("The time is {sent}, but the vendor expects {wanted}."))
        }
        None if form == TimeForm::Iso && OffsetDateTime::parse(text, &Rfc3339).is_ok() => found(
            Cause::TimeForm,
            format!("The date is not written in UTC with a T and a Z, but the vendor expects {wanted}."),
        ),
        None if form == TimeForm::Iso
            && OffsetDateTime::parse(&format!("{}Z", text.replace(' ', "T")), &Rfc3339).is_ok() =>
        {
            found(Cause::TimeForm, format!("The date names no time zone, but the vendor expects {wanted}."))
        }
        None if form != TimeForm::Iso && OffsetDateTime::parse(text, &Rfc3339).is_ok() => {
            found(Cause::TimeForm, format!("The time is a date, but the vendor expects {wanted}."))
        }
        None if text.parse::<f64>().is_ok_and(|time| time.fract() != 0.0) => {
            found(Cause::TimeForm, format!("The time has a fraction, but the vendor expects {wanted}."))
        }
        None => None,
    }
}

/// Every placeholder that a scheme signs.
pub(super) fn placeholders(hmac: &Hmac) -> impl Iterator<Item = &Placeholder> {
    let members = hmac.payload.iter().flat_map(|payload| payload.members.placeholders());
    let further = hmac.further.iter().flat_map(|(_, messages)| messages);
    hmac.messages.iter().chain(further).flat_map(Message::slots).chain(members)
}
