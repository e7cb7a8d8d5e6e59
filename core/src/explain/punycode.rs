//! Punycode (RFC 3492). The packages that offer it bring all of IDNA, which `explain` has no use for.

const BASE: u32 = 36;
const T_MIN: u32 = 1;
const T_MAX: u32 = 26;
const SKEW: u32 = 38;
const DAMP: u32 = 700;
const INITIAL_BIAS: u32 = 72;
const INITIAL_N: u32 = 128;

/// A longer label has no name in the DNS.
const LONGEST: usize = 63;

/// The ASCII form of a label. None for one that is too long.
pub(super) fn encode(label: &str) -> Option<String> {
    let mut out: String = label.chars().filter(char::is_ascii).collect();
    let basic = u32::try_from(out.len()).ok()?;
    let length = u32::try_from(label.chars().count()).ok()?;
    if label.len() > LONGEST * 4 {
        return None;
    }
    if basic > 0 {
        out.push('-');
    }
    let (mut n, mut delta, mut bias, mut done) = (INITIAL_N, 0_u32, INITIAL_BIAS, basic);
    while done < length {
        let next = label.chars().map(u32::from).filter(|char| *char >= n).min()?;
        delta = delta.checked_add((next - n).checked_mul(done + 1)?)?;
        n = next;
        for char in label.chars().map(u32::from) {
            if char < n {
                delta = delta.checked_add(1)?;
            }
            if char == n {
                write(&mut out, delta, bias)?;
                bias = adapt(delta, done + 1, done == basic);
                delta = 0;
                done += 1;
            }
        }
        delta = delta.checked_add(1)?;
        n += 1;
    }
    (out.len() + 4 <= LONGEST).then_some(out)
}

/// The label of an ASCII form without its `xn--`. None for a form that cannot be read.
pub(super) fn decode(ascii: &str) -> Option<String> {
    if ascii.len() > LONGEST {
        return None;
    }
    let (basic, digits) = ascii.rsplit_once('-').unwrap_or(("", ascii));
    let mut label: Vec<char> = basic.chars().collect();
    let (mut n, mut at, mut bias) = (INITIAL_N, 0_u32, INITIAL_BIAS);
    let mut digits = digits.bytes();
    while digits.len() > 0 {
        let former = at;
        let mut weight = 1_u32;
        for k in (BASE..).step_by(BASE as usize) {
            let digit = digit_of(digits.next()?)?;
            at = at.checked_add(digit.checked_mul(weight)?)?;
            let t = threshold(k, bias);
            if digit < t {
                break;
            }
            weight = weight.checked_mul(BASE - t)?;
        }
        let length = u32::try_from(label.len()).ok()? + 1;
        bias = adapt(at - former, length, former == 0);
        n = n.checked_add(at / length)?;
        at %= length;
        label.insert(usize::try_from(at).ok()?, char::from_u32(n)?);
        at += 1;
    }
    Some(label.into_iter().collect())
}

fn write(out: &mut String, delta: u32, bias: u32) -> Option<()> {
    let mut left = delta;
    for k in (BASE..).step_by(BASE as usize) {
        let t = threshold(k, bias);
        if left < t {
            break;
        }
        out.push(char_of(t + (left - t) % (BASE - t))?);
        left = (left - t) / (BASE - t);
    }
    out.push(char_of(left)?);
    Some(())
}

fn threshold(k: u32, bias: u32) -> u32 {
    k.saturating_sub(bias).clamp(T_MIN, T_MAX)
}

/// RFC 3492 section 6.1.
fn adapt(delta: u32, length: u32, is_first: bool) -> u32 {
    let mut delta = if is_first { delta / DAMP } else { delta / 2 };
    delta += delta / length;
    let mut k = 0;
    while delta > ((BASE - T_MIN) * T_MAX) / 2 {
        delta /= BASE - T_MIN;
        k += BASE;
    }
    k + (BASE - T_MIN + 1) * delta / (delta + SKEW)
}

fn char_of(digit: u32) -> Option<char> {
    char::from_digit(digit + 10, 36).filter(|_| digit < 26).or_else(|| char::from_digit(digit.checked_sub(26)?, 10))
}

fn digit_of(byte: u8) -> Option<u32> {
    match byte {
        b'a'..=b'z' => Some(u32::from(byte - b'a')),
        b'A'..=b'Z' => Some(u32::from(byte - b'A')),
        b'0'..=b'9' => Some(u32::from(byte - b'0') + 26),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 3492 section 7.1, samples (B), (I) and (L), and names of the DNS.
    #[test]
    fn the_samples_of_the_rfc_are_written_and_read() {
        for (label, ascii) in [
            ("他们为什么不说中文", "ihqwcrb4cv8a8dqg056pqjye"),
            ("почемужеонинеговорятпорусски", "b1abfaaepdrnnbgefbadotcwatmq2g4l"),
            ("3年b組金八先生", "3b-ww4c5e180e575a65lsy2b"),
            ("bücher", "bcher-kva"),
            ("münchen", "mnchen-3ya"),
        ] {
            assert_eq!(encode(label).as_deref(), Some(ascii), "{label}");
            assert_eq!(decode(ascii).as_deref(), Some(label), "{ascii}");
        }
    }

    #[test]
    fn what_is_no_punycode_is_not_read() {
        for ascii in ["é", "a b", "99999999", "-zzzzzzzzzzz", "a-\0"] {
            assert_eq!(decode(ascii), None, "{ascii}");
        }
        assert_eq!(encode(&"ü".repeat(300)), None);
    }
}
