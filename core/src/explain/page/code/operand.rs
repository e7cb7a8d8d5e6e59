//! One value of an expression, with its members and with what is called on it.

use std::rc::Rc;

use super::{
    super::lexer::Kind,
    reader::{DEEPEST, Reader},
    value::{Call, Step, Value, member, number, word_value},
};
use crate::explain::token::looks_like_token;

impl Reader<'_> {
    /// Reads a value with what is called on it.
    pub fn operand(&mut self, depth: usize) -> Value {
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
    pub fn call(&mut self, at: usize, function: &Value, depth: usize) -> Value {
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
    pub fn list(&mut self, end: &str, depth: usize) -> Vec<Value> {
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
}
