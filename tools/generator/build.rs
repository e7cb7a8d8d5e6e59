//! Makes a module of each Rust snippet of docs/vendors, for tests/snippets.rs.

use std::{env, error::Error, fs, path::Path};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("../../docs/vendors");
    println!("cargo:rerun-if-changed={}", folder.display());
    let (mut modules, mut calls) = (String::new(), String::new());
    let mut names: Vec<String> = Vec::new();
    // The pages are written by this crate: without them it must build too.
    for file in fs::read_dir(&folder).into_iter().flatten() {
        let name = file?.file_name().to_string_lossy().into_owned();
        names.extend(name.strip_suffix(".md").filter(|name| *name != "README").map(str::to_owned));
    }
    names.sort();
    for name in names {
        let page = fs::read_to_string(folder.join(format!("{name}.md")))?;
        // The page of the scheme readme is readme_.md.
        let name = name.trim_end_matches('_');
        let Some(code) =
            page.split_once("```rust\n").and_then(|(_, rest)| rest.split_once("```")).map(|(code, _)| code)
        else {
            continue;
        };
        // The function after that which makes the signer or the verifier.
        let function = code.rsplit("pub fn ").next().and_then(|function| function.split_once('('));
        let (function, rest) = function.ok_or_else(|| format!("the Rust snippet of {name} has no function"))?;
        let parameters = rest.split(')').next().unwrap_or_default().split(", ");
        let mut given = 0..;
        let arguments = parameters.map(|parameter| match parameter.split_once(": &") {
            Some((own @ ("signer" | "verifier"), _)) => format!("&page_{name}::{own}()?"),
            Some((_, "str")) => format!("text(&arguments[{}])", given.next().unwrap_or(0)),
            _ => format!("object(&arguments[{}])", given.next().unwrap_or(0)),
        });
        let arguments = arguments.collect::<Vec<_>>().join(", ");
        modules.push_str(&format!("mod page_{name} {{\n{code}}}\n"));
        let given = if arguments.contains("arguments") { "arguments" } else { "_" };
        calls.push_str(&format!("(\"{name}\", |{given}| Ok(page_{name}::{function}({arguments})?)),\n"));
    }
    let all = format!(
        "{modules}\ntype Snippet = fn(&[Value]) -> Result<String, Box<dyn Error>>;\nconst SNIPPETS: &[(&str, Snippet)] = &[\n{calls}];\n"
    );
    Ok(fs::write(Path::new(&env::var("OUT_DIR")?).join("snippets.rs"), all)?)
}
