//! Reads JavaScript for the calls and assignments in it, and for those of their values that are literals. Nothing is
//! run: what is no literal is unknown.

mod expression;
mod function;
mod object;
mod operand;
mod reader;
mod value;
mod variable;

pub(super) use value::{Call, Members, Step, Value};

use self::reader::Reader;
use super::lexer::tokens;

/// The steps of the code, each with its position.
pub(super) fn steps(code: &str) -> Vec<(usize, Step)> {
    let mut reader = Reader { tokens: tokens(code), ..Reader::default() };
    while reader.peek().is_some() {
        reader.statements(0);
        // A bracket that closes nothing.
        reader.next += 1;
    }
    reader.steps
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use super::*;

    /// The calls and assignments of the code.
    fn read(code: &str) -> Vec<String> {
        let show = |step: Step| match step {
            Step::Call(call) => {
                Some(format!("{}{}", call.callee, shown(&Value::List(Rc::new(call.arguments.clone())))))
            }
            Step::Set(path, value) => Some(format!("{path}={}", shown(&value))),
            Step::Object(_) | Step::Token(_) => None,
        };
        steps(code).into_iter().filter_map(|(_, step)| show(step)).collect()
    }

    fn shown(value: &Value) -> String {
        let list = |list: &[Value]| list.iter().map(shown).collect::<Vec<_>>().join(",");
        match value {
            Value::List(values) => format!("[{}]", list(values)),
            Value::Merged(values) => format!("merged({})", list(values)),
            Value::Object(object) => {
                let members = object.members.iter().map(|(name, value)| format!("{name}:{}", shown(value)));
                let more = if object.has_more { ",…" } else { "" };
                format!("{{{}{more}}}", members.collect::<Vec<_>>().join(","))
            }
            Value::Name(path) => path.to_string(),
            Value::Call(call) => format!("{}()", call.callee),
            Value::Other(token) => format!("?{}", token.as_deref().unwrap_or_default()),
            value => value.to_json(&mut 1000).unwrap().to_string(),
        }
    }

    #[test]
    fn reads_literals_as_javascript_writes_them() {
        for (code, expected) in [
            (
                "bookbag('identify', {user_id: '42', \"user_hash\": \"ab\",});",
                r#"bookbag["identify",{user_id:"42",user_hash:"ab"}]"#,
            ),
            ("window.bookbag('identify', null)", r#"bookbag["identify",null]"#),
            (
                "window._support['user'] = {id: 7, 'n': -1.5, on: !0, off: !1};",
                "_support.user={id:7,n:-1.5,on:true,off:false}",
            ),
            ("window['Intercom']?.(`boot`, [1, [true], undefined])", r#"Intercom["boot",[1,[true],null]]"#),
            ("f({a: 1 + 2, b: g(), c: x ? 1 : 2, d: 'a' + 'b', e: /x/.test(y)})", "f[{a:?,b:g(),c:?,d:?,e:()}]"),
            ("f({...{a: 1}, ...rest, [k]: 1, m() { return 1 }, s})", "f[{a:1,m:?,s:s,…}]"),
            ("f((1), (1, 2))", "f[1,?]"),
        ] {
            assert_eq!(read(code).pop().unwrap(), expected, "{code}");
        }
    }

    #[test]
    fn finds_calls_anywhere_in_the_code() {
        for code in [
            "(function (w, d) { if (w.x) { f('a') } else { for (;;) g() } })(window, document);",
            "if (a) f('a'); else g()",
            "const run = () => f('a')\nrun",
            "x = async (a) => { await f('a') }",
            "try { new f('a') } catch (error) {}",
            "w.addEventListener('load', function () { f('a') })",
            "class A { m() { f('a') } }",
            "a = {b: function () { f('a'); }, get c() { return 1 }}",
            "switch (a) { case 1: f('a'); break; default: }",
            "label: f('a')",
            "a && f('a') || b",
            "var x = 1\nf('a')\nvar y",
            "<!-- \nf('a')\n-->",
            "}}) f('a')",
        ] {
            assert!(read(code).contains(&"f[\"a\"]".to_owned()), "{code}: {:?}", read(code));
        }
    }

    #[test]
    fn follows_variables_to_their_literals() {
        for (code, expected) in [
            ("var user = {a: 1}; f(user)", "f[{a:1}]"),
            ("const id = '42'; f({id: id, hash})", r#"f[{id:"42",hash:hash}]"#),
            ("window.s = {a: 1}; f('boot', window.s)", r#"f["boot",{a:1}]"#),
            ("var a = 1; a = g(); f(a)", "f[a]"),
            ("var key = 'user'; f[key]('x')", r#"f.user["x"]"#),
            ("var w = window; w.f({a: 1})", "f[{a:1}]"),
            ("var q = window.f = window.f || []; q.push(1)", "f.push[1]"),
        ] {
            assert_eq!(read(code).pop().unwrap(), expected, "{code}");
        }
        for code in [
            "(function (w, user) { w.f('x', user); })(window, {a: 1});",
            "(function run(w, user) { w.f('x', user); }(window, {a: 1}))",
            "var u = {a: 1}; !(function (w) { w.f('x', u) })(this.x || window)",
        ] {
            assert!(read(code).iter().any(|step| step.ends_with("f[\"x\",{a:1}]")), "{code}: {:?}", read(code));
        }
        assert_eq!(read("s = s || {ui: {}}\ns.a = 'x'"), ["s=?", "s.a=\"x\""]);
        assert_eq!(read("f(Object.assign({a: 1}, b))"), ["f[merged({a:1},b)]"]);
    }

    #[test]
    fn reading_ends_for_any_code() {
        for piece in [
            "{",
            "(",
            "[",
            "f(",
            "{a:",
            "a=",
            "a=>",
            "!",
            "-",
            "`${",
            "/[",
            "'",
            "a?.[",
            "...",
            ")",
            "if(a){",
            "function",
            "x=[y]=>{",
            "else{",
            "new ",
            "(function(a){",
            "(function(){}(",
            "{[",
            "{a(",
            "?.",
            "=",
            "case ",
        ] {
            let code = piece.repeat(20_000);
            assert!(steps(&code).len() <= 2 * code.len(), "{piece}");
        }
    }

    #[test]
    fn a_literal_that_is_repeated_does_not_grow() {
        let code = format!("a='{}';b=[a,a,a];c=[b,b,b];f({{x:c,y:c}})", "x".repeat(1000));
        let call = steps(&code).pop().unwrap().1;
        let Step::Call(call) = call else { panic!("{call:?}") };
        assert_eq!(call.arguments[0].to_json(&mut 1000), None);
    }
}
