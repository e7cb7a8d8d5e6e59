//! Which schemes of the catalogue somebody may have meant.

use super::{catalogue, schemes};

/// How many names an answer has.
const MOST: usize = 4;
/// A longer text is no name.
const LONGEST: usize = 64;
/// From this likeness on, two words may be one with a mistake in it: one letter in five is another.
const ALIKE: f64 = 0.8;

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

/// How much the text is like one of the scheme's names, from 0 to 1.
fn likeness(wanted: &str, name: &str) -> f64 {
    let Ok(scheme) = catalogue::scheme(name) else { return 0.0 };
    let about = scheme.about();
    // Many products are called Chat.
    let products =
        about.product.iter().chain(&about.other_names).map(|name| likeness_of_words(wanted, &letters(name), false));
    let own = [name, scheme.vendor()].map(|name| likeness_of_words(wanted, &letters(name), true));
    own.into_iter().chain(products).fold(0.0, f64::max)
}

/// `may_go_on`: whether the wanted text may be the name and more.
fn likeness_of_words(wanted: &str, name: &str, may_go_on: bool) -> f64 {
    let is_part = |long: &str, short: &str| short.len() >= 4 && long.contains(short);
    if wanted == name {
        return 1.0;
    }
    if is_part(name, wanted) || may_go_on && is_part(wanted, name) {
        return 0.95;
    }
    let longer = wanted.chars().count().max(name.chars().count());
    1.0 - strsim::osa_distance(wanted, name) as f64 / longer as f64
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
            ("crips", "crisp"),
            ("cannny", "canny"),
        ] {
            assert!(nearest_schemes(text).contains(&name), "{text}: {:?}", nearest_schemes(text));
        }
    }

    #[test]
    fn a_text_that_is_no_name_finds_nothing() {
        for text in [
            "",
            "-",
            "no such vendor",
            "userpilot",
            "discord",
            "jivochat",
            "hubspot chat",
            "3c6f1d0e5b2a4978",
            "\u{1f600}",
        ] {
            assert_eq!(nearest_schemes(text), [""; 0], "{text}");
        }
    }
}
