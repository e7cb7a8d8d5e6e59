//! Shared by the targets: a site for every scheme, visitors with hostile values, and what a browser finds in a page.

mod browser;
mod site;
mod visitors;

pub use browser::{Found, read_page};
pub use site::{ALL_SITES, NOW, SITES, Site, TOKENS};
pub use visitors::{HOSTILE, Named, edited_body, folds, has_same_shape, named_attributes, twin, visitor};
