//! The reader's place in the code, and its statements.

use std::{collections::HashMap, rc::Rc};

use super::{
    super::lexer::{Kind, Token},
    value::{Step, Value},
};

/// Deeper brackets are skipped.
pub const DEEPEST: usize = 48;

#[derive(Default)]
pub struct Reader<'c> {
    pub tokens: Vec<Token<'c>>,
    pub next: usize,
    pub steps: Vec<(usize, Step)>,
    /// The variables that were set to a literal, by their path.
    pub known: HashMap<Rc<str>, Value>,
    pub token: Option<Rc<str>>,
    /// How many larger values of variables stand in other literals.
    pub followed: usize,
}

impl<'c> Reader<'c> {
    pub fn peek(&self) -> Option<&Kind<'c>> {
        self.tokens.get(self.next).map(|token| &token.kind)
    }

    pub fn is_sign(&self, sign: &str) -> bool {
        self.peek() == Some(&Kind::Sign(sign))
    }

    pub fn take_sign(&mut self, sign: &str) -> bool {
        let is_next = self.is_sign(sign);
        self.next += usize::from(is_next);
        is_next
    }

    pub fn at(&self) -> usize {
        self.tokens.get(self.next).map_or(0, |token| token.at)
    }

    pub fn add(&mut self, at: usize, step: Step) {
        self.steps.push((at, step));
    }

    /// Reads statements up to the bracket that closes none of theirs.
    pub fn statements(&mut self, depth: usize) {
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
    pub fn block(&mut self, depth: usize) {
        if depth >= DEEPEST {
            return self.skip_brackets();
        }
        self.next += 1;
        self.statements(depth + 1);
        self.close("}", depth);
    }

    /// Reads up to a closing bracket, and takes it. Another one is taken too: the code is no JavaScript.
    pub fn close(&mut self, bracket: &str, depth: usize) {
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
    pub fn skip_brackets(&mut self) {
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
}
