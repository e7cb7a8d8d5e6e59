//! What the scripts of all signed visitors of a page have in common. JavaScript keeps it and puts in the nonce, the mark and the
//! fields of each visitor, so that a script needs no call of its own.
//!
//! That is right only for a nonce, a mark and fields that the core writes into a script as they are. Such are those that hold no
//! character but the ones below. The core is asked: it writes a script whose nonce, mark and fields hold all of these characters.
//! If it changes one of them, or writes something else of the visitor, there is no frame, and the core writes each script.

use visitorseal::{Page, Statement};

/// `lib/page-html.js` lets no other nonce into a frame, and none that the core would refuse.
const NONCE: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_==";
/// The characters of base64url: a mark has no others.
const MARK: &str = "_-9876543210zyxwvutsrqponmlkjihgfedcbaZYXWVUTSRQPONMLKJIHGFEDCBA";
/// What [`takes`] lets into a frame: printable ASCII without `<`, `>`, `&` and without escaped quotes and backslashes.
const FIELDS: &str = r#"{" !#$%'()*+,-./0123456789:;=?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~":"\b\t\n\f\r\u001f\u007f\u00e9"}"#;
/// Where a script holds the signature itself, as pasted code does, the frame would be that of one visitor.
const SIGNATURE: &str = "the-signature-of-no-visitor";

/// Whether fields fit into a frame: whether each of their characters and escapes is one of [`FIELDS`].
pub fn takes(fields: &str) -> bool {
    // Without a branch for each byte, the compiler checks many of them at once.
    let has_other = fields.bytes().fold(false, |other, byte| other | !is_plain(byte));
    !has_other || has_plain_escapes(fields)
}

fn is_plain(byte: u8) -> bool {
    (b' '..=b'~').contains(&byte) & (byte != b'<') & (byte != b'>') & (byte != b'&') & (byte != b'\\')
}

/// The same for fields with escapes, which are those of names outside ASCII and of line breaks.
fn has_plain_escapes(fields: &str) -> bool {
    let mut bytes = fields.bytes();
    while let Some(byte) = bytes.next() {
        let fits = match byte {
            b'\\' => bytes.next().is_some_and(|escaped| b"bfnrtu".contains(&escaped)),
            byte => is_plain(byte),
        };
        if !fits {
            return false;
        }
    }
    true
}

/// The parts before, between and after the nonce, if there is one, the mark and the fields.
pub fn of(page: &Page, has_nonce: bool) -> Option<Vec<String>> {
    let statement = Statement { fields: FIELDS, signature: Some(SIGNATURE), mark: Some(MARK) };
    // If the core cannot write a script, the visitor's own script has the error.
    let script = page.script(statement, has_nonce.then_some(NONCE)).ok()?;
    let values: &[&str] = if has_nonce { &[NONCE, MARK, FIELDS] } else { &[MARK, FIELDS] };
    parts(&script, values)
}

/// The parts of a text around values of which each is there once, in this order, and nothing else of a visitor is.
fn parts(script: &str, values: &[&str]) -> Option<Vec<String>> {
    let mut parts = Vec::new();
    let mut rest = script;
    for value in values {
        let (before, after) = rest.split_once(value)?;
        parts.push(before.to_owned());
        rest = after;
    }
    parts.push(rest.to_owned());
    let has_another =
        parts.iter().any(|part| [NONCE, MARK, FIELDS, SIGNATURE].iter().any(|value| part.contains(value)));
    (!has_another).then_some(parts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use visitorseal::{Settings, scheme, schemes};

    fn with(parts: &[String], values: &[&str]) -> String {
        let mut values = values.iter();
        parts.iter().flat_map(|part| [part.as_str(), values.next().copied().unwrap_or_default()]).collect()
    }

    #[test]
    fn a_frame_with_a_visitor_is_the_visitor_s_script() {
        let (mut framed, nonce) = (0, "bm9uY2U=");
        let statement = Statement {
            fields: r#"{"id":"Jane's","n":[1.5,null]}"#,
            signature: Some("0f"),
            mark: Some("Zk3v_-aZk3v_-aZk"),
        };
        for name in schemes() {
            let Ok(page) = Page::new(&scheme(name).unwrap(), &Settings::new()) else { continue };
            let (Some(fields), Some(mark)) = (Some(statement.fields), statement.mark) else { continue };
            if let Some(parts) = of(&page, true) {
                assert_eq!(
                    with(&parts, &[nonce, mark, fields]),
                    page.script(statement, Some(nonce)).unwrap(),
                    "{name}"
                );
                framed += 1;
            }
            if let Some(parts) = of(&page, false) {
                assert_eq!(with(&parts, &[mark, fields]), page.script(statement, None).unwrap(), "{name}");
            }
        }
        assert!(framed > 20, "{framed}");
    }

    #[test]
    fn a_frame_takes_the_fields_that_the_core_writes_as_they_are() {
        let page = Page::new(&scheme("bookbag").unwrap(), &Settings::new()).unwrap();
        let is_unchanged = |fields: &str| {
            let statement = Statement { fields, signature: Some("0f"), mark: Some("m") };
            page.script(statement, None).unwrap().ends_with(&format!(", {fields});</script>"))
        };
        let ascii = (0_u8..128).map(|byte| format!(r#"{{"a":"{}"}}"#, char::from(byte)));
        let escapes = (0_u8..128).map(|byte| format!(r#"{{"a":"\{}"}}"#, char::from(byte)));
        let mut taken = 0;
        for fields in ascii.chain(escapes).chain(["é".to_owned(), "\\".to_owned(), FIELDS.to_owned()]) {
            if takes(&fields) {
                assert!(is_unchanged(&fields), "{fields}");
                taken += 1;
            }
        }
        // 95 printable characters without four, six escapes, and all of them together.
        assert_eq!(taken, 91 + 6 + 1);
        assert!(!takes(r#"{"a":"\\"}"#) && !takes(r#"{"a":"\""}"#) && !takes("\\") && !takes("é"));
    }

    #[test]
    fn there_is_no_frame_where_the_script_holds_more_of_the_visitor_or_another_form_of_it() {
        let values = ["<nonce>", "<mark>"];
        assert_eq!(parts("a <nonce> b <mark> c", &values).unwrap(), ["a ", " b ", " c"]);
        assert_eq!(parts("a <mark> b <nonce> c", &values), None);
        assert_eq!(parts("a <nonce> b", &values), None);
        for value in [NONCE, MARK, FIELDS, SIGNATURE] {
            assert_eq!(parts(&format!("<nonce> {value} <mark>"), &values), None);
        }
    }

    #[test]
    fn there_is_no_frame_for_a_scheme_without_page_code_or_with_pasted_code() {
        let settings = Settings::new().with("embed_code", "<script>chat('JWT_TOKEN');</script>");
        assert_eq!(of(&Page::new(&scheme("orlo").unwrap(), &settings).unwrap(), true), None);
    }
}
