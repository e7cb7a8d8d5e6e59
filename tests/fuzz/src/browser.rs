//! What a browser finds in a page: its script elements, and the code of each without its texts.

use scraper::{Html, Selector};

/// The script elements of a page.
#[derive(Debug, PartialEq)]
pub struct Found {
    /// Each element's attributes without the nonce, and its code with each quoted text as `""`.
    pub shape: Vec<(Vec<String>, String)>,
    /// The texts of the code and the values of the attributes.
    pub texts: Vec<String>,
}

/// Reads HTML as a browser reads it in a page of any charset. Asserts that it has script elements, each with the nonce,
/// and nothing else.
pub fn read_page(html: &str, nonce: Option<&str>) -> Found {
    assert!(html.is_ascii(), "a page in another charset reads this otherwise: {html}");
    let page = Html::parse_document(&format!("<!doctype html><html><head></head><body>{html}</body></html>"));
    let all = |selector| page.select(&Selector::parse(selector).unwrap()).collect::<Vec<_>>();
    assert_eq!(all("head *").len(), 0, "{html}");
    let scripts = all("body > script");
    assert_eq!(all("body *").len(), scripts.len(), "there are elements beside the scripts: {html}");
    let mut found = Found { shape: Vec::new(), texts: Vec::new() };
    let mut all_code = String::new();
    for script in scripts {
        let attributes: Vec<(&str, &str)> = script.value().attrs().collect();
        let of_nonce: Vec<_> =
            attributes.iter().filter(|(name, _)| *name == "nonce").map(|(_, value)| *value).collect();
        assert_eq!(of_nonce, nonce.into_iter().collect::<Vec<_>>(), "{html}");
        let others = attributes.into_iter().filter(|(name, _)| *name != "nonce");
        let (mut names, values): (Vec<String>, Vec<String>) =
            others.map(|(name, value)| (name.to_owned(), value.to_owned())).unzip();
        names.sort();
        found.texts.extend(values);
        let code: String = script.text().collect();
        let shape = without_texts(&code, &mut found.texts);
        found.shape.push((names, shape));
        all_code.push_str(&code);
    }
    let without_space = |text: &str| text.split_whitespace().collect::<String>();
    let body: String = all("body")[0].text().collect();
    assert_eq!(without_space(&body), without_space(&all_code), "there is text beside the scripts: {html}");
    assert!(!html.contains("<!--"), "{html}");
    found
}

/// The code with each quoted text as `""`, and without comments. Page code has no regular expressions.
fn without_texts(code: &str, texts: &mut Vec<String>) -> String {
    let mut out = String::new();
    let mut rest = code;
    while let Some(at) = rest.find(['"', '\'', '`', '/']) {
        out.push_str(&rest[..at]);
        let found = &rest[at..];
        rest = if let Some(comment) = found.strip_prefix("//") {
            comment.find('\n').map_or("", |end| &comment[end..])
        } else if let Some(comment) = found.strip_prefix("/*") {
            comment.split_once("*/").expect("a comment ends").1
        } else if let Some(after) = found.strip_prefix('/') {
            out.push('/');
            after
        } else {
            let quote = found.as_bytes()[0];
            let mut end = 1;
            let bytes = found.as_bytes();
            while bytes.get(end).unwrap_or_else(|| panic!("a text does not end: {code}")) != &quote {
                assert!(
                    quote == b'`' || bytes[end] != b'\n' || bytes[end - 1] == b'\\',
                    "a text has two lines: {code}"
                );
                end += if bytes[end] == b'\\' { 2 } else { 1 };
            }
            let text = &found[..=end];
            texts.push(serde_json::from_str(text).unwrap_or_else(|_| text[1..end].to_owned()));
            out.push_str("\"\"");
            &found[end + 1..]
        };
    }
    out.push_str(rest);
    out
}
