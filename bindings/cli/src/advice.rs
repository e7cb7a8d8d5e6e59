//! `explain --code`: what one code of a finding means, and what to change.

use visitorseal::{advice::Advice, transformations};

use crate::{failure::Result, output};

pub fn run(advice: Advice, json: bool) -> Result {
    if json {
        return output::print(&serde_json::json!(advice).to_string());
    }
    let Advice { code, about, fixes } = advice;
    output::print(&format!("{code}: {about}"))?;
    if fixes.is_empty() {
        return output::print("   -> The reason of the warning says what to change.");
    }
    fixes.iter().try_for_each(|fix| output::print(&format!("   -> {fix}")))?;
    let of_code = transformations().filter(|(.., codes)| codes.contains(&code));
    let known: Vec<String> = of_code.map(|(_, phrase, _)| phrase.replace("{}", "it")).collect();
    if known.is_empty() { Ok(()) } else { output::print(&format!("   It knows: {}.", known.join("; "))) }
}
