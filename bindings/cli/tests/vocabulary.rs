//! Compares the table of public names (tests/vectors/api.json) with what `--help` lists and with the JSON that the
//! commands print, and runs the example in each command's help.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::{
    collections::BTreeSet,
    fs,
    path::Path,
    process::{Command, Stdio},
};

use serde_json::Value;

const VECTORS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/vectors");

fn vectors(file: &str) -> Value {
    let text = fs::read_to_string(Path::new(VECTORS).join(file)).expect("a file of vectors");
    serde_json::from_str(&text).expect("JSON")
}

fn shell(folder: &Path, script: &str) -> (bool, String, String) {
    let programs = Path::new(env!("CARGO_BIN_EXE_visitorseal")).parent().expect("a folder").display().to_string();
    let path = format!("{programs}:{}", std::env::var("PATH").expect("a PATH"));
    let mut shell = Command::new("sh");
    shell.args(["-e", "-u", "-c", script]).env("PATH", path).env_remove("VISITORSEAL_SECRET").current_dir(folder);
    let output = shell.stdin(Stdio::null()).output().expect("a shell");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (output.status.success(), text(output.stdout), text(output.stderr))
}

/// Runs a script in a folder of the vectors. Its exit status does not matter: refusals are JSON too.
fn json(script: &str) -> Value {
    let (_, out, messages) = shell(Path::new(VECTORS), script);
    serde_json::from_str(&out).unwrap_or_else(|error| panic!("{script}: {error}: {out}{messages}"))
}

fn help(arguments: &str) -> String {
    let (success, out, messages) = shell(Path::new(VECTORS), &format!("visitorseal {arguments} --help"));
    assert!(success, "{messages}");
    out
}

/// The first word of each entry of a section of the help text, such as `Commands:`.
fn section<'a>(help: &'a str, title: &str) -> Vec<&'a str> {
    let lines = help.lines().skip_while(move |line| *line != title).skip(1);
    let lines = lines.take_while(|line| line.is_empty() || line.starts_with(' '));
    // An entry is indented by 2, or by 6 where it has no short option. Its description is indented further.
    let entry = |line: &&str| line.starts_with("  ") && (!line[2..].starts_with(' ') || line.trim().starts_with("--"));
    lines.filter(entry).filter_map(|line| line.split_whitespace().find(|word| !word.starts_with("-h,"))).collect()
}

fn commands() -> Vec<String> {
    let all = help("");
    section(&all, "Commands:").into_iter().filter(|name| *name != "help").map(str::to_owned).collect()
}

/// The commands, `--options` and ARGUMENTS of the program.
fn names_in_help() -> BTreeSet<String> {
    let mut names: BTreeSet<String> = commands().into_iter().collect();
    for command in commands() {
        let help = help(&command);
        let options = section(&help, "Options:").into_iter().filter(|name| *name != "--help");
        names.extend(options.map(str::to_owned));
        let arguments = section(&help, "Arguments:").into_iter();
        names.extend(arguments.map(|name| name.trim_matches(['[', ']', '<', '>']).to_owned()));
    }
    names
}

/// The members of all JSON that the commands print, as `Type.member`.
fn names_in_json() -> BTreeSet<String> {
    let secret = "VISITORSEAL_SECRET='a secret of some length'; export VISITORSEAL_SECRET";
    let signed = json(&format!("{secret}; echo '{{\"id\":\"user-123\",\"email\":\"x\"}}' | visitorseal sign bookbag"));
    let verify = |options: &str, body: &str| json(&format!("{secret}; echo '{body}' | visitorseal verify {options}"));
    let forged = r#"{"user_id":"x","user_hash":"00"}"#;
    let explained = json(&format!("{secret}; echo '{forged}' | visitorseal explain bookbag --json"));
    let token = json("echo '{\"name\":\"Jane\"}' | visitorseal sign orlo --secret-file keys/rsa-2048.private.pem");
    let own = concat!("--scheme-file ", env!("CARGO_MANIFEST_DIR"), "/tests/token.toml --setting key_id=a");
    let with_id = json(&format!("{secret}; echo '{{\"id\":\"1\"}}' | visitorseal sign {own}"));
    let line = json(&format!("{secret}; echo {{}} | visitorseal sign bookbag --lines"));
    // A refusal has the members of an error, and more.
    let mut refused = verify("bookbag", forged);
    refused.as_object_mut().expect("a map").retain(|member, _| line["error"].get(member).is_none());
    let types = [
        ("Scheme", vec![json("visitorseal schemes thread --json"), json("visitorseal schemes orlo --json")]),
        ("Setting", vec![json("visitorseal schemes thread --json")["settings"][0].clone()]),
        ("Signed", vec![signed.clone()]),
        ("Warning", vec![signed["warnings"][0].clone()]),
        (
            "Verified",
            vec![
                verify("bookbag", &signed["fields"].to_string()),
                verify("bookbag --policy observe", forged),
                verify(own, &with_id["fields"].to_string()),
            ],
        ),
        ("Refused", vec![refused]),
        ("Line", vec![line.clone()]),
        ("Error", vec![line["error"].clone()]),
        ("Explanation", vec![explained.clone()]),
        ("Finding", vec![explained["findings"][0].clone()]),
        ("InspectedToken", vec![json(&format!("echo {} | visitorseal inspect-token", token["signature"]))]),
    ];
    let members = types.into_iter().flat_map(|(kind, samples)| {
        samples.into_iter().flat_map(move |sample| {
            let members = sample.as_object().unwrap_or_else(|| panic!("{kind}: {sample}")).clone();
            members.into_iter().map(move |(member, _)| format!("{kind}.{member}"))
        })
    });
    members.collect()
}

/// The names of the table that have words of their own in a shell, each with the names that it may appear under.
fn concepts() -> Vec<(String, Vec<String>)> {
    let table = vectors("api.json");
    let hyphens = |name: &str| name.replace('_', "-");
    let keys = |object: &Value| object.as_object().map(|object| object.keys().cloned().collect()).unwrap_or_default();
    let functions: Vec<String> = keys(&table["functions"]);
    let mut concepts: Vec<_> = functions.into_iter().map(|name| (name.clone(), vec![hyphens(&name)])).collect();
    for kind in keys(&table["types"]) as Vec<String> {
        let about = &table["types"][&kind];
        for parameter in about["parameters"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            let option = format!("--{}", hyphens(parameter));
            concepts.push((format!("{kind}({parameter})"), vec![option, parameter.to_uppercase()]));
        }
        for member in keys(&about["members"]) as Vec<String> {
            let path = format!("{kind}.{member}");
            let in_json = format!("{kind}.{}", member.trim_start_matches("is_"));
            concepts.push((path, vec![in_json, hyphens(&member)]));
        }
    }
    concepts
}

/// One of `renamed`, `absent` and `extra` of the program's block.
fn block(name: &str) -> Vec<(String, Value)> {
    let table = vectors("api.json");
    table["languages"]["cli"][name].as_object().expect("a map").clone().into_iter().collect()
}

#[test]
fn every_name_of_the_table_is_in_the_program_and_the_program_has_no_other() {
    let names: BTreeSet<String> = names_in_help().into_iter().chain(names_in_json()).collect();
    let (renamed, absent, extra) = (block("renamed"), block("absent"), block("extra"));
    let concepts = concepts();
    let find = |concept: &str| renamed.iter().find(|(name, _)| name == concept).map(|(_, other)| other);
    // `absent` may name a type, whose members are then absent too.
    let is_absent =
        |concept: &str| absent.iter().any(|(name, _)| concept.split('.').next() == Some(name) || concept == name);

    let mut faults = Vec::new();
    let mut known = BTreeSet::new();
    for (concept, forms) in &concepts {
        let found: Vec<&String> = forms.iter().filter(|form| names.contains(*form)).collect();
        match (found.is_empty(), find(concept), is_absent(concept)) {
            (false, None, false) => known.extend(found.into_iter().cloned()),
            (true, Some(other), false) => {
                let other = other["name"].as_str().expect("the other name");
                if !names.contains(other) {
                    faults.push(format!("{concept} is renamed to {other}, which the program does not have"));
                }
                known.insert(other.to_owned());
            }
            (true, None, true) => {}
            (true, None, false) => faults.push(format!("{concept} is missing: {}", forms.join(" or "))),
            (false, ..) => faults.push(format!("{concept} is there, but the block says otherwise")),
            (true, Some(_), true) => faults.push(format!("{concept} is both renamed and absent")),
        }
    }
    for (name, about) in &extra {
        if !names.contains(name) || known.contains(name) {
            faults.push(format!("{name} is no extra name of the program"));
        }
        assert!(about.is_string(), "{name}: a sentence");
    }
    for (name, _) in renamed.iter().chain(&absent) {
        let in_table = |(concept, _): &(String, _)| concept == name || concept.split('.').next() == Some(name);
        if !concepts.iter().any(in_table) {
            faults.push(format!("{name} is not in the table"));
        }
    }
    let others = names.iter().filter(|name| !known.contains(*name) && extra.iter().all(|(other, _)| other != *name));
    faults.extend(others.map(|name| format!("{name} is neither in the table nor in the block")));
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn the_example_in_each_commands_help_runs() {
    let folder = std::env::temp_dir().join(format!("visitorseal-examples-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a temporary folder");
    let prepare = r#"umask 077
printf '%s' 'a secret of some length' > secret.txt
printf '%s' 'a newer secret of some length' > new-secret.txt
visitorseal keygen --out others > /dev/null 2>&1
echo '{"id": "user-123"}' | visitorseal sign bookbag --secret-file secret.txt |
  sed 's/.*"fields":\({[^}]*}\).*/\1/' > fields.json
echo '{"name": "Jane"}' | visitorseal sign orlo --secret-file others/private.pem |
  sed 's/.*"signature":"\([^"]*\)".*/\1/' > token.txt
printf '\n\n\n\nhttps://help.acme.example/\ncertain\n' > answers.txt"#;
    let (success, _, messages) = shell(&folder, prepare);
    assert!(success, "{messages}");
    // The first example of keygen makes the key pair that the example of url reads.
    let mut commands = commands();
    commands.sort_by_key(|command| command != "keygen");
    commands.insert(0, String::new());
    for command in commands {
        let help = help(&command);
        let (_, example) = help.split_once("Example").unwrap_or_else(|| panic!("{command} has no example"));
        let lines = example.lines().skip(1).take_while(|line| line.starts_with("  "));
        let script = lines.collect::<Vec<_>>().join(
            "
",
        );
        assert!(script.contains(&format!("visitorseal {command}")), "{command}: {script}");
        // Nobody is there to answer.
        let script = script.replace("scheme new acme.toml", "scheme new acme.toml < answers.txt");
        let (success, out, messages) = shell(&folder, &script);
        assert!(success, "{command}: {script}: {out}{messages}");
    }
    fs::remove_dir_all(&folder).expect("the folder is removed");
}
