//! A mistake that a site may have made, before it is told.

use std::rc::Rc;

use super::{
    finding::{Cause, Finding},
    transformation::{Side, Transformation},
};

/// A mistake that the site may have made. Thousands are tried, so the sentence is written for the one that is found.
#[derive(Clone)]
pub(super) enum Mistake {
    Told { cause: Cause, reason: Rc<str>, is_common: bool },
    Changed { by: &'static Transformation, cause: Cause, side: Side, name: Rc<str> },
}

impl Mistake {
    /// A mistake with its sentence.
    pub fn told(cause: Cause, reason: impl Into<Rc<str>>) -> Self {
        Self::Told { cause, reason: reason.into(), is_common: true }
    }

    /// A mistake that few make.
    pub fn rare(cause: Cause, reason: impl Into<Rc<str>>) -> Self {
        Self::Told { cause, reason: reason.into(), is_common: false }
    }

    /// A text was changed, which has a name in sentences. None where the change does not happen there.
    pub fn changed(by: &'static Transformation, side: Side, name: &Rc<str>) -> Option<Self> {
        Some(Self::Changed { by, cause: by.cause(side)?, side, name: Rc::clone(name) })
    }

    pub fn cause(&self) -> Cause {
        match self {
            Self::Told { cause, .. } | Self::Changed { cause, .. } => *cause,
        }
    }

    pub fn reason(&self) -> String {
        match self {
            Self::Told { reason, .. } => reason.to_string(),
            Self::Changed { by, side, name, .. } => by.reason(*side, name),
        }
    }

    pub fn finding(&self, field: Option<&str>) -> Finding {
        let finding = Finding::new(self.cause(), field, self.reason());
        if self.is_of_page() { finding.with_fix(self.cause().other_fix()) } else { finding }
    }

    /// Whether the site signed rightly, and the page or the verifier changed something.
    pub fn is_of_page(&self) -> bool {
        matches!(self, Self::Changed { side: Side::Sent | Side::Given, .. })
    }

    pub fn is_common(&self) -> bool {
        match self {
            Self::Told { is_common, .. } => *is_common,
            Self::Changed { by, .. } => by.is_common,
        }
    }

    fn weight(&self) -> usize {
        if self.is_common() { COMMON } else { RARE }
    }
}

const COMMON: usize = 4;
const RARE: usize = 5;
/// Two mistakes are tried at once if one of them is common. One always weighs less than two.
pub(super) const TWO: usize = COMMON + RARE;
/// The most that one mistake weighs.
pub(super) const ONE: usize = RARE;

/// Sorts guesses: the less, the fewer and the more usual the mistakes are.
pub(super) fn weight(mistakes: &[Mistake]) -> usize {
    mistakes.iter().map(Mistake::weight).sum()
}
