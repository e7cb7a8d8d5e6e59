//! Any HTML is read in linear time, and what is found in it never shows a key.
#![no_main]

use libfuzzer_sys::fuzz_target;
use visitorseal::{Explainer, bytes_read, schemes_of_page};
use visitorseal_fuzz::{ALL_SITES, NOW};

fuzz_target!(|input: (u8, String)| {
    let (number, text) = input;
    let site = &ALL_SITES[usize::from(number) % ALL_SITES.len()];
    let explain = |page: &str| {
        Explainer::new(site.scheme(), [&site.key])
            .unwrap()
            .settings(&site.settings)
            .unwrap()
            .explain_page(page.as_bytes(), NOW)
    };
    // A scheme without page code is refused whatever the page is.
    let Ok(_) = explain("") else { return };
    let script = format!("<script>{text}</script>");
    let element = format!("<visitorseal-visitor scheme={} state=signed fields='{text}'>", site.scheme().name());
    for page in [&text, &script, &element] {
        let explained = explain(page).unwrap();
        let shown = format!("{} {explained:?}", explained.to_json());
        let key = std::str::from_utf8(&site.key).unwrap();
        assert!(!shown.contains(key) || page.contains(key));
        for statement in explained.statements() {
            assert!(statement.line() >= 1 && statement.line() <= 1 + page.matches('\n').count());
        }
        let all_verify = explained.statements().iter().all(|statement| statement.is_verified());
        assert!(!explained.is_verified() || all_verify && !explained.statements().is_empty());
        let long = page.repeat(1 + 4096 / (page.len() + 1));
        let read = bytes_read(|| drop(schemes_of_page(long.as_bytes())));
        assert!(read <= 8 * long.len(), "{read} bytes of {}", long.len());
    }
});
