//! A scheme's page code, and the script that runs it.

use super::{Slot, Template};
use crate::{
    json::{self, push_script_literal},
    scan,
};

const FIELDS: &str = "{fields}";

/// Counts the `{fields}` of page code.
///
/// # Errors
/// A sentence, where one stands in quotes or a comment (a JSON literal would not be one there),
/// quotes are left open, or the code holds what ends a script element.
pub(crate) fn code_slots(code: &str) -> Result<usize, &'static str> {
    if !code.is_ascii() {
        return Err("page code is ASCII, so that it means the same in every charset: write \\uXXXX in quotes");
    }
    let lower = code.to_ascii_lowercase();
    if ["</script", "<script", "<!--"].iter().any(|tag| lower.contains(tag)) {
        return Err("page code holds no <script>, </script> or <!--");
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
            comment.split_once("*/").ok_or("a comment is left open")?
        } else if found.starts_with('/') {
            // A regular expression may hold a quote that opens nothing.
            return Err("page code holds no / outside quotes and comments");
        } else if found.starts_with(['"', '\'', '`']) {
            quoted(found).ok_or("quotes are left open")?
        } else {
            ("", found.get(1..).unwrap_or_default())
        };
        if inside.contains(FIELDS) {
            return Err("{fields} stands outside quotes and comments: it is a whole object");
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

/// The `<script>` around page code. `at_once` runs where it stands. `later` runs when the vendor's
/// global is there, since vendors' loaders are asynchronous; a later script of the same scheme
/// takes the turn from one that still waits, so that a switch of users cannot end with the former.
/// Forgetting is never skipped: the script that takes its turn does it first, as on a page after
/// sign-out, which then starts the widget for an anonymous visitor.
pub(crate) fn script(
    name: &str,
    vendor: &str,
    global: Option<&str>,
    at_once: Option<&str>,
    later: Option<&str>,
    forgets: bool,
) -> Template {
    let mut code = String::from(">");
    if let (Some(later), Some(global)) = (later, global) {
        let complaint = format!(
            "visitorseal: window.{global} is not there after 10 s; is {vendor}'s snippet on this page, and does the Content-Security-Policy let it load?"
        );
        let at_once = at_once.map(|code| format!("\n  {code}")).unwrap_or_default();
        let mut warning = String::new();
        push_script_literal(&mut warning, &json::ascii(&complaint));
        let (forget, later) = match forgets {
            true => (format!("\n  turn.forget = function () {{\n    {later}\n  }};"), ""),
            false => (String::new(), later),
        };
        // An element's or frame's name is a global too, but never the window's own property.
        code.push_str(&format!(
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
        {later}
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
        ));
    } else {
        code.push_str(at_once.unwrap_or_default());
    }
    code.push_str("</script>");

    let mut template = vec![Slot::Text("<script".to_owned()), Slot::Nonce];
    let mut pieces = code.split(FIELDS);
    template.extend(pieces.next().map(|text| Slot::Text(text.to_owned())));
    for text in pieces {
        template.extend([Slot::Fields, Slot::Text(text.to_owned())]);
    }
    template
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_slots_outside_quotes() {
        assert_eq!(code_slots("f({fields});"), Ok(1));
        assert_eq!(code_slots("f('set', {user: {fields}}); // it's {x}"), Ok(1));
        assert_eq!(code_slots("/* \" */ f({fields}, {fields})"), Ok(2));
        assert_eq!(code_slots("f(null)"), Ok(0));
    }

    #[test]
    fn refuses_slots_in_quotes_and_comments_and_code_that_ends_the_script() {
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
            assert!(code_slots(code).is_err(), "{code}");
        }
    }
}
