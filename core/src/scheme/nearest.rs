//! Which schemes of the catalogue somebody may have meant.

use super::{catalogue, schemes};

/// How many names an answer has.
const MOST: usize = 4;
/// A longer text is no name.
const LONGEST: usize = 64;
/// From this similarity on (Jaro and Winkler's, from 0 to 1), two words may be one with a mistake in it.
const ALIKE: f64 = 0.87;

/// The names of schemes that are like a text, or whose vendor, product or former name is like it. The best come first.
///
/// Only letters and digits count: `Re:amaze` is `reamaze`.
pub fn nearest_schemes(text: &str) -> Vec<&'static str> {
    let wanted = letters(text);
    if wanted.is_empty() || wanted.len() > LONGEST {
        return Vec::new();
    }
    let mut found: Vec<(f64, &str)> =
        schemes().map(|name| (likeness(&wanted, name), name)).filter(|(likeness, _)| *likeness >= ALIKE).collect();
    found.sort_by(|(one, a), (other, b)| other.total_cmp(one).then(a.cmp(b)));
    found.into_iter().take(MOST).map(|(_, name)| name).collect()
}

/// How much the text is like one of the scheme's names.
fn likeness(wanted: &str, name: &str) -> f64 {
    let Ok(scheme) = catalogue::scheme(name) else { return 0.0 };
    let about = scheme.about();
    let vendor = [name, scheme.vendor()].into_iter();
    let names = vendor.chain(about.product.as_deref()).chain(about.other_names.iter().map(String::as_str));
    names.map(|name| likeness_of_words(wanted, &letters(name))).fold(0.0, f64::max)
}

fn likeness_of_words(wanted: &str, name: &str) -> f64 {
    let is_part = |long: &str, short: &str| short.len() >= 4 && long.contains(short);
    match () {
        () if wanted == name => 1.0,
        () if is_part(name, wanted) || is_part(wanted, name) => 0.95,
        () => strsim::jaro_winkler(wanted, name),
    }
}

fn letters(text: &str) -> String {
    text.chars().filter(|char| char.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_a_mistake_finds_its_scheme() {
        for (text, name) in [
            ("intercon", "intercom"),
            ("Inter-com", "intercom"),
            ("zendesk", "zendesk_messaging"),
            ("Re:amaze", "reamaze"),
            ("tawkto", "tawk"),
            ("SocialSignIn", "orlo"),
            ("helpscout", "help_scout"),
        ] {
            assert!(nearest_schemes(text).contains(&name), "{text}: {:?}", nearest_schemes(text));
        }
    }

    #[test]
    fn a_text_that_is_no_name_finds_nothing() {
        for text in ["", "-", "no such vendor", "3c6f1d0e5b2a4978", "\u{1f600}"] {
            assert_eq!(nearest_schemes(text), [""; 0], "{text}");
        }
    }
}
