//! `explain --code`: what one code of a finding means, and what to change.

use visitorseal::advice::Advice;

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
    fixes.iter().try_for_each(|fix| output::print(&format!("   -> {fix}")))
}
