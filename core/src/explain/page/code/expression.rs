//! Expressions: operators and what stands between them.

use super::{
    super::lexer::Kind,
    reader::{DEEPEST, Reader},
    value::{Value, number},
};

/// Words before a value that change nothing of what is looked for.
const BEFORE: [&str; 13] =
    ["var", "let", "const", "return", "throw", "typeof", "void", "delete", "await", "yield", "new", "async", "case"];

/// Words before a block.
const BEFORE_BLOCK: [&str; 4] = ["else", "do", "try", "finally"];

impl Reader<'_> {
    /// Reads an expression up to the comma, semicolon, bracket or line that ends it.
    pub fn expression(&mut self, depth: usize) -> Value {
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
    pub fn skip_expression(&mut self) {
        while let Some(kind) = self.peek() {
            match kind {
                Kind::Sign("," | ";" | ")" | "]" | "}") => return,
                Kind::Sign("(" | "[" | "{") => self.skip_brackets(),
                _ => self.next += 1,
            }
        }
    }
}
