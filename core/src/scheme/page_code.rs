//! What a scheme file says about the page.

use crate::template::{Address, States};
use serde::{Deserialize, Serialize};

/// `[page]`, ready to be rendered.
#[derive(Default, Deserialize, Serialize)]
pub(crate) struct PageCode {
    /// The code, if a page can state its visitor at all.
    pub states: Option<States>,
    /// The fields of a page for a visitor who is not signed in. None if the widget has no such start.
    pub anonymous: Option<Vec<String>>,
    /// The fields of a form that the vendor accepts without a signature. None if the vendor documents none.
    pub prefill: Option<Vec<String>>,
    /// The setting with the vendor's snippet, if the scheme has no code of its own.
    pub template: Option<String>,
    /// The setting with the address that gives the fields anew.
    pub endpoint: Option<String>,
    pub url: Option<Url>,
    /// The vendor's placeholders in a snippet or address that the site pasted.
    pub replace: Vec<(String, Replacement)>,
    /// What the widget keeps although it has forgotten the visitor, in a sentence.
    pub kept: Option<String>,
    pub script_place: ScriptPlace,
}

/// Where a script, or an element, must stand in the pages of a site.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub enum ScriptPlace {
    /// At any place of every page: so the end of the page will do.
    #[default]
    Anywhere,
    /// Before or after something of the site's own page.
    Fixed,
    /// In one page of the site only.
    OnePage,
}

impl ScriptPlace {
    pub(super) const ALL: [(&'static str, Self); 3] =
        [("anywhere", Self::Anywhere), ("fixed", Self::Fixed), ("one_page", Self::OnePage)];

    /// The place's word in scheme files.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        Self::ALL.iter().find(|(_, place)| *place == self).map_or("", |(word, _)| word)
    }
}

/// The address of the vendor's page.
#[derive(Deserialize, Serialize)]
pub(crate) enum Url {
    /// A setting holds the address with the vendor's placeholders.
    Pasted(String),
    Address(Address),
}

/// What the vendor's placeholder in pasted code becomes.
#[derive(Deserialize, Serialize)]
pub(crate) enum Replacement {
    Signature,
    Setting(String),
}
