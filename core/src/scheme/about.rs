//! What a scheme file says for people: the product, how sure the file is, and the guide for the vendor's document.

use serde::{Deserialize, Serialize};

use super::{Scheme, Signature, toml_file::Section};
use crate::{error::Result, forms::SecretForm};

/// What a product is for. The catalogue is grouped by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, Serialize)]
#[non_exhaustive]
pub enum Category {
    /// Chats with support agents and bots.
    SupportChat,
    /// Feedback, roadmaps and changelogs.
    Feedback,
    /// Product tours, surveys and feature flags.
    ProductTours,
    /// Notifications and customer messaging.
    Notifications,
    /// Chats between users.
    Messaging,
    /// Comments.
    Comments,
    /// Communities and forums.
    Communities,
    /// Documents and help centers.
    Documents,
    /// Shops, subscriptions, loyalty and referrals.
    Commerce,
}

impl Category {
    /// Each category with its stable word, in the order of the catalogue.
    pub(crate) const ALL: [(&'static str, Self); 9] = [
        ("support_chat", Self::SupportChat),
        ("feedback", Self::Feedback),
        ("product_tours", Self::ProductTours),
        ("notifications", Self::Notifications),
        ("messaging", Self::Messaging),
        ("comments", Self::Comments),
        ("communities", Self::Communities),
        ("documents", Self::Documents),
        ("commerce", Self::Commerce),
    ];

    /// The category's stable word, such as `support_chat`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        Self::ALL.iter().find(|(_, category)| *category == self).map_or("", |(word, _)| word)
    }

    /// The categories, in the order of the catalogue.
    #[doc(hidden)]
    pub fn all() -> impl Iterator<Item = Self> {
        Self::ALL.iter().map(|(_, category)| *category)
    }

    /// The category as a heading.
    #[doc(hidden)]
    #[must_use]
    pub const fn heading(self) -> &'static str {
        match self {
            Self::SupportChat => "Support chat",
            Self::Feedback => "Feedback, roadmaps and changelogs",
            Self::ProductTours => "Product tours, surveys and feature flags",
            Self::Notifications => "Notifications and customer messaging",
            Self::Messaging => "Chat between users",
            Self::Comments => "Comments",
            Self::Communities => "Communities and forums",
            Self::Documents => "Documents and help centers",
            Self::Commerce => "Shops, subscriptions, loyalty and referrals",
        }
    }
}

/// What a file says about the vendor's product and about itself.
#[doc(hidden)]
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct About {
    pub product: Option<String>,
    pub category: Option<Category>,
    /// Former and other names of the vendor or the product, for the search.
    pub other_names: Vec<String>,
    /// Whether the vendor signs its request, and the site verifies it.
    pub signed_by_vendor: bool,
    /// What rests on somebody's code rather than on the vendor's page, if anything does.
    pub reported: Option<String>,
    /// Why a new site should not use the scheme.
    pub deprecated: Option<String>,
    /// The scheme that the vendor offers in its place.
    pub replaced_by: Option<String>,
}

/// What the document of a vendor says beside what follows from the scheme: sentences.
#[doc(hidden)]
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct Guide {
    /// Where the secret is in the vendor's dashboard.
    pub secret: Option<String>,
    /// What the site's own page must do beside the page code.
    pub page: Option<String>,
    /// Where the fields go, if no page code passes them.
    pub place: Option<String>,
    pub fields_go_to: FieldsGoTo,
    /// What the site does at sign-out, if no page code passes them.
    pub sign_out: Option<String>,
    /// How the vendor is told to demand signatures.
    pub enforce: Option<String>,
    /// How to see that the vendor accepts them.
    pub check: Option<String>,
    /// What the vendor's own page gets wrong or leaves out.
    pub mistakes: Vec<String>,
}

/// Who gets the fields, if no page code passes them.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub enum FieldsGoTo {
    /// The site's own page or app.
    #[default]
    Page,
    /// The vendor's server or script, as the answer to its request.
    Vendor,
    /// The browser, in a cookie.
    Cookie,
}

impl FieldsGoTo {
    const ALL: [(&'static str, Self); 3] = [("page", Self::Page), ("vendor", Self::Vendor), ("cookie", Self::Cookie)];
}

/// How long a signature lasts.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lasts<'a> {
    /// The age in seconds from which the vendor refuses it.
    pub max_age: Option<u64>,
    /// Whether it can have an end of its own.
    pub ends: bool,
    /// The setting with which the site chooses its lifetime.
    pub setting: Option<&'a str>,
    pub default: Option<u64>,
    pub maximum: Option<u64>,
}

impl Scheme {
    /// How the secret is written: `text`, `hex` or `base64`. None where the site's private key signs.
    #[doc(hidden)]
    #[must_use]
    pub fn secret_form(&self) -> Option<&'static str> {
        let form = match &self.model().signature {
            Signature::Hmac(hmac) => hmac.secret,
            Signature::Jwt(jwt) if jwt.algorithm.is_shared() => jwt.secret,
            Signature::Jwt(_) => return None,
        };
        SecretForm::ALL.iter().find(|(_, known)| *known == form).map(|(word, _)| *word)
    }

    /// How long a signature lasts.
    #[doc(hidden)]
    #[must_use]
    pub fn lasts(&self) -> Lasts<'_> {
        let (max_age, lifetime) = match &self.model().signature {
            Signature::Hmac(hmac) => (hmac.max_age, hmac.lifetime.as_ref()),
            Signature::Jwt(jwt) => (jwt.max_age, jwt.lifetime.as_ref()),
        };
        Lasts {
            max_age,
            ends: lifetime.is_some(),
            setting: lifetime.and_then(|lifetime| lifetime.setting.as_deref()),
            default: lifetime.and_then(|lifetime| lifetime.default),
            maximum: lifetime.and_then(|lifetime| lifetime.maximum),
        }
    }
}

/// How sure the file is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Status {
    Certain,
    Reported,
}

pub(super) fn read_about(root: &Section<'_>) -> Result<About> {
    let status = match root.has("status") {
        true => root.word("status", &[("certain", Status::Certain), ("reported", Status::Reported)])?,
        false => Status::Certain,
    };
    let reported = sentence(root, "evidence")?;
    match (status, &reported) {
        (Status::Reported, None) => {
            return Err(root.error(
                "evidence",
                "evidence is missing. Say what is not in the vendor's document, and whose code it rests on.",
            ));
        }
        (Status::Certain, Some(_)) => {
            return Err(
                root.error("evidence", "evidence is only for status = \"reported\". Remove it, or correct status.")
            );
        }
        _ => {}
    }
    let deprecated = sentence(root, "deprecated")?;
    if deprecated.is_none() && root.has("replaced_by") {
        return Err(root.error(
            "deprecated",
            "deprecated is missing. Say in a sentence why a new site should use the other scheme.",
        ));
    }
    Ok(About {
        product: text(root, "product")?,
        category: if root.has("category") { Some(root.word("category", &Category::ALL)?) } else { None },
        other_names: root.texts("other_names")?.into_iter().map(|name| name.value.to_owned()).collect(),
        signed_by_vendor: root.has("signed_by") && root.word("signed_by", &[("site", false), ("vendor", true)])?,
        reported,
        deprecated,
        replaced_by: text(root, "replaced_by")?,
    })
}

pub(super) fn read_guide(root: &Section<'_>) -> Result<Guide> {
    let Some(section) = root.section("guide")? else {
        return Ok(Guide::default());
    };
    let guide = Guide {
        secret: sentence(&section, "secret")?,
        page: sentence(&section, "page")?,
        place: sentence(&section, "place")?,
        fields_go_to: match section.has("fields_go_to") {
            true => section.word("fields_go_to", &FieldsGoTo::ALL)?,
            false => FieldsGoTo::default(),
        },
        sign_out: sentence(&section, "sign_out")?,
        enforce: sentence(&section, "enforce")?,
        check: sentence(&section, "check")?,
        mistakes: section.texts("mistakes")?.into_iter().map(|text| text.value.to_owned()).collect(),
    };
    section.finish()?;
    Ok(guide)
}

fn text(section: &Section<'_>, key: &str) -> Result<Option<String>> {
    match section.has(key) {
        true => Ok(Some(section.required_text(key)?.value.to_owned())),
        false => Ok(None),
    }
}

/// A text that is shown as it is, after other sentences.
fn sentence(section: &Section<'_>, key: &str) -> Result<Option<String>> {
    if !section.has(key) {
        return Ok(None);
    }
    let text = section.required_text(key)?;
    if !text.value.ends_with('.') {
        return Err(text.error("Write a full sentence, which ends in a full stop."));
    }
    Ok(Some(text.value.to_owned()))
}
