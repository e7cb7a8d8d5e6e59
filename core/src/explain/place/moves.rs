//! Finds the values that an object has in the wrong place, and puts them into the right one.

use serde_json::Value;

use super::{
    Shape,
    names::{Role, is_name_of, stands_for},
    spots::{Spot, find_spots, has_table, leaves},
};
use crate::{
    explain::{is_similar_name, sorted_by},
    json::Object,
    scheme::{Part, Placeholder, Source, Table},
    visitor::Field,
};

/// At most this many places are considered for one value.
const MOST_PLACES: usize = 4;
/// An `id`, `name` or `email` inside one of these is not the visitor's.
const OTHERS: [&str; 24] = [
    "account",
    "address",
    "agent",
    "app",
    "application",
    "assignee",
    "cart",
    "company",
    "conversation",
    "device",
    "group",
    "message",
    "order",
    "org",
    "organisation",
    "organization",
    "plan",
    "product",
    "shop",
    "site",
    "store",
    "team",
    "tenant",
    "workspace",
];

/// A member that the vendor reads and that is not in its place.
pub(super) struct Want<'a> {
    pub path: Vec<&'a str>,
    pub part: &'a Part,
    /// Whether the signature can be right without it.
    pub is_spare: bool,
    /// The text that it must have, if the verifier knows that.
    pub value: Option<String>,
    /// What a signature looks like, for the signature.
    pub shape: Option<Shape<'a>>,
}

impl Want<'_> {
    pub fn name(&self) -> &str {
        self.path.last().copied().unwrap_or_default()
    }

    pub fn outer(&self) -> &[&str] {
        self.path.split_last().map(|(_, outer)| outer).unwrap_or_default()
    }

    fn source(&self) -> Option<&Source> {
        match self.part {
            Part::Value(Placeholder { source, .. }) => Some(source),
            _ => None,
        }
    }

    /// Whether another vendor has the name for such a member, and the value could be one.
    fn has_alias(&self, name: &str, value: &Value) -> bool {
        let text = value.as_str().unwrap_or_default();
        match (self.source(), self.shape) {
            (Some(Source::Signature), Some(Shape::Token)) => {
                [Role::Token, Role::Digest].iter().any(|role| is_name_of(name, *role)) && is_opaque(text)
            }
            (Some(Source::Signature), Some(shape @ Shape::Digest(_))) => {
                is_name_of(name, Role::Digest) && is_opaque(text)
                    || is_name_of(name, Role::Token) && shape.is_shape_of(text)
            }
            (Some(Source::Field(Field::Email)), _) => {
                stands_for(name, &Source::Field(Field::Email)) && text.contains('@')
            }
            (Some(source), _) => stands_for(name, source),
            (None, _) => false,
        }
    }

    /// Whether the value has a type that the member can have.
    fn has_type(&self, value: &Value) -> bool {
        match (self.part, self.source()) {
            (Part::Constant(constant), _) => value == constant,
            (_, Some(Source::Field(Field::Id) | Source::Now(_) | Source::Expires(_))) => {
                value.is_number() || value.as_str().is_some_and(|text| !text.is_empty())
            }
            (_, Some(Source::Attribute(_))) => true,
            _ => value.as_str().is_some_and(|text| !text.is_empty()),
        }
    }
}

/// How the name or the value of a place leads to a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fit {
    Same,
    /// The name is the end of a longer one: `user[email]`, `https://example.com/email`.
    Inner,
    Similar,
    /// Another vendor's name.
    Alias,
    /// The value can be nothing else.
    Token,
    /// The value may be it: only an arrangement that verifies says so.
    Value,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub spot: usize,
    pub fit: Fit,
}

/// A member and the place where its value was found.
#[derive(Clone, Copy)]
pub(super) struct Move {
    pub want: usize,
    pub place: Place,
}

/// A move as a finding tells it: the two paths.
pub(super) struct Told<'a> {
    pub read: Vec<&'a str>,
    pub sent: Vec<&'a str>,
    pub fit: Fit,
    /// Whether the vendor reads another value there.
    pub is_known: bool,
}

/// An object whose values are looked for.
pub(super) struct Search<'a> {
    table: &'a Table,
    object: &'a Object,
    /// Whether names that are only similar are told elsewhere.
    skips_similar: bool,
    spots: Vec<Spot<'a>>,
    /// Whether the vendor reads each of the spots where it is.
    known: Vec<bool>,
}

impl<'a> Search<'a> {
    pub fn new(table: &'a Table, object: &'a Object, skips_similar: bool) -> Self {
        let spots = find_spots(object);
        let leaves = leaves(table);
        let known = spots.iter().map(|spot| leaves.iter().any(|(path, _)| *path == spot.path)).collect();
        Self { table, object, skips_similar, spots, known }
    }

    /// Where the values of these members are. Of at most `most` arrangements, the first that is right counts; if none is, the
    /// one with the closest names.
    pub fn find_moves(&self, wants: &[Want<'_>], most: usize, is_right: impl Fn(&Object) -> bool) -> Vec<Move> {
        let signature = wants.iter().position(|want| want.shape.is_some());
        let first = signature.and_then(|at| self.places(wants.get(at)?, None).into_iter().next());
        // The other values probably stand beside the signature.
        let near = first.and_then(|place| self.spots.get(place.spot)).map(Spot::outer);
        let places: Vec<Vec<Place>> = wants.iter().map(|want| self.places(want, near)).collect();
        let is_close = |at: usize, place: &Place| {
            let (Some(want), Some(spot)) = (wants.get(at), self.spots.get(place.spot)) else { return false };
            match place.fit {
                Fit::Value => false,
                Fit::Similar if spot.outer() == want.outer() => true,
                _ => !want.is_spare,
            }
        };
        let closest = choose(&places, is_close);
        let all = choose(&places, |_, _| true);
        let mut tries = vec![closest.clone(), all.clone()];
        for (at, places) in places.iter().enumerate() {
            let value = |place: Option<Place>| self.spots.get(place?.spot).map(|spot| spot.value);
            let first = all.get(at).copied().flatten();
            let others = places.iter().map(|place| Some(*place)).chain([None]);
            let others = others.filter(|other| value(*other) != value(first));
            tries.extend(others.map(|other| with(&all, at, other)));
        }
        tries.dedup();
        tries.retain(|choice| choice.iter().any(Option::is_some));
        tries.truncate(most);
        let found = tries.into_iter().find(|choice| is_right(&self.arrange(wants, &moves_of(choice))));
        moves_of(&found.unwrap_or(closest))
    }

    /// The places where the value of a member may be, the likeliest first.
    fn places(&self, want: &Want<'_>, near: Option<&[&str]>) -> Vec<Place> {
        let fits = (0..self.spots.len()).filter_map(|spot| Some(Place { spot, fit: self.fit(want, spot)? })).collect();
        let mut places = sorted_by(fits, |place: &Place| self.rank(want, place, near));
        places.truncate(MOST_PLACES);
        places
    }

    fn rank(&self, want: &Want<'_>, place: &Place, near: Option<&[&str]>) -> usize {
        let Some(spot) = self.spots.get(place.spot) else { return usize::MAX };
        let fit = match (place.fit, spot.outer() == want.outer()) {
            (Fit::Same, _) => 0,
            (Fit::Inner, _) => 1,
            (Fit::Similar, true) => 2,
            (Fit::Alias, true) => 3,
            (Fit::Similar, false) => 4,
            (Fit::Alias, false) => 5,
            (Fit::Token, _) => 6,
            (Fit::Value, _) => 7,
        };
        let text = spot.value.as_str().unwrap_or_default();
        let has_shape = want.shape.is_none_or(|shape| shape.is_shape_of(text));
        let is_near = near.is_none_or(|near| near == spot.outer());
        (usize::from(!has_shape) * 8 + fit) * 2 + usize::from(!is_near)
    }

    /// Why the value of a member may be in a spot.
    fn fit(&self, want: &Want<'_>, spot: usize) -> Option<Fit> {
        let is_known = *self.known.get(spot)?;
        let spot = self.spots.get(spot)?;
        let (name, text) = (spot.name(), spot.value.as_str());
        let has_shape = text.is_some_and(|text| want.shape.is_some_and(|shape| shape.is_shape_of(text)));
        let is_token = has_shape && matches!(want.shape, Some(Shape::Token));
        if is_known {
            return is_token.then_some(Fit::Token);
        }
        let is_of_visitor = matches!(want.source(), Some(Source::Field(_)));
        if !want.has_type(spot.value) || is_of_visitor && spot.outer().iter().any(|outer| is_other(outer)) {
            return None;
        }
        let last = last_word(name);
        let is_told = self.skips_similar && spot.outer() == want.outer();
        Some(match () {
            () if name == want.name() => Fit::Same,
            () if last == want.name() => Fit::Inner,
            () if is_similar_name(want.name(), name) => return (!is_told).then_some(Fit::Similar),
            () if want.has_alias(last, spot.value) => Fit::Alias,
            () if want.value.is_some() && want.value.as_deref() == text => Fit::Alias,
            () if is_token => Fit::Token,
            () if has_shape => Fit::Value,
            () => return None,
        })
    }

    pub fn told<'t>(&'t self, wants: &'t [Want<'t>], moves: &[Move]) -> Vec<Told<'t>> {
        let told = |one: &Move| {
            let (want, spot) = (wants.get(one.want)?, self.spots.get(one.place.spot)?);
            let is_known = self.known.get(one.place.spot).copied().unwrap_or_default();
            Some(Told { read: want.path.clone(), sent: spot.path.clone(), fit: one.place.fit, is_known })
        };
        moves.iter().filter_map(told).collect()
    }

    /// The object with the values in the places of the members. What stands beside them in an object of the page's own goes
    /// with them.
    pub fn arrange(&self, wants: &[Want<'_>], moves: &[Move]) -> Object {
        let mut object = self.object.clone();
        let pairs =
            || moves.iter().filter_map(|one| Some((wants.get(one.want)?, self.spots.get(one.place.spot)?, one)));
        let moves_all = |spot: &Spot<'_>, one: &Move| {
            one.place.fit == Fit::Same && !spot.outer().is_empty() && !has_table(self.table, spot.outer())
        };
        for (_, spot, _) in pairs().filter(|(_, spot, one)| !moves_all(spot, one)) {
            remove(&mut object, &spot.path);
        }
        for (want, spot, _) in pairs().filter(|(_, spot, one)| moves_all(spot, one)) {
            let Some(Value::Object(members)) = remove(&mut object, spot.outer()) else { continue };
            let Some(target) = object_at(&mut object, want.outer()) else { continue };
            for (name, value) in members {
                if target.get(&name).is_none_or(Value::is_null) {
                    target.insert(name, value);
                }
            }
        }
        for (want, spot, _) in pairs() {
            if let Some(target) = object_at(&mut object, want.outer()) {
                target.insert(want.name().to_owned(), spot.value.clone());
            }
        }
        object
    }
}

/// The first place of each member that is allowed and that no member before it has.
fn choose(places: &[Vec<Place>], is_allowed: impl Fn(usize, &Place) -> bool) -> Vec<Option<Place>> {
    let mut choice: Vec<Option<Place>> = Vec::new();
    for (at, places) in places.iter().enumerate() {
        let is_free = |place: &&Place| !choice.iter().flatten().any(|taken| taken.spot == place.spot);
        choice.push(places.iter().filter(is_free).find(|place| is_allowed(at, place)).copied());
    }
    choice
}

/// A choice with another place for one member.
fn with(choice: &[Option<Place>], at: usize, other: Option<Place>) -> Vec<Option<Place>> {
    choice.iter().enumerate().map(|(index, place)| if index == at { other } else { *place }).collect()
}

fn moves_of(choice: &[Option<Place>]) -> Vec<Move> {
    choice.iter().enumerate().filter_map(|(want, place)| Some(Move { want, place: (*place)? })).collect()
}

fn remove(object: &mut Object, path: &[&str]) -> Option<Value> {
    let (name, outer) = path.split_last()?;
    let object = outer.iter().try_fold(object, |object, name| object.get_mut(*name)?.as_object_mut())?;
    object.shift_remove(*name)
}

/// The object at a path. It is made where there is none.
fn object_at<'o>(object: &'o mut Object, path: &[&str]) -> Option<&'o mut Object> {
    path.iter().try_fold(object, |object, name| {
        let value = object.entry(*name).or_insert_with(|| Value::Object(Object::new()));
        if !value.is_object() {
            *value = Value::Object(Object::new());
        }
        value.as_object_mut()
    })
}

/// The last word of a name that is a path: `email` of `user[email]` and of `https://example.com/email`.
fn last_word(name: &str) -> &str {
    name.trim_end_matches(']').rsplit(['.', '[', '/', ':', '#']).next().unwrap_or(name)
}

fn is_other(name: &str) -> bool {
    let name = name.to_lowercase();
    OTHERS.iter().any(|other| name == *other || name.strip_suffix('s') == Some(other))
}

/// Whether a text could be a signature: long, and no sentence or address.
fn is_opaque(text: &str) -> bool {
    let text = text.trim();
    text.contains("eyJ") || text.len() >= 16 && !text.contains(|char: char| char == '@' || char.is_whitespace())
}
