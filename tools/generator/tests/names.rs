//! The public names of the Rust crate and of the C header are those of `tests/vectors/api.json`.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by a panic")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use serde_json::Value;
use syn::{Attribute, File, ImplItem, Item, Type, UseTree, Visibility};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The names that a language must have: `function`, `Type` and `Type.member`.
fn expected(language: &str) -> BTreeSet<String> {
    let table: Value = serde_json::from_str(&read(&root().join("tests/vectors/api.json"))).unwrap();
    let keys = |value: &Value| -> Vec<String> { value.as_object().unwrap().keys().cloned().collect() };
    let mut names: BTreeSet<String> = keys(&table["functions"]).into_iter().collect();
    for name in keys(&table["types"]) {
        names.extend(keys(&table["types"][&name]["members"]).into_iter().map(|member| format!("{name}.{member}")));
        names.insert(name);
    }
    let block = &table["languages"][language];
    for (name, reason) in block["absent"].as_object().unwrap() {
        assert!(!reason.as_str().unwrap().is_empty());
        assert!(names.remove(name), "{name} is absent in {language}, but the table does not have it");
    }
    for (name, to) in block["renamed"].as_object().unwrap() {
        assert!(names.remove(name), "{name} is renamed in {language}, but the table does not have it");
        names.insert(to["name"].as_str().unwrap().to_owned());
    }
    for name in keys(&block["extra"]) {
        assert!(names.insert(name.clone()), "{name} is extra in {language}, but the table has it");
    }
    names
}

fn compare(language: &str, exported: &BTreeSet<String>) {
    let expected = expected(language);
    let missing: Vec<_> = expected.difference(exported).collect();
    let unknown: Vec<_> = exported.difference(&expected).collect();
    assert!(
        missing.is_empty() && unknown.is_empty(),
        "api.json and {language} differ.\nmissing: {missing:#?}\nnot in the table: {unknown:#?}"
    );
}

fn is_hidden(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("doc") && attribute.parse_args::<syn::Ident>().is_ok_and(|word| word == "hidden")
    })
}

fn sources(folder: &Path) -> Vec<File> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(syn::parse_file(&read(&path)).unwrap());
        }
    }
    files
}

/// The names that a `use` declaration exports.
fn used(tree: &UseTree, names: &mut BTreeSet<String>) {
    match tree {
        UseTree::Path(path) => used(&path.tree, names),
        UseTree::Group(group) => group.items.iter().for_each(|tree| used(tree, names)),
        UseTree::Name(name) => drop(names.insert(name.ident.to_string())),
        UseTree::Rename(name) => drop(names.insert(name.rename.to_string())),
        UseTree::Glob(_) => panic!("lib.rs exports a whole module"),
    }
}

#[test]
fn rust_has_the_names_of_the_table_and_no_others() {
    let folder = root().join("core/src");
    let mut names = BTreeSet::new();
    for item in syn::parse_file(&read(&folder.join("lib.rs"))).unwrap().items {
        match item {
            Item::Use(item) if matches!(item.vis, Visibility::Public(_)) && !is_hidden(&item.attrs) => {
                used(&item.tree, &mut names);
            }
            _ => {}
        }
    }
    let types = names.clone();
    for item in sources(&folder).into_iter().flat_map(|file| file.items) {
        let Item::Impl(block) = item else { continue };
        let Type::Path(path) = &*block.self_ty else { continue };
        let name = path.path.segments.last().unwrap().ident.to_string();
        if block.trait_.is_some() || !types.contains(&name) {
            continue;
        }
        for member in block.items {
            let (public, attributes, member) = match member {
                ImplItem::Fn(item) => (item.vis, item.attrs, item.sig.ident.to_string()),
                ImplItem::Const(item) => (item.vis, item.attrs, item.ident.to_string()),
                _ => continue,
            };
            if matches!(public, Visibility::Public(_)) && !is_hidden(&attributes) {
                names.insert(format!("{name}.{member}"));
            }
        }
    }
    // `new` is the type's own parameters.
    names.retain(|name| !name.ends_with(".new"));
    compare("rust", &names);
}

/// The types of the table in C's words, such as `visitorseal_signer`.
const C_TYPES: [(&str, &str); 6] = [
    ("page", "Page"),
    ("scheme", "Scheme"),
    ("signed", "Signed"),
    ("signer", "Signer"),
    ("verified", "Verified"),
    ("verifier", "Verifier"),
];

#[test]
fn the_header_has_the_names_of_the_table_and_no_others() {
    let header = read(&root().join("include/visitorseal.h"));
    let types: BTreeMap<&str, &str> = C_TYPES.into_iter().collect();
    let mut names: BTreeSet<String> = BTreeSet::new();
    for line in header.lines().filter(|line| !line.starts_with([' ', '/', '#', '}'])) {
        let Some((_, declaration)) = line.split_once("visitorseal_") else { continue };
        let Some((function, _)) = declaration.split_once('(') else { continue };
        let (class, member) = function.split_once('_').unwrap_or((function, ""));
        match (types.get(class), member) {
            (Some(class), "new" | "free") => drop(names.insert((*class).to_owned())),
            (Some(class), member) if !member.is_empty() => drop(names.insert(format!("{class}.{member}"))),
            _ => drop(names.insert(function.to_owned())),
        }
    }
    for (structure, name) in [("visitorseal_error", "Error"), ("visitorseal_key", "Key")] {
        let (_, body) = header.split_once(&format!("struct {structure} {{")).unwrap();
        let (body, _) = body.split_once('}').unwrap();
        names.insert(name.to_owned());
        for field in body.lines().map(str::trim).filter(|line| line.ends_with(';')) {
            let (_, field) = field.trim_end_matches(';').rsplit_once([' ', '*']).unwrap();
            names.insert(format!("{name}.{}", field.split('[').next().unwrap()));
        }
    }
    compare("c", &names);
}
