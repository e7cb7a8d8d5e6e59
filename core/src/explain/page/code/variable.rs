//! Variables, and the literals that they were set to.

use std::rc::Rc;

use super::{
    reader::Reader,
    value::{Step, Value},
};

/// At most this many of them: each can hold another one twice.
const MOST_FOLLOWED: usize = 8;

impl Reader<'_> {
    pub fn set(&mut self, at: usize, path: Rc<str>, value: &Value) {
        let value = self.resolved(value);
        match value {
            Value::Other(_) | Value::Call(_) => drop(self.known.remove(&path)),
            _ => drop(self.known.insert(path.clone(), value.clone())),
        }
        self.add(at, Step::Set(path, value));
    }

    /// The literal that a variable was set to.
    pub fn resolved(&self, value: &Value) -> Value {
        match value {
            Value::Name(path) => self.known.get(path).unwrap_or(value).clone(),
            value => value.clone(),
        }
    }

    /// [`resolved`](Self::resolved) for a value in a literal. Only a few are larger ones, which could be there many times.
    pub fn resolved_inside(&mut self, value: Value) -> Value {
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
}
