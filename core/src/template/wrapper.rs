//! The `<script>` around page code: it waits for the widget, and the scripts of a scheme take turns.

use super::{Code, Template};
use crate::json::{self, push_script_literal};

/// What a script waits for, since vendors' loaders are asynchronous.
#[derive(Clone, Copy, Default)]
pub(crate) struct Wait<'a> {
    /// The vendor's global, such as `bookbag` or `mn.widget`.
    pub global: Option<&'a str>,
    /// A JavaScript condition.
    pub ready: Option<&'a str>,
    /// An event of the window, in place of the condition.
    pub event: Option<&'a str>,
}

impl Wait<'_> {
    pub fn is_nothing(&self) -> bool {
        self.global.is_none() && self.ready.is_none() && self.event.is_none()
    }

    /// The name of an element or frame is a global too, but never an own property of the window.
    fn global_condition(global: &str) -> String {
        let first = global.split('.').next().unwrap_or_default();
        let mut condition = format!("own.call(window, '{first}')");
        for (at, _) in global.match_indices('.').chain([(global.len(), "")]) {
            condition.push_str(" && window.");
            condition.push_str(global.get(..at).unwrap_or_default());
        }
        condition
    }
}

/// The page code of a scheme.
#[derive(Clone, Copy)]
pub(crate) struct PageScript<'a> {
    /// The name of the scheme, which is a JavaScript identifier.
    pub scheme: &'a str,
    pub vendor: &'a str,
    pub wait: Wait<'a>,
    /// Runs as soon as the browser reads the script.
    pub at_once: Option<&'a Code>,
    /// Runs as soon as the widget is there.
    pub when_ready: Option<&'a Code>,
    /// Whether `when_ready` makes the widget forget the visitor.
    pub is_forget: bool,
    /// Whether the scheme has a forget script that waits. Then every script takes part in the turns.
    pub has_waiting_forget: bool,
}

impl PageScript<'_> {
    /// Adds the `<script>` around the page code.
    ///
    /// A later script of the same scheme replaces a script that still waits, so that the widget never ends with the
    /// previous visitor. Forgetting is never skipped: the script that replaces a waiting forget script forgets first, as
    /// on a page after sign-out, which then starts the widget for an anonymous visitor.
    pub fn push(&self, out: &mut Template) {
        out.push_text("<script");
        out.push_nonce();
        out.push_text(">");
        let waits = !self.wait.is_nothing() && (self.when_ready.is_some() || self.has_waiting_forget);
        if waits {
            self.push_waiting(out);
        } else {
            for code in [self.at_once, self.when_ready].into_iter().flatten() {
                out.push_code(code, "");
            }
        }
        out.push_text("</script>");
    }

    fn push_waiting(&self, out: &mut Template) {
        let name = self.scheme;
        out.push_text(&format!(
            "(function () {{
  var own = Object.prototype.hasOwnProperty;
  var key = Symbol.for('visitorseal');
  var turns = window[key] = window[key] || Object.create(null);
  var turn = turns.{name} = {{forget: turns.{name} && turns.{name}.forget}};
  var since = Date.now(), warned = false;"
        ));
        let condition = self.push_condition(out);
        let starts_after_forget = self.has_waiting_forget && self.at_once.is_some();
        if let Some(at_once) = self.at_once {
            if starts_after_forget {
                // Forgetting could undo what this sets, so it runs after a forget script that still waits.
                out.push_text("\n  function atOnce() {\n    ");
                out.push_code(at_once, "    ");
                out.push_text("\n  }\n  if (!turn.forget) atOnce();");
            } else {
                out.push_text("\n  ");
                out.push_code(at_once, "  ");
            }
        }
        if self.when_ready.is_none() {
            out.push_text("\n  if (!turn.forget) return;");
        }
        if let Some(forget) = self.when_ready.filter(|_| self.is_forget) {
            out.push_text("\n  turn.forget = function () {\n    ");
            out.push_code(forget, "    ");
            out.push_text("\n  };");
        }
        out.push_text(&format!(
            "
  (function wait() {{
    if (turns.{name} !== turn) return;
    if ({condition}) {{
      var forget = turn.forget;
      turn.forget = null;
      try {{ if (forget) forget(); }} finally {{
        "
        ));
        if starts_after_forget {
            out.push_text("if (forget) atOnce();\n        ");
        }
        if let Some(when_ready) = self.when_ready.filter(|_| !self.is_forget) {
            out.push_code(when_ready, "        ");
        }
        out.push_text(&format!(
            "
      }}
      return;
    }}
    if (!warned && Date.now() - since > 10000) {{
      warned = true;
      console.warn({});
    }}
    setTimeout(wait, warned ? 500 : 50);
  }})();
}})();",
            self.warning()
        ));
    }

    /// Adds what the condition to wait for needs, and gives the condition.
    fn push_condition(&self, out: &mut Template) -> String {
        let global = self.wait.global.map(Wait::global_condition);
        let Wait { ready, event, .. } = self.wait;
        if ready.is_none() && event.is_none() {
            return global.unwrap_or_default();
        }
        let mut signs = Vec::new();
        if let Some(event) = event {
            // The scripts of a scheme share one listener: a script may come after the event.
            let name = self.scheme;
            out.push_text(&format!(
                "
  var heard = turns['{name} ready'];
  if (!heard) {{
    heard = turns['{name} ready'] = {{event: false}};
    window.addEventListener('{event}', function () {{ heard.event = true; }}, {{once: true}});
  }}"
            ));
            signs.push("heard.event".to_owned());
        }
        signs.extend(ready.map(|ready| format!("({ready})")));
        let signs = signs.join(" || ");
        let condition = global.map_or(signs.clone(), |global| format!("{global} && ({signs})"));
        out.push_text(&format!(
            "
  function isReady() {{
    try {{ return {condition}; }} catch (error) {{ return false; }}
  }}"
        ));
        "isReady()".to_owned()
    }

    /// The warning to the console, as a JavaScript literal.
    fn warning(&self) -> String {
        let vendor = self.vendor;
        let text = match self.wait {
            Wait { global: Some(global), ready: None, event: None } => format!(
                "visitorseal: window.{global} is missing after 10 seconds. Check that {vendor}'s snippet is on this page and that the Content-Security-Policy allows it."
            ),
            _ => format!(
                "visitorseal: {vendor}'s widget is not ready after 10 seconds. Check that its snippet is on this page and that the Content-Security-Policy allows it."
            ),
        };
        let mut literal = String::new();
        push_script_literal(&mut literal, &json::ascii(&text));
        literal
    }
}
