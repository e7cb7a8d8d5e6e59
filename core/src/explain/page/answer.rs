//! The headers that a page came with: `curl -i` prints them before it.

/// A page with its headers, of which the last answer counts: curl prints each redirect too.
#[derive(Debug, Default)]
pub(super) struct Answer<'p> {
    /// None if the input has no headers.
    pub status: Option<u16>,
    cache_control: String,
    vary: String,
    pub body: &'p str,
}

impl<'p> Answer<'p> {
    pub fn read(page: &'p str) -> Self {
        let mut answer = Self { body: page, ..Self::default() };
        while answer.body.starts_with("HTTP/") {
            answer = Self::read_one(answer.body);
        }
        answer
    }

    fn read_one(text: &'p str) -> Self {
        let mut answer = Self::default();
        let mut lines = text.split_inclusive('\n');
        let mut length = 0;
        for (number, line) in lines.by_ref().enumerate() {
            length += line.len();
            let line = line.trim_end();
            if line.is_empty() {
                break;
            }
            if number == 0 {
                answer.status = Some(line.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or_default());
            } else if let Some((name, value)) = line.split_once(':') {
                answer.add(name, value);
            }
        }
        answer.body = text.get(length..).unwrap_or_default();
        answer
    }

    fn add(&mut self, name: &str, value: &str) {
        let list = match name {
            _ if name.eq_ignore_ascii_case("cache-control") => &mut self.cache_control,
            _ if name.eq_ignore_ascii_case("vary") => &mut self.vary,
            _ => return,
        };
        list.push(',');
        list.push_str(&value.to_ascii_lowercase());
    }

    /// Whether the headers forbid caches to give the page to others. True if there are no headers.
    pub fn is_private(&self) -> bool {
        self.status.is_none() || has(&self.cache_control, &["private", "no-store"])
    }

    /// Whether caches keep a page for each cookie. True if there are no headers.
    pub fn varies_by_cookie(&self) -> bool {
        self.status.is_none() || has(&self.vary, &["cookie", "*"])
    }

    /// What the header says, for a sentence.
    pub fn cache_control(&self) -> &str {
        self.cache_control.trim_start_matches(',').trim()
    }
}

/// Whether a list has one of these words. `private="name"` is about one header only.
fn has(list: &str, words: &[&str]) -> bool {
    list.split(',').any(|item| words.contains(&item.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_headers_of_the_last_answer_count() {
        let page = "HTTP/1.1 302 Found\r\nCache-Control: private\r\nLocation: /x\r\n\r\nHTTP/2 200 \r\nvary: Accept, Cookie\r\nCACHE-CONTROL: max-age=60\r\ncache-control: public\r\n\r\n<p>\r\n\r\nx";
        let answer = Answer::read(page);
        assert_eq!((answer.status, answer.body), (Some(200), "<p>\r\n\r\nx"));
        assert_eq!((answer.is_private(), answer.varies_by_cookie()), (false, true));
        assert_eq!(answer.cache_control(), "max-age=60, public");
    }

    #[test]
    fn only_private_and_no_store_keep_a_page_from_others() {
        for (value, expected) in [
            ("private, no-store", true),
            ("no-store", true),
            ("PRIVATE", true),
            ("max-age=0 , private", true),
            ("no-cache", false),
            ("public, max-age=60", false),
            ("private=\"set-cookie\"", false),
            ("x-private", false),
        ] {
            let page = format!("HTTP/1.1 200 OK\nCache-Control: {value}\n\n<html>");
            assert_eq!(Answer::read(&page).is_private(), expected, "{value}");
        }
        assert!(!Answer::read("HTTP/1.1 200 OK\n\n<html>").is_private());
        assert!(Answer::read("<html>").is_private());
    }

    #[test]
    fn headers_without_a_body_are_read() {
        for page in ["HTTP/1.1 200", "HTTP/", "HTTP/1.1 204 No Content\r\nA: b"] {
            assert_eq!(Answer::read(page).body, "", "{page}");
        }
    }
}
