//! What a reader of code makes of it: values, and what the code does with them.

use std::rc::Rc;

use serde_json::{Number, Value as Json};

use crate::json::Object;

/// A value in the code.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
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
pub struct Members {
    pub members: Vec<(Rc<str>, Value)>,
    /// Whether there are others, which only the running page knows.
    pub has_more: bool,
}

#[derive(Debug, PartialEq)]
pub struct Call {
    /// The function's path without `window`. It is empty for a function without a name.
    pub callee: String,
    pub arguments: Vec<Value>,
}

/// What the code does, in its order.
#[derive(Debug, PartialEq)]
pub enum Step {
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

pub fn word_value(word: &str) -> Value {
    match word {
        "null" | "undefined" => Value::Null,
        "true" => Value::Bool(true),
        "false" => Value::Bool(false),
        _ => Value::Name(Rc::from(word)),
    }
}

pub fn number(text: &str) -> Value {
    serde_json::from_str(text).map_or(Value::Other(None), Value::Number)
}

/// The longest path of a variable.
const LONGEST_PATH: usize = 256;

/// Names of the window itself.
const WINDOW: [&str; 3] = ["window", "globalThis", "self"];

/// A member of a variable.
pub fn member(value: &Value, name: &str) -> Value {
    match value {
        Value::Name(path) if WINDOW.contains(&&**path) => Value::Name(Rc::from(name)),
        Value::Name(path) if path.len() + name.len() < LONGEST_PATH => Value::Name(format!("{path}.{name}").into()),
        _ => Value::Other(None),
    }
}
