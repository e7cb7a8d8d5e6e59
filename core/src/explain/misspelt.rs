//! Names that are almost those of the scheme.

/// Whether one name is the other in another case, style or order, or differs by at most two letters.
pub(super) fn is_similar_name(name: &str, other: &str) -> bool {
    let letters = |name: &str| -> Vec<char> {
        name.chars().filter(|char| char.is_alphanumeric()).flat_map(char::to_lowercase).take(64).collect()
    };
    let sorted = |letters: &[char]| {
        let mut letters = letters.to_vec();
        letters.sort_unstable();
        letters
    };
    let (name, other) = (letters(name), letters(other));
    // Short names are similar by chance.
    let most_edits = if name.len() < 5 { 0 } else { (name.len() / 3).min(2) };
    name.len().abs_diff(other.len()) <= 2
        && (sorted(&name) == sorted(&other) || strsim::generic_levenshtein(&name, &other) <= most_edits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_similar_by_case_style_and_two_letters() {
        for (name, other) in [
            ("user_id", "userId"),
            ("connectionEmail", "conenctionEmail"),
            ("authkey", "authKey"),
            ("user_hash", "userhash"),
            ("user_hash", "user-hash"),
            ("hash", "hahs"),
            ("id", "ID"),
            ("userhash", "userhashes"),
            ("email", "emaill"),
            ("connection", "connexxion"),
        ] {
            assert!(is_similar_name(name, other), "{name} {other}");
        }
        for (name, other) in [
            ("id", "email"),
            ("hash", "name"),
            ("name", "game"),
            ("user_id", "user_hash"),
            ("jwt", "name"),
            ("email", "emxxl"),
            ("userhash", "userhashxyz"),
        ] {
            assert!(!is_similar_name(name, other), "{name} {other}");
        }
    }
}
