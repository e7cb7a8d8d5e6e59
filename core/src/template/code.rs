//! The page code of a scheme: its check, and the `<script>` that runs it.

use super::{Slot, Template};
use crate::{
    json::{self, push_script_literal},
    scan,
};

const FIELDS: &str = "{fields}";

/// Counts the `{fields}` of page code.
///
/// # Errors
/// A sentence for code that is not ASCII, has `{fields}` in quotes or a comment, does not close its quotes, or could end
/// the script element.
pub(crate) fn count_slots(code: &str) -> Result<usize, &'static str> {
    if !code.is_ascii() {
        return Err("Page code must be ASCII. Write other characters as \\uXXXX in quotes.");
    }
    let lower = code.to_ascii_lowercase();
    if ["</script", "<script", "<!--"].iter().any(|tag| lower.contains(tag)) {
        return Err("Page code must not contain <script, </script or <!--.");
    }
    let mut slots = 0;
    let mut rest = code;
    while let Some(at) = scan::find_any(rest, &['"', '\'', '`', '/', '{']) {
        let (_, found) = rest.split_at(at);
        let (inside, after) = if let Some(after) = found.strip_prefix(FIELDS) {
            slots += 1;
            ("", after)
        } else if let Some(comment) = found.strip_prefix("//") {
            comment.split_once('\n').unwrap_or((comment, ""))
        } else if let Some(comment) = found.strip_prefix("/*") {
            comment.split_once("*/").ok_or("A comment of the page code has no end.")?
        } else if found.starts_with('/') {
            // A regular expression may hold a quote that opens nothing.
            return Err("Page code must not contain / outside quotes and comments.");
        } else if found.starts_with(['"', '\'', '`']) {
            quoted(found).ok_or("A quote of the page code has no end.")?
        } else {
            ("", found.get(1..).unwrap_or_default())
        };
        if inside.contains(FIELDS) {
            return Err("{fields} is inside quotes or a comment. Put it where a whole object belongs.");
        }
        rest = after;
    }
    Ok(slots)
}

/// Splits a quoted literal, with its quotes, from what follows.
fn quoted(text: &str) -> Option<(&str, &str)> {
    let mut chars = text.char_indices();
    let (_, quote) = chars.next()?;
    while let Some((at, char)) = chars.next() {
        if char == '\\' {
            chars.next();
        } else if char == quote {
            return text.split_at_checked(at + 1);
        }
    }
    None
}

/// The page code of a scheme, as the scheme file has it.
pub(crate) struct PageScript<'a> {
    /// The name of the scheme, which is a JavaScript identifier.
    pub scheme: &'a str,
    pub vendor: &'a str,
    /// The vendor's global, which `when_ready` waits for.
    pub global: Option<&'a str>,
    /// Runs as soon as the browser reads the script.
    pub at_once: Option<&'a str>,
    /// Runs as soon as the vendor's global exists, since vendors' loaders are asynchronous.
    pub when_ready: Option<&'a str>,
    /// Whether `when_ready` makes the widget forget the visitor.
    pub is_forget: bool,
}

impl PageScript<'_> {
    /// The `<script>` around the page code.
    ///
    /// A later script of the same scheme replaces a script that still waits, so that the widget never ends with the
    /// previous visitor. Forgetting is never skipped: the script that replaces a waiting forget script forgets first, as
    /// on a page after sign-out, which then starts the widget for an anonymous visitor.
    pub fn template(&self) -> Template {
        let code = match (self.when_ready, self.global) {
            (Some(when_ready), Some(global)) => self.waiting_code(when_ready, global),
            _ => self.at_once.unwrap_or_default().to_owned(),
        };
        let code = format!(">{code}</script>");
        let mut template = vec![Slot::Text("<script".to_owned()), Slot::Nonce];
        let mut pieces = code.split(FIELDS);
        template.extend(pieces.next().map(|text| Slot::Text(text.to_owned())));
        for text in pieces {
            template.extend([Slot::Fields, Slot::Text(text.to_owned())]);
        }
        template
    }

    fn waiting_code(&self, when_ready: &str, global: &str) -> String {
        let name = self.scheme;
        let vendor = self.vendor;
        let at_once = self.at_once.map(|code| format!("\n  {code}")).unwrap_or_default();
        let mut warning = String::new();
        let text = format!(
            "visitorseal: window.{global} is missing after 10 seconds. Check that {vendor}'s snippet is on this page and that the Content-Security-Policy allows it."
        );
        push_script_literal(&mut warning, &json::ascii(&text));
        let (forget, when_ready) = if self.is_forget {
            (format!("\n  turn.forget = function () {{\n    {when_ready}\n  }};"), "")
        } else {
            (String::new(), when_ready)
        };
        // The name of an element or frame is a global too, but never an own property of the window.
        format!(
            r#"(function () {{
  var own = Object.prototype.hasOwnProperty;
  var key = Symbol.for('visitorseal');
  var turns = window[key] = window[key] || Object.create(null);
  var turn = turns.{name} = {{forget: turns.{name} && turns.{name}.forget}};
  var since = Date.now(), warned = false;{at_once}{forget}
  (function wait() {{
    if (turns.{name} !== turn) return;
    if (own.call(window, '{global}') && window.{global}) {{
      var forget = turn.forget;
      turn.forget = null;
      try {{ if (forget) forget(); }} finally {{
        {when_ready}
      }}
      return;
    }}
    if (!warned && Date.now() - since > 10000) {{
      warned = true;
      console.warn({warning});
    }}
    setTimeout(wait, warned ? 500 : 50);
  }})();
}})();"#
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_slots_outside_quotes() {
        assert_eq!(count_slots("f({fields});"), Ok(1));
        assert_eq!(count_slots("f('set', {user: {fields}}); // it's {x}"), Ok(1));
        assert_eq!(count_slots("/* \" */ f({fields}, {fields})"), Ok(2));
        assert_eq!(count_slots("f(null)"), Ok(0));
    }

    #[test]
    fn refuses_slots_in_quotes_and_comments_and_code_that_could_end_the_script() {
        for code in [
            "f('{fields}')",
            "f(\"a\\\"{fields}\")",
            "f(`{fields}`)",
            "// {fields}",
            "/* {fields} */",
            "a=b.replace(/'/g,\"\"); f('{fields}'); c=d.replace(/'/g,\"\")",
            "f('x",
            "/* x",
            "f('</SCRIPT>')",
            "f('<!--')",
            "f('é', {fields})",
        ] {
            assert!(count_slots(code).is_err(), "{code}");
        }
    }
}
