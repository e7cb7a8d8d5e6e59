//! The findings for values that stand under another name or at another level.

use super::{
    moves::{Fit, Told},
    spots::{Opened, shown},
};
use crate::explain::{
    finding::{Cause, Finding},
    is_similar_name,
};

/// At most this many names stand in one sentence.
const MOST_NAMES: usize = 4;

/// What the members belong to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::explain) enum Holder {
    Page,
    Payload,
    Token,
}

pub(super) struct Teller<'a> {
    pub vendor: &'a str,
    pub holder: Holder,
    pub opened: &'a Opened,
}

/// Members that stand together at another level.
struct Group<'a> {
    names: Vec<String>,
    /// The objects around them, and those in which the vendor has them.
    sent: Vec<&'a str>,
    read: Vec<&'a str>,
}

impl Teller<'_> {
    pub fn tell(&self, all: &[Told<'_>]) -> Vec<Finding> {
        let mut groups: Vec<Group<'_>> = Vec::new();
        let mut single = Vec::new();
        for told in all {
            if told.fit != Fit::Same {
                single.push(self.tell_one(told));
                continue;
            }
            let (sent, read) = without_common_end(&told.sent, &told.read);
            let name = shown(told.read.get(read.len()..).unwrap_or_default());
            match groups.iter_mut().find(|group| group.sent == sent && group.read == read) {
                Some(group) => group.names.push(name),
                None => groups.push(Group { names: vec![name], sent: sent.to_vec(), read: read.to_vec() }),
            }
        }
        groups.iter().map(|group| self.tell_group(group)).chain(single).collect()
    }

    fn member(&self, is_one: bool) -> &'static str {
        match (self.holder, is_one) {
            (Holder::Page, true) => "the field",
            (Holder::Page, false) => "the fields",
            (Holder::Payload, true) => "the member",
            (Holder::Payload, false) => "the members",
            (Holder::Token, true) => "the claim",
            (Holder::Token, false) => "the claims",
        }
    }

    fn sends(&self) -> &'static str {
        match self.holder {
            Holder::Page => "the page sends",
            Holder::Payload => "the payload has",
            Holder::Token => "the token has",
        }
    }

    fn tell_group(&self, group: &Group<'_>) -> Finding {
        let Group { names, sent, read } = group;
        let (vendor, sends) = (self.vendor, self.sends());
        let is_misspelt = match (sent.split_last(), read.split_last()) {
            (Some((sent, sent_outer)), Some((read, read_outer))) => {
                sent_outer == read_outer && is_similar_name(read, sent)
            }
            _ => false,
        };
        if is_misspelt {
            let (member, path) = (self.member(true), shown(read));
            let reason = format!("{vendor} reads {member} {path}, but {sends} {}.", shown(sent));
            let name = read.last().copied().unwrap_or_default();
            return Finding::new(Cause::FieldMisspelt, Some(&path), reason).with_fix(format!("Name it {name}."));
        }
        let is_one = names.len() == 1;
        let them = if is_one { "it" } else { "them" };
        let (member, listed, about) = (self.member(is_one), listed(names), self.opened.about(sent));
        let (to, from) = (place(read), place(sent));
        let reason = format!("{vendor} reads {member} {listed} {to}, but {sends} {them} {from}.{about}");
        let first = names.first().map(String::as_str).unwrap_or_default();
        let path = if read.is_empty() { first.to_owned() } else { format!("{}.{first}", shown(read)) };
        let send = if self.holder == Holder::Page { "Send" } else { "Sign" };
        let fix = match sent.as_slice() {
            sent if read.starts_with(sent) => format!("{send} {them} {to}."),
            sent => format!("{send} {them} {to}, without {} around {them}.", shown(sent)),
        };
        Finding::new(Cause::FieldPlace, Some(&path), reason).with_fix(fix)
    }

    fn tell_one(&self, told: &Told<'_>) -> Finding {
        let (path, sent) = (shown(&told.read), shown(&told.sent));
        let (vendor, member, sends) = (self.vendor, self.member(true), self.sends());
        let outer = told.sent.split_last().map(|(_, outer)| outer).unwrap_or_default();
        let about = self.opened.about(outer);
        let same_level = outer == told.read.split_last().map(|(_, outer)| outer).unwrap_or_default();
        let reason = format!("{vendor} reads {member} {path}, but {sends} {sent}.{about}");
        let name = told.read.last().copied().unwrap_or_default();
        let to = place(told.read.split_last().map(|(_, outer)| outer).unwrap_or_default());
        match told.fit {
            Fit::Token if told.is_known => {
                let reason = format!("{sent} contains the token, and {sends} no {path}.");
                Finding::new(Cause::FieldIsSignature, Some(&sent), reason)
            }
            Fit::Inner => {
                Finding::new(Cause::FieldPlace, Some(&path), reason).with_fix(format!("Name it {name}, {to}."))
            }
            _ if same_level => {
                Finding::new(Cause::FieldMisspelt, Some(&path), reason).with_fix(format!("Name it {name}."))
            }
            _ => Finding::new(Cause::FieldMisspelt, Some(&path), reason).with_fix(format!("Name it {name}, {to}.")),
        }
    }
}

/// The two paths without the names that they have in common at their ends, and without the member's own.
fn without_common_end<'p, 'a>(sent: &'p [&'a str], read: &'p [&'a str]) -> (&'p [&'a str], &'p [&'a str]) {
    let (mut sent, mut read) = (sent, read);
    while let (Some((one, outer)), Some((other, read_outer))) = (sent.split_last(), read.split_last())
        && one == other
    {
        (sent, read) = (outer, read_outer);
    }
    (sent, read)
}

fn place(outer: &[&str]) -> String {
    if outer.is_empty() { "at the top level".to_owned() } else { format!("inside {}", shown(outer)) }
}

/// Names as a sentence has them.
pub(super) fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] if names.len() <= MOST_NAMES => format!("{} and {last}", first.join(", ")),
        names => {
            let (first, rest) = names.split_at(MOST_NAMES - 1);
            format!("{} and {} more", first.join(", "), rest.len())
        }
    }
}
