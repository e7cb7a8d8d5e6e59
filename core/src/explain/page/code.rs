//! Reads JavaScript for the calls and assignments in it, and for those of their values that are literals. Nothing is
//! run: what is no literal is unknown.

use std::{collections::HashMap, rc::Rc};

use serde_json::{Number, Value as Json};

use super::lexer::{Kind, Token, tokens};
use crate::{explain::token::looks_like_token, json::Object};

/// Deeper brackets are skipped.
const DEEPEST: usize = 48;

/// A value in the code.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Null,
    Bool(bool),
    Number(Number),
    Text(Rc<str>),
    List(Rc<Vec<Value>>),
    Object(Rc<Members>),
    /// A variable: its path, without `window`.
    Name(Rc<str>),
    /// Objects, of which a later one overrides the former ones.
    Merged(Rc<Vec<Value>>),
    Call(Rc<Call>),
    /// Something else, with the last token (JWT) in it.
    Other(Option<Rc<str>>),
}

#[derive(Debug, Default, PartialEq)]
pub(super) struct Members {
    pub members: Vec<(Rc<str>, Value)>,
    /// Whether there are others, which only the running page knows.
    pub has_more: bool,
}

#[derive(Debug, PartialEq)]
pub(super) struct Call {
    /// The function's path without `window`. It is empty for a function without a name.
    pub callee: String,
    pub arguments: Vec<Value>,
}

/// What the code does, in its order.
#[derive(Debug, PartialEq)]
pub(super) enum Step {
    Call(Rc<Call>),
    Set(Rc<str>, Value),
    Object(Rc<Members>),
    /// A text that looks like a token (JWT).
    Token(Rc<str>),
}

impl Value {
    pub fn is_scalar(&self) -> bool {
        matches!(self, Self::Null | Self::Bool(_) | Self::Number(_) | Self::Text(_))
    }

    pub fn text(&self) -> Option<&Rc<str>> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The literal as JSON. None if it is none, or if it is larger than the bytes that are left.
    pub fn to_json(&self, left: &mut usize) -> Option<Json> {
        let size = self.text().map_or(8, |text| text.len() + 8);
        *left = left.checked_sub(size)?;
        Some(match self {
            Self::Null => Json::Null,
            Self::Bool(value) => Json::Bool(*value),
            Self::Number(number) => Json::Number(number.clone()),
            Self::Text(text) => Json::from(&**text),
            Self::List(list) => Json::Array(list.iter().map(|value| value.to_json(left)).collect::<Option<_>>()?),
            Self::Object(object) if !object.has_more => {
                let mut json = Object::new();
                for (name, value) in &object.members {
                    *left = left.checked_sub(name.len())?;
                    json.insert(name.to_string(), value.to_json(left)?);
                }
                Json::Object(json)
            }
            _ => return None,
        })
    }
}

impl Members {
    pub fn get(&self, name: &str) -> Option<&Value> {
        // The last of two members of the same name counts.
        self.members.iter().rev().find(|(known, _)| **known == *name).map(|(_, value)| value)
    }
}

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

#[derive(Default)]
struct Reader<'c> {
    tokens: Vec<Token<'c>>,
    next: usize,
    steps: Vec<(usize, Step)>,
    /// The variables that were set to a literal, by their path.
    known: HashMap<Rc<str>, Value>,
    token: Option<Rc<str>>,
    /// How many larger values of variables stand in other literals.
    followed: usize,
}

/// At most this many of them: each can hold another one twice.
const MOST_FOLLOWED: usize = 8;

/// A function that is called where it stands. The positions are those of the tokens.
struct CalledFunction {
    parameters: Vec<Rc<str>>,
    body: usize,
    arguments: usize,
    is_inside: bool,
}

/// Words before a value that change nothing of what is looked for.
const BEFORE: [&str; 13] =
    ["var", "let", "const", "return", "throw", "typeof", "void", "delete", "await", "yield", "new", "async", "case"];

/// Words before a block.
const BEFORE_BLOCK: [&str; 4] = ["else", "do", "try", "finally"];

/// Names of the window itself.
const WINDOW: [&str; 3] = ["window", "globalThis", "self"];

impl<'c> Reader<'c> {
    fn peek(&self) -> Option<&Kind<'c>> {
        self.tokens.get(self.next).map(|token| &token.kind)
    }

    fn is_sign(&self, sign: &str) -> bool {
        self.peek() == Some(&Kind::Sign(sign))
    }

    fn take_sign(&mut self, sign: &str) -> bool {
        let is_next = self.is_sign(sign);
        self.next += usize::from(is_next);
        is_next
    }

    fn at(&self) -> usize {
        self.tokens.get(self.next).map_or(0, |token| token.at)
    }

    fn add(&mut self, at: usize, step: Step) {
        self.steps.push((at, step));
    }

    /// Reads statements up to the bracket that closes none of theirs.
    fn statements(&mut self, depth: usize) {
        while let Some(kind) = self.peek() {
            match kind {
                Kind::Sign("}" | ")" | "]") => return,
                Kind::Sign("{") => self.block(depth),
                Kind::Sign(";" | "," | ":") => self.next += 1,
                _ => drop(self.expression(depth)),
            }
        }
    }

    /// Reads a block with its braces.
    fn block(&mut self, depth: usize) {
        if depth >= DEEPEST {
            return self.skip_brackets();
        }
        self.next += 1;
        self.statements(depth + 1);
        self.close("}", depth);
    }

    /// Reads up to a closing bracket, and takes it. Another one is taken too: the code is no JavaScript.
    fn close(&mut self, bracket: &str, depth: usize) {
        while self.peek().is_some() && !self.is_sign(bracket) {
            self.statements(depth + 1);
            if !self.is_sign(bracket) {
                self.next += 1;
                return;
            }
        }
        self.next += 1;
    }

    /// Skips a bracket with all that is in it.
    fn skip_brackets(&mut self) {
        let mut open = 0_usize;
        while let Some(kind) = self.peek() {
            match kind {
                Kind::Sign("(" | "[" | "{") => open += 1,
                Kind::Sign(")" | "]" | "}") => open = open.saturating_sub(1),
                _ => {}
            }
            self.next += 1;
            if open == 0 {
                return;
            }
        }
    }

    /// Reads an expression up to the comma, semicolon, bracket or line that ends it.
    fn expression(&mut self, depth: usize) -> Value {
        let from = self.next;
        let tokens_before = self.token.take();
        let mut value = None;
        let mut is_one = true;
        while let Some(kind) = self.peek() {
            let begins_line = self.tokens.get(self.next).is_some_and(|token| token.starts_line);
            match kind {
                Kind::Sign("," | ";" | ")" | "]" | "}" | ":") => break,
                Kind::Word(word) if BEFORE.contains(word) => {
                    is_one &= ["var", "let", "const", "return"].contains(word);
                    self.next += 1;
                }
                Kind::Word(word) if BEFORE_BLOCK.contains(word) => {
                    self.next += 1;
                    break;
                }
                // A value follows a value: a new line, or the block after a condition.
                Kind::Sign("{") if value.is_some() => break,
                Kind::Word(_) | Kind::Text(_) | Kind::Number(_) | Kind::Opaque if value.is_some() && begins_line => {
                    break;
                }
                Kind::Sign("=" | "||=" | "??=") => {
                    self.next += 1;
                    if depth >= DEEPEST {
                        self.skip_expression();
                        is_one = false;
                        break;
                    }
                    let at = self.tokens.get(from).map_or(0, |token| token.at);
                    let set = self.expression(depth + 1);
                    let path = match value {
                        Some(Value::Name(path)) if is_one => Some(path),
                        _ => None,
                    };
                    if let Some(path) = &path {
                        self.set(at, path.clone(), &set);
                    }
                    // The next variable to its left has the same value.
                    value = Some(match (set, path) {
                        (Value::Other(_) | Value::Call(_), Some(path)) => Value::Name(path),
                        (set, _) => set,
                    });
                    break;
                }
                Kind::Sign("=>") => {
                    self.next += 1;
                    if self.is_sign("{") {
                        self.block(depth);
                    } else if depth < DEEPEST {
                        self.expression(depth + 1);
                    } else {
                        self.skip_expression();
                    }
                    is_one = false;
                    value = Some(Value::Other(None));
                }
                Kind::Sign("!") if value.is_none() => {
                    self.next += 1;
                    // Shortened code writes true as !0.
                    match self.peek() {
                        Some(Kind::Number("0")) => value = Some(Value::Bool(true)),
                        Some(Kind::Number("1")) => value = Some(Value::Bool(false)),
                        _ => {
                            is_one = false;
                            continue;
                        }
                    }
                    self.next += 1;
                }
                Kind::Sign("-") if value.is_none() => {
                    self.next += 1;
                    if let Some(Kind::Number(text)) = self.peek() {
                        value = Some(number(&format!("-{text}")));
                        self.next += 1;
                    } else {
                        is_one = false;
                    }
                }
                Kind::Sign("(" | "[" | "{") => {
                    is_one &= value.is_none();
                    value = Some(self.operand(depth));
                }
                Kind::Sign("?") => {
                    self.next += 1;
                    if depth < DEEPEST {
                        self.expression(depth + 1);
                        self.take_sign(":");
                    }
                    is_one = false;
                    value = None;
                }
                Kind::Sign(_) => {
                    is_one = false;
                    value = None;
                    self.next += 1;
                }
                _ => {
                    is_one &= value.is_none();
                    value = Some(self.operand(depth));
                }
            }
        }
        let inside = self.token.take();
        self.token = inside.clone().or(tokens_before);
        match value {
            Some(Value::Other(_)) | None => Value::Other(inside),
            Some(value) if is_one => value,
            Some(_) => Value::Other(inside),
        }
    }

    /// Skips to the end of an expression.
    fn skip_expression(&mut self) {
        while let Some(kind) = self.peek() {
            match kind {
                Kind::Sign("," | ";" | ")" | "]" | "}") => return,
                Kind::Sign("(" | "[" | "{") => self.skip_brackets(),
                _ => self.next += 1,
            }
        }
    }

    fn set(&mut self, at: usize, path: Rc<str>, value: &Value) {
        let value = self.resolved(value);
        match value {
            Value::Other(_) | Value::Call(_) => drop(self.known.remove(&path)),
            _ => drop(self.known.insert(path.clone(), value.clone())),
        }
        self.add(at, Step::Set(path, value));
    }

    /// The literal that a variable was set to.
    fn resolved(&self, value: &Value) -> Value {
        match value {
            Value::Name(path) => self.known.get(path).unwrap_or(value).clone(),
            value => value.clone(),
        }
    }

    /// [`resolved`](Self::resolved) for a value in a literal. Only a few are larger ones, which could be there many times.
    fn resolved_inside(&mut self, value: Value) -> Value {
        let Value::Name(path) = &value else { return value };
        match self.known.get(path) {
            Some(known) if known.is_scalar() || matches!(known, Value::Name(_)) => known.clone(),
            Some(known) if self.followed < MOST_FOLLOWED => {
                self.followed += 1;
                known.clone()
            }
            _ => value,
        }
    }

    /// The function at `(function (…) {…})(…)` or `(function (…) {…}(…))`.
    fn called_function(&self) -> Option<CalledFunction> {
        let sign = |at: usize, sign: &str| self.tokens.get(at).is_some_and(|token| token.kind == Kind::Sign(sign));
        let word = |at: usize| match self.tokens.get(at).map(|token| &token.kind) {
            Some(Kind::Word(word)) => Some(*word),
            _ => None,
        };
        let mut at = self.next + 1;
        word(at).filter(|word| *word == "function")?;
        at += 1 + usize::from(word(at + 1).is_some());
        let mut parameters = Vec::new();
        if !sign(at, "(") {
            return None;
        }
        at += 1;
        while let Some(name) = word(at) {
            parameters.push(Rc::from(name));
            at += 1 + usize::from(sign(at + 1, ","));
        }
        let body = at + 1;
        if !sign(at, ")") || !sign(body, "{") {
            return None;
        }
        let mut open = 0_usize;
        let end = self.tokens.get(body..)?.iter().position(|token| {
            match token.kind {
                Kind::Sign("(" | "[" | "{") => open += 1,
                Kind::Sign(")" | "]" | "}") => open = open.saturating_sub(1),
                _ => {}
            }
            open == 0
        })?;
        let after = body + end + 1;
        let is_inside = sign(after, "(");
        let arguments = after + usize::from(!is_inside);
        let is_called = is_inside || sign(after, ")") && sign(arguments, "(");
        is_called.then_some(CalledFunction { parameters, body, arguments, is_inside })
    }

    /// Reads a function that is called where it stands, with its arguments under the names of its parameters.
    fn call_function(&mut self, at: usize, function: &CalledFunction, depth: usize) -> Value {
        self.next = function.arguments + 1;
        let arguments = self.list(")", depth + 1);
        if function.is_inside {
            self.take_sign(")");
        }
        let end = self.next;
        let arguments: Vec<Value> = arguments.iter().map(|value| self.resolved(value)).collect();
        let mut hidden = Vec::new();
        for (index, name) in function.parameters.iter().enumerate() {
            let known = match arguments.get(index) {
                None | Some(Value::Other(_)) => self.known.remove(name),
                Some(value) => self.known.insert(name.clone(), value.clone()),
            };
            hidden.push((name.clone(), known));
        }
        self.next = function.body;
        self.block(depth);
        for (name, known) in hidden.into_iter().rev() {
            match known {
                Some(known) => self.known.insert(name, known),
                None => self.known.remove(&name),
            };
        }
        self.next = end;
        let call = Rc::new(Call { callee: String::new(), arguments });
        self.add(at, Step::Call(call.clone()));
        Value::Call(call)
    }

    /// Reads a value with what is called on it.
    fn operand(&mut self, depth: usize) -> Value {
        let at = self.at();
        let Some(token) = self.tokens.get(self.next) else { return Value::Other(None) };
        let mut value = match token.kind.clone() {
            Kind::Sign(_) if depth >= DEEPEST => {
                self.skip_brackets();
                Value::Other(None)
            }
            Kind::Sign("{") => self.object(depth + 1),
            Kind::Sign("[") => {
                self.next += 1;
                Value::List(Rc::new(self.list("]", depth + 1)))
            }
            Kind::Sign("(") => match self.called_function() {
                Some(function) => self.call_function(at, &function, depth),
                None => {
                    self.next += 1;
                    let mut inside = self.list(")", depth + 1);
                    match (inside.pop(), inside.is_empty()) {
                        (Some(value), true) => value,
                        _ => Value::Other(None),
                    }
                }
            },
            Kind::Word("function" | "class") => {
                self.next += 1;
                self.function(depth);
                Value::Other(self.token.clone())
            }
            Kind::Word(word) => {
                self.next += 1;
                match self.known.get(word) {
                    Some(alias @ Value::Name(_)) => alias.clone(),
                    _ => word_value(word),
                }
            }
            Kind::Text(text) => {
                self.next += 1;
                let text: Rc<str> = text.into();
                if looks_like_token(&text) {
                    self.token = Some(text.clone());
                    self.add(at, Step::Token(text.clone()));
                }
                Value::Text(text)
            }
            Kind::Number(text) => {
                self.next += 1;
                number(text)
            }
            Kind::Opaque | Kind::Sign(_) => {
                self.next += 1;
                Value::Other(None)
            }
        };
        loop {
            let begins_line = self.tokens.get(self.next).is_some_and(|token| token.starts_line);
            value = match self.peek() {
                Some(Kind::Sign("." | "?.")) => {
                    self.next += 1;
                    match self.peek() {
                        Some(Kind::Word(name)) => {
                            let member = member(&value, name);
                            self.next += 1;
                            member
                        }
                        Some(Kind::Sign("(" | "[")) => value,
                        _ => Value::Other(None),
                    }
                }
                Some(Kind::Sign("[")) if !begins_line && depth < DEEPEST => {
                    self.next += 1;
                    let inside = self.list("]", depth + 1);
                    match inside.as_slice() {
                        [name] => match self.resolved(name) {
                            Value::Text(name) => member(&value, &name),
                            _ => Value::Other(None),
                        },
                        _ => Value::Other(None),
                    }
                }
                Some(Kind::Sign("(")) if depth < DEEPEST => self.call(at, &value, depth),
                Some(Kind::Sign("(" | "[")) if !begins_line => {
                    self.skip_brackets();
                    Value::Other(None)
                }
                _ => return value,
            };
        }
    }

    /// Reads the arguments of a call.
    fn call(&mut self, at: usize, function: &Value, depth: usize) -> Value {
        self.next += 1;
        let arguments = self.list(")", depth + 1);
        let callee = match function {
            Value::Name(path) => path.to_string(),
            _ => String::new(),
        };
        if callee == "Object.assign" {
            return Value::Merged(Rc::new(arguments));
        }
        let arguments = arguments.iter().map(|value| self.resolved(value)).collect();
        let call = Rc::new(Call { callee, arguments });
        self.add(at, Step::Call(call.clone()));
        Value::Call(call)
    }

    /// Reads a list up to its closing bracket.
    fn list(&mut self, end: &str, depth: usize) -> Vec<Value> {
        let mut values = Vec::new();
        loop {
            match self.peek() {
                None => return values,
                Some(Kind::Sign(",")) => self.next += 1,
                Some(Kind::Sign(sign)) if *sign == end => {
                    self.next += 1;
                    return values;
                }
                // The code is no JavaScript.
                Some(Kind::Sign("}" | ")" | "]")) => return values,
                Some(Kind::Sign(";" | ":" | "=>")) => self.next += 1,
                Some(_) => {
                    let before = self.next;
                    let value = self.expression(depth);
                    // A condition's block, or another statement: a list of it is none.
                    if self.is_sign("{") {
                        self.block(depth);
                    }
                    if self.next == before {
                        self.next += 1;
                    }
                    let value = self.resolved_inside(value);
                    // The arguments of a call may be whole objects in a variable, so they stay names here.
                    values.push(value);
                }
            }
        }
    }

    /// Reads a function from its name or its parameters to the end of its body.
    fn function(&mut self, depth: usize) {
        while matches!(self.peek(), Some(Kind::Word(_) | Kind::Sign("*" | "."))) {
            self.next += 1;
        }
        if self.is_sign("(") {
            self.skip_brackets();
        }
        if self.is_sign("{") {
            self.block(depth);
        }
    }

    /// Reads an object. What is none is read as a block.
    fn object(&mut self, depth: usize) -> Value {
        let at = self.at();
        self.next += 1;
        let mut object = Members::default();
        loop {
            let name: Rc<str> = match self.peek() {
                Some(Kind::Sign("}")) => {
                    self.next += 1;
                    let object = Rc::new(object);
                    self.add(at, Step::Object(object.clone()));
                    return Value::Object(object);
                }
                Some(Kind::Sign(",")) => {
                    self.next += 1;
                    continue;
                }
                Some(Kind::Sign("...")) => {
                    self.next += 1;
                    match self.expression(depth) {
                        Value::Object(spread) => {
                            object.members.extend(spread.members.iter().cloned());
                            object.has_more |= spread.has_more;
                        }
                        _ => object.has_more = true,
                    }
                    continue;
                }
                Some(Kind::Sign("[")) => {
                    self.next += 1;
                    self.list("]", depth);
                    object.has_more = true;
                    if self.take_sign(":") {
                        self.expression(depth);
                        continue;
                    }
                    break;
                }
                Some(Kind::Word(name)) => Rc::from(*name),
                Some(Kind::Text(name)) => Rc::from(&**name),
                Some(Kind::Number(name)) => Rc::from(*name),
                _ => break,
            };
            self.next += 1;
            let value = match self.peek() {
                Some(Kind::Sign(":")) => {
                    self.next += 1;
                    self.expression(depth)
                }
                Some(Kind::Sign("," | "}")) => Value::Name(name.clone()),
                Some(Kind::Sign("(")) => {
                    self.function(depth);
                    Value::Other(None)
                }
                _ => break,
            };
            if !matches!(self.peek(), Some(Kind::Sign("," | "}"))) {
                break;
            }
            let value = self.resolved_inside(value);
            object.members.push((name, value));
        }
        self.close("}", depth);
        Value::Other(None)
    }
}

fn word_value(word: &str) -> Value {
    match word {
        "null" | "undefined" => Value::Null,
        "true" => Value::Bool(true),
        "false" => Value::Bool(false),
        _ => Value::Name(Rc::from(word)),
    }
}

fn number(text: &str) -> Value {
    serde_json::from_str(text).map_or(Value::Other(None), Value::Number)
}

/// The longest path of a variable.
const LONGEST_PATH: usize = 256;

/// A member of a variable.
fn member(value: &Value, name: &str) -> Value {
    match value {
        Value::Name(path) if WINDOW.contains(&&**path) => Value::Name(Rc::from(name)),
        Value::Name(path) if path.len() + name.len() < LONGEST_PATH => Value::Name(format!("{path}.{name}").into()),
        _ => Value::Other(None),
    }
}

#[cfg(test)]
mod tests {
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
