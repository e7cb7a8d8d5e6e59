//! Numbers, as languages and locales write them.

use super::{forms, text};

/// What stands between thousands: English, German, French and SI, Swiss, and in code.
const SEPARATORS: [&str; 9] = [",", ".", " ", "\u{a0}", "\u{202f}", "\u{2009}", "'", "\u{2019}", "_"];

pub fn zeros(bytes: &[u8]) -> Vec<Vec<u8>> {
    let Some(digits) = digits(bytes) else { return Vec::new() };
    let to_width = |width: usize| format!("{digits:0>width$}");
    let mut all: Vec<String> = ["0", "00", "000"].map(|zeros| format!("{zeros}{digits}")).into();
    all.extend([4, 5, 6, 7, 8, 9, 10, 11, 12].into_iter().filter(|width| *width > digits.len() + 3).map(to_width));
    forms(all)
}

pub fn without_zeros(bytes: &[u8]) -> Vec<Vec<u8>> {
    let Some(digits) = digits(bytes) else { return Vec::new() };
    forms([digits.trim_start_matches('0')])
}

pub fn fraction(bytes: &[u8]) -> Vec<Vec<u8>> {
    let Some(digits) = digits(bytes) else { return Vec::new() };
    forms([".0", ".00", ",0", ",00", ".", ".000000"].map(|fraction| format!("{digits}{fraction}")))
}

pub fn whole(bytes: &[u8]) -> Vec<Vec<u8>> {
    let Some((whole, zeros)) = text(bytes).split_once(['.', ',']) else { return Vec::new() };
    if zeros.bytes().all(|byte| byte == b'0') { forms([whole]) } else { Vec::new() }
}

pub fn thousands(bytes: &[u8]) -> Vec<Vec<u8>> {
    let Some(digits) = digits(bytes).filter(|digits| digits.len() > 3) else { return Vec::new() };
    let mut all: Vec<String> = SEPARATORS.iter().map(|separator| grouped(digits, separator, 3)).collect();
    // In India the groups after the first three digits have two.
    all.push(grouped(digits, ",", 2));
    let with_fraction: Vec<String> = [(",", ".00"), (".", ",00"), (",", ".0"), ("\u{a0}", ",00")]
        .map(|(separator, end)| grouped(digits, separator, 3) + end)
        .into();
    all.extend(with_fraction);
    forms(all)
}

pub fn from_thousands(bytes: &[u8]) -> Vec<Vec<u8>> {
    let text = text(bytes);
    let is_number = text.starts_with(|char: char| char.is_ascii_digit());
    if !is_number || text.len() > 64 || digits(bytes).is_some() {
        return Vec::new();
    }
    let without = |text: &str| SEPARATORS.iter().fold(text.to_owned(), |text, separator| text.replace(separator, ""));
    let whole = text.rsplit_once(['.', ',']).map_or(text, |(whole, _)| whole);
    let mut all = vec![without(text), without(whole)];
    all.retain(|text| self::digits(text.as_bytes()).is_some());
    forms(all)
}

pub fn plus(bytes: &[u8]) -> Vec<Vec<u8>> {
    digits(bytes).map(|digits| format!("+{digits}").into_bytes()).into_iter().collect()
}

pub fn without_plus(bytes: &[u8]) -> Vec<Vec<u8>> {
    bytes.strip_prefix(b"+").filter(|rest| digits(rest).is_some()).map(<[u8]>::to_vec).into_iter().collect()
}

/// As PHP, Python, JavaScript and Java write a large number that they keep as a float.
pub fn exponent(bytes: &[u8]) -> Vec<Vec<u8>> {
    let Some(digits) = digits(bytes).filter(|digits| digits.len() > 3) else { return Vec::new() };
    let Some((first, rest)) = digits.split_at_checked(1) else { return Vec::new() };
    let power = rest.len();
    let short = rest.trim_end_matches('0');
    let point = if short.is_empty() { String::new() } else { format!(".{short}") };
    let number: f64 = digits.parse().unwrap_or_default();
    let java = if short.is_empty() { ".0".to_owned() } else { point.clone() };
    forms([
        format!("{first}{point}e+{power:02}"),
        format!("{first}{point}E+{power:02}"),
        format!("{first}{point}e+{power}"),
        format!("{first}{point}E+{power}"),
        format!("{first}{java}E{power}"),
        format!("{first}{point}e{power}"),
        // Six digits, as %g and spreadsheets write them, and 14, as PHP does.
        rounded_to(number, 6, "e"),
        rounded_to(number, 14, "E"),
    ])
}

pub fn from_exponent(bytes: &[u8]) -> Vec<Vec<u8>> {
    let text = text(bytes);
    let is_number = text.len() <= 32 && text.starts_with(|char: char| char.is_ascii_digit());
    if !is_number || !text.contains(['e', 'E']) {
        return Vec::new();
    }
    let number = text.parse::<f64>().ok().filter(|number| number.fract() == 0.0 && *number < 1e21);
    number.map(|number| format!("{number:.0}").into_bytes()).into_iter().collect()
}

/// The numbers that JavaScript rounds to the one that a page sends: above 2^53 it keeps only some of them.
pub fn rounded(bytes: &[u8]) -> Vec<String> {
    /// 2^63 is where the numbers of databases end.
    const LARGEST: u64 = 1 << 63;
    let Some(sent) = digits(bytes).and_then(|digits| digits.parse::<u64>().ok()) else { return Vec::new() };
    if !(1 << 53..=LARGEST).contains(&sent) {
        return Vec::new();
    }
    let exact = |number: u64| number as f64;
    let step = 1_u64 << (63 - sent.leading_zeros()).saturating_sub(52);
    // Half a step on each side is rounded to this number. The text of a float may be off by another half.
    let around = (1..=step).flat_map(|distance| [sent.checked_add(distance), sent.checked_sub(distance)]);
    around.flatten().filter(|number| exact(*number) == exact(sent)).map(|number| number.to_string()).collect()
}

fn rounded_to(number: f64, digits: usize, mark: &str) -> String {
    let text = format!("{number:.0$e}", digits - 1);
    let (digits, power) = text.split_once('e').unwrap_or((&text, "0"));
    let digits = digits.trim_end_matches('0').trim_end_matches('.');
    format!("{digits}{mark}+{power:0>2}")
}

/// The digits of Arabic, Persian, Hindi and Bengali.
pub fn other_digits(bytes: &[u8]) -> Vec<Vec<u8>> {
    let Some(digits) = digits(bytes) else { return Vec::new() };
    let in_script = |zero: char| -> String {
        digits.bytes().filter_map(|digit| char::from_u32(u32::from(zero) + u32::from(digit - b'0'))).collect()
    };
    forms(['\u{660}', '\u{6f0}', '\u{966}', '\u{9e6}'].map(in_script))
}

/// A larger number in an integer of 32 bits, with a sign and without.
pub fn in_32_bits(bytes: &[u8]) -> Vec<Vec<u8>> {
    let number = digits(bytes).and_then(|digits| digits.parse::<u64>().ok()).filter(|number| *number > i32::MAX as u64);
    let cut = |number: u64| u32::try_from(number & u64::from(u32::MAX)).unwrap_or_default();
    number.map(cut).into_iter().flat_map(|cut| forms([cut.to_string(), cut.cast_signed().to_string()])).collect()
}

fn grouped(digits: &str, separator: &str, size: usize) -> String {
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        let left = digits.len() - index;
        if index > 0 && left >= 3 && (left - 3).is_multiple_of(size) {
            out.push_str(separator);
        }
        out.push(digit);
    }
    out
}

fn digits(bytes: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(bytes).ok()?;
    let is_number = (1..=32).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then_some(text)
}
