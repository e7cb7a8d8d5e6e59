//! Functions. One that is called where it stands is read with its arguments.

use std::rc::Rc;

use super::{
    super::lexer::Kind,
    reader::Reader,
    value::{Call, Step, Value},
};

/// A function that is called where it stands. The positions are those of the tokens.
pub struct CalledFunction {
    pub parameters: Vec<Rc<str>>,
    pub body: usize,
    pub arguments: usize,
    pub is_inside: bool,
}

impl Reader<'_> {
    /// The function at `(function (…) {…})(…)` or `(function (…) {…}(…))`.
    pub fn called_function(&self) -> Option<CalledFunction> {
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
    pub fn call_function(&mut self, at: usize, function: &CalledFunction, depth: usize) -> Value {
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

    /// Reads a function from its name or its parameters to the end of its body.
    pub fn function(&mut self, depth: usize) {
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
}
