//! Where an object holds values, up to a few levels deep.

use std::collections::VecDeque;

use serde_json::Value;

use super::names::{Role, is_name_of};
use crate::{
    error::shortened,
    json::{self, Object},
    scheme::{Part, Placeholder, Source, Table},
};

/// At most this many members are looked at, the outer ones first.
pub(super) const MOST_MEMBERS: usize = 256;
/// Members are looked for inside at most this many objects.
const DEEPEST: usize = 4;
/// A list may hold this many items around the one object: `["identify", {…}]`.
const MOST_ITEMS: usize = 4;

/// A value that is no object, and the names that lead to it.
pub(super) struct Spot<'a> {
    pub path: Vec<&'a str>,
    pub value: &'a Value,
}

impl<'a> Spot<'a> {
    pub fn name(&self) -> &'a str {
        self.path.last().copied().unwrap_or_default()
    }

    /// The objects around it.
    pub fn outer(&self) -> &[&'a str] {
        self.path.split_last().map(|(_, outer)| outer).unwrap_or_default()
    }
}

/// The values of an object, the outer ones first. Lists and nulls are left out.
pub(super) fn find_spots(object: &Object) -> Vec<Spot<'_>> {
    let mut spots = Vec::new();
    let mut left = MOST_MEMBERS;
    let mut objects: VecDeque<(Vec<&str>, &Object)> = VecDeque::from([(Vec::new(), object)]);
    while let Some((outer, object)) = objects.pop_front() {
        for (name, value) in object.iter().take(left) {
            left -= 1;
            let path = [outer.as_slice(), &[name.as_str()]].concat();
            match value {
                Value::Object(nested) if path.len() <= DEEPEST => objects.push_back((path, nested)),
                Value::Object(_) | Value::Array(_) | Value::Null => {}
                value => spots.push(Spot { path, value }),
            }
        }
    }
    spots
}

/// An object in which each list with one object, and each text with the JSON of an object, is that object.
pub(super) struct Opened {
    pub object: Object,
    /// The paths of these objects, and what they were.
    pub wrapped: Vec<(Vec<String>, &'static str)>,
}

impl Opened {
    /// Opens what the table does not have: the vendor may read a list or text there. Its payload is text, also under another
    /// vendor's name for one.
    pub fn new(object: &Object, table: &Table) -> Self {
        let leaves = leaves(table);
        let names: Vec<&str> = leaves.iter().filter_map(|(path, _)| path.last().copied()).collect();
        let has_payload =
            leaves.iter().any(|(_, part)| matches!(part, Part::Value(Placeholder { source: Source::Payload, .. })));
        let mut opened = Self { object: object.clone(), wrapped: Vec::new() };
        let mut object = std::mem::take(&mut opened.object);
        opened.open(&mut object, &mut Vec::new(), Some(table), &|name| {
            names.contains(&name) || has_payload && is_name_of(name, Role::Payload)
        });
        opened.object = object;
        opened
    }

    fn open(
        &mut self,
        object: &mut Object,
        path: &mut Vec<String>,
        table: Option<&Table>,
        is_text: &dyn Fn(&str) -> bool,
    ) {
        if path.len() > DEEPEST {
            return;
        }
        for (name, value) in object {
            let part = table.and_then(|table| table.members.iter().find(|(known, _)| known == name));
            path.push(name.clone());
            if part.is_none()
                && !(value.is_string() && is_text(name))
                && let Some((inner, what)) = unwrap_object(value)
            {
                *value = Value::Object(inner);
                self.wrapped.push((path.clone(), what));
            }
            let table = part.and_then(|(_, part)| match part {
                Part::Table(table) => Some(table),
                _ => None,
            });
            if let Value::Object(nested) = value {
                self.open(nested, path, table, is_text);
            }
            path.pop();
        }
    }

    /// A sentence about what stands around an object, if it is no plain one.
    pub fn about(&self, path: &[&str]) -> String {
        let found =
            self.wrapped.iter().find(|(wrapped, _)| path.iter().copied().eq(wrapped.iter().map(String::as_str)));
        found.map_or_else(String::new, |(_, what)| format!(" {} is {what}.", shown(path)))
    }
}

/// The only object in a list or in a text, and what is around it.
pub(super) fn unwrap_object(value: &mut Value) -> Option<(Object, &'static str)> {
    match value {
        Value::Array(items) if items.len() <= MOST_ITEMS => {
            let mut objects = items.iter_mut().filter_map(Value::as_object_mut);
            match (objects.next(), objects.next()) {
                (Some(only), None) => Some((std::mem::take(only), "a list")),
                _ => None,
            }
        }
        Value::String(text) if text.trim_start().starts_with('{') => {
            json::object(text.as_bytes()).ok().map(|object| (object, "JSON text"))
        }
        _ => None,
    }
}

/// A path as a finding shows it.
pub(super) fn shown(path: &[&str]) -> String {
    path.iter().map(|name| shortened(name)).collect::<Vec<_>>().join(".")
}

/// What an object has at a path. Null counts as nothing.
pub(super) fn value_at<'a>(object: &'a Object, path: &[&str]) -> Option<&'a Value> {
    let (name, outer) = path.split_last()?;
    let object = outer.iter().try_fold(object, |object, name| object.get(*name)?.as_object())?;
    object.get(*name).filter(|value| !value.is_null())
}

/// Whether the vendor has a table at a path.
pub(super) fn has_table(table: &Table, path: &[&str]) -> bool {
    let Some((name, inner)) = path.split_first() else { return true };
    table.members.iter().any(|(known, part)| match part {
        Part::Table(nested) => known == name && has_table(nested, inner),
        _ => false,
    })
}

/// The members of a table that hold one value, here and in nested tables.
pub(super) fn leaves(table: &Table) -> Vec<(Vec<&str>, &Part)> {
    let mut all = Vec::new();
    for (name, part) in &table.members {
        match part {
            Part::Table(nested) => {
                let inner = leaves(nested).into_iter();
                all.extend(inner.map(|(path, part)| ([&[name.as_str()], path.as_slice()].concat(), part)));
            }
            part => all.push((vec![name.as_str()], part)),
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn object(value: Value) -> Object {
        value.as_object().cloned().unwrap()
    }

    #[test]
    fn outer_members_come_first() {
        let fields = object(json!({"user": {"id": 1, "more": {"deep": true}}, "hash": "x", "none": null, "list": [1]}));
        let paths: Vec<String> = find_spots(&fields).iter().map(|spot| shown(&spot.path)).collect();
        assert_eq!(paths, ["hash", "user.id", "user.more.deep"]);
    }

    #[test]
    fn wide_and_deep_objects_are_looked_at_in_part() {
        let wide: Object = (0..100_000).map(|at| (at.to_string(), json!({"a": at, "b": at}))).collect();
        assert!(find_spots(&wide).is_empty());
        let wide: Object = (0..100_000).map(|at| (at.to_string(), json!(at))).collect();
        assert_eq!(find_spots(&wide).len(), MOST_MEMBERS);
        let deep = (0..100).fold(json!({"id": 1}), |inner, _| json!({"x": inner, "y": 1}));
        assert_eq!(find_spots(&object(deep)).len(), DEEPEST + 1);
    }

    #[test]
    fn lists_and_texts_are_opened_once() {
        let fields = json!({"user": [{"id": 1}], "data": "{\"id\":2,\"in\":\"{}\"}", "call": ["set", {"id": 3}], "two": [{}, {}]});
        let opened = Opened::new(&object(fields), &Table::default());
        let expected = json!({"user": {"id": 1}, "data": {"id": 2, "in": {}}, "call": {"id": 3}, "two": [{}, {}]});
        assert_eq!(Value::Object(opened.object.clone()), expected);
        assert_eq!(opened.about(&["data"]), " data is JSON text.");
        assert_eq!(opened.about(&["two"]), "");
    }
}
