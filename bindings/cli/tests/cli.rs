//! The program as a shell sees it: input, output and exit status.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    thread,
};

use serde_json::{Value, json};

/// The key and digest that Fernand's page prints.
const FERNAND_KEY: &str = "6fdc0085d97cc621edcc0333fd93ef220f0eb1ce";
const FERNAND_HASH: &str = "fc3cf30c76a8b5c1c875b79c53a36bd8e2d653a1ec00c11fff538583ef759244";
const RICHARD: &str = r#"{"name":"Richard","email":"richard@piedpiper.com"}"#;

fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_visitorseal"));
    command.env_remove("VISITORSEAL_SECRET").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn feed(command: &mut Command, input: &[u8]) -> Output {
    let mut child = command.spawn().expect("the program starts");
    let mut pipe = child.stdin.take().expect("a pipe");
    thread::scope(|scope| {
        // The program may exit before it has read everything.
        scope.spawn(move || drop(pipe.write_all(input)));
        child.wait_with_output().expect("the program ends")
    })
}

fn run(arguments: &[&str], secret: &str, input: &str) -> (i32, String, String) {
    let mut command = program();
    command.args(arguments);
    if !secret.is_empty() {
        command.env("VISITORSEAL_SECRET", secret);
    }
    let output = feed(&mut command, input.as_bytes());
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code().expect("a status"), text(output.stdout), text(output.stderr))
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// A folder that is removed at the end of the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("visitorseal-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).expect("a temporary folder");
        Self(path)
    }

    fn file(&self, name: &str, text: &str) -> String {
        let path = self.0.join(name);
        fs::write(&path, text).expect("a temporary file");
        path.display().to_string()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn signs_the_example_of_fernands_page() {
    let (status, out, _) = run(&["sign", "fernand"], FERNAND_KEY, RICHARD);
    assert_eq!(status, 0);
    let signed = parsed(&out);
    assert_eq!(signed["scheme"], "fernand");
    assert_eq!(signed["signature"], FERNAND_HASH);
    assert_eq!(signed["fields"]["hash"], FERNAND_HASH);
    assert_eq!(signed["warnings"], json!([]));
    let (status, out, _) = run(&["digest", "fernand"], FERNAND_KEY, "richard@piedpiper.com");
    assert_eq!((status, out.trim_end()), (0, FERNAND_HASH));
}

#[test]
fn one_newline_at_the_end_of_a_secret_file_is_not_part_of_the_secret() {
    let folder = Folder::new("newline");
    for (ending, same) in [("", true), ("\n", true), ("\r\n", true), ("\n\n", false), (" \n", false)] {
        let file = folder.file("secret.txt", &format!("{FERNAND_KEY}{ending}"));
        let (status, out, messages) = run(&["sign", "fernand", "--secret-file", &file], "", RICHARD);
        assert_eq!(status, 0);
        assert_eq!(parsed(&out)["signature"] == FERNAND_HASH, same, "{ending:?}");
        assert_eq!(messages.contains("secret_space"), !same, "{ending:?}: {messages}");
    }
}

#[test]
fn warns_about_a_sample_secret_and_about_a_newline_that_is_signed() {
    let (_, _, messages) = run(&["sign", "fernand"], FERNAND_KEY, RICHARD);
    assert!(messages.contains("secret_sample"), "{messages}");
    let (status, _, messages) = run(&["digest", "fernand"], FERNAND_KEY, "richard@piedpiper.com\n");
    assert_eq!(status, 0);
    assert!(messages.contains("newline"), "{messages}");
}

#[test]
fn verifies_refuses_or_accepts_as_anonymous_as_the_policy_says() {
    let (_, out, _) = run(&["sign", "fernand"], FERNAND_KEY, RICHARD);
    let fields = parsed(&out)["fields"].to_string();
    let (status, out, _) = run(&["verify", "fernand"], FERNAND_KEY, &fields);
    assert_eq!(status, 0);
    assert_eq!(
        parsed(&out),
        json!({"verified": true, "signed": {"email": "richard@piedpiper.com"}, "unsigned": {"name": "Richard"}, "key": 0})
    );

    let forged = fields.replace("richard@", "erlich@");
    let (status, out, messages) = run(&["verify", "fernand"], FERNAND_KEY, &forged);
    assert_eq!((status, messages.as_str()), (1, ""));
    let refused = parsed(&out);
    assert_eq!(
        (&refused["verified"], &refused["code"], &refused["field"]),
        (&json!(false), &json!("signature_mismatch"), &json!("hash"))
    );
    assert!(refused["reason"].is_string());

    let (status, out, _) = run(&["verify", "fernand", "--policy", "optional"], FERNAND_KEY, r#"{"name":"Richard"}"#);
    assert_eq!(status, 0);
    assert_eq!(parsed(&out), json!({"verified": false, "anonymous": true, "unsigned": {"name": "Richard"}}));
    let (status, out, _) = run(&["verify", "fernand", "--policy", "observe"], FERNAND_KEY, &forged);
    assert_eq!(status, 0);
    assert_eq!(parsed(&out)["refusal"]["code"], "signature_mismatch");
}

#[test]
fn the_key_that_verified_is_named_by_its_position_and_name() {
    let folder = Folder::new("rotation");
    let newer = folder.file("new.txt", "the new secret of the site\n");
    let former = folder.file("old.txt", &format!("{FERNAND_KEY}\n"));
    let fields = json!({"email": "richard@piedpiper.com", "hash": FERNAND_HASH}).to_string();
    let (status, out, _) = run(&["verify", "fernand", "--key-file", &newer, "--key-file", &former], "", &fields);
    assert_eq!((status, &parsed(&out)["key"]), (0, &json!(1)));
    let (web, ios) = (format!("web={newer}"), format!("ios={former}"));
    let (status, out, _) = run(&["explain", "fernand", "--key-file", &web, "--key-file", &ios], "", &fields);
    assert_eq!(status, 0);
    assert!(out.contains("1. other_key: The signature fits keys[1] (ios), not the first key."), "{out}");
}

#[test]
fn keygen_makes_a_key_pair_that_signs_and_verifies_and_never_overwrites_it() {
    let folder = Folder::new("keygen");
    let keys = folder.0.join("keys");
    let out = keys.display().to_string();
    let (status, printed, _) = run(&["keygen", "--out", &out], "", "");
    assert_eq!(status, 0);
    let (private, public) = (keys.join("private.pem"), keys.join("public.pem"));
    assert_eq!(parsed(&printed), json!({"private": private, "public": public}));
    let text = fs::read_to_string(&private).expect("private.pem");
    assert!(text.starts_with("-----BEGIN PRIVATE KEY-----\n"));
    assert!(fs::read_to_string(&public).expect("public.pem").starts_with("-----BEGIN PUBLIC KEY-----\n"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&private).expect("private.pem").permissions().mode() & 0o777, 0o600);
    }

    let path = |path: &Path| path.display().to_string();
    let sign = ["sign", "orlo", "--secret-file", &path(&private), "--setting", "lifetime=60", "--now", "1000"];
    let (status, signed, _) = run(&sign, "", r#"{"name":"Jane"}"#);
    assert_eq!(status, 0);
    let fields = parsed(&signed)["fields"].to_string();
    for (now, leeway, status) in [("1059", "0", 0), ("1060", "0", 1), ("1060", "1", 0)] {
        let verify = ["verify", "orlo", "--key-file", &path(&public), "--now", now, "--leeway", leeway];
        assert_eq!(run(&verify, "", &fields).0, status, "{now} {leeway}");
    }
    let token = parsed(&signed)["signature"].as_str().expect("a token").to_owned();
    let (status, inspected, _) = run(&["inspect-token"], "", &format!("{token}\n"));
    assert_eq!(status, 0);
    assert_eq!(
        parsed(&inspected),
        json!({"unverified": true, "header": {"typ": "JWT", "alg": "RS256"},
               "claims": {"name": "Jane", "isLoggedIn": true, "exp": 1060}})
    );

    let (status, _, messages) = run(&["keygen", "--out", &out], "", "");
    assert_eq!(status, 5, "{messages}");
    assert_eq!(fs::read_to_string(&private).expect("private.pem"), text);
    assert_eq!(run(&["keygen", "--out", &out, "--bits", "1024"], "", "").0, 2);
}

/// A scheme with a token of this algorithm. Only a shared secret has a form.
fn token_scheme(algorithm: &str) -> String {
    let scheme = include_str!("token.toml").replace("HS256", algorithm);
    if algorithm.starts_with("HS") { scheme } else { scheme.replace("secret = \"text\"\n", "") }
}

#[test]
fn keygen_makes_what_each_algorithm_signs_and_verifies_with() {
    let folder = Folder::new("algorithms");
    for algorithm in ["RS256", "RS384", "RS512", "ES256", "ES384", "EdDSA", "HS256", "HS384", "HS512"] {
        let scheme = folder.file("token.toml", &token_scheme(algorithm));
        let out = folder.0.join(algorithm).display().to_string();
        let is_shared = algorithm.starts_with("HS");
        let keygen = ["keygen", "--algorithm", algorithm, "--out", &out, "--jwk"];
        let (status, made, messages) = run(if is_shared { &keygen[..5] } else { &keygen }, "", "");
        assert_eq!(status, 0, "{messages}");
        let made = parsed(&made);
        let path = |name: &str| made[name].as_str().expect("a path").to_owned();
        let (secret, keys, kid) = match is_shared {
            true => (path("secret"), vec![path("secret")], "a-name".to_owned()),
            false => (path("private"), vec![path("public"), path("jwk")], path("kid")),
        };
        let setting = format!("key_id={kid}");
        let sign = ["sign", "--scheme-file", &scheme, "--secret-file", &secret, "--setting", &setting, "--now", "1000"];
        let (status, signed, messages) = run(&sign, "", r#"{"id":"42"}"#);
        assert_eq!((status, messages.as_str()), (0, ""), "{algorithm}");
        let signed = parsed(&signed);
        assert_eq!(signed["expires_at"], 1060);
        let (status, inspected, _) = run(&["inspect-token"], "", signed["signature"].as_str().expect("a token"));
        assert_eq!(status, 0);
        let inspected = parsed(&inspected);
        assert_eq!(inspected["header"], json!({"typ": "JWT", "alg": algorithm, "kid": kid}));
        for key in keys {
            let verify =
                ["verify", "--scheme-file", &scheme, "--key-file", &key, "--setting", &setting, "--now", "1059"];
            let (status, verified, messages) = run(&verify, "", &signed["fields"].to_string());
            assert_eq!((status, messages.as_str()), (0, ""), "{algorithm}: {key}: {verified}");
            let jti = &inspected["claims"]["jti"];
            let expected = json!({"verified": true, "signed": {"id": "42"}, "unsigned": {}, "key": 0, "token_id": jti});
            assert_eq!(parsed(&verified), expected);
        }
    }
}

#[test]
fn keygen_writes_a_secret_of_the_hashs_length_that_only_its_owner_can_read() {
    let folder = Folder::new("secrets");
    // The lengths in bytes are those of RFC 7518, section 3.2. Base64url has four characters for three bytes.
    for (algorithm, length) in [("HS256", 43), ("HS384", 64), ("HS512", 86)] {
        let out = folder.0.join(algorithm);
        assert_eq!(run(&["keygen", "--algorithm", algorithm, "--out", &out.display().to_string()], "", "").0, 0);
        let secret = fs::read_to_string(out.join("secret.txt")).expect("secret.txt");
        assert_eq!(secret.len(), length);
        assert!(secret.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)), "{algorithm}");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let about = fs::metadata(out.join("secret.txt")).expect("secret.txt");
            assert_eq!(about.permissions().mode() & 0o777, 0o600);
        }
    }
    let two =
        ["HS256", "HS384"].map(|algorithm| fs::read(folder.0.join(algorithm).join("secret.txt")).expect("a file"));
    assert!(!two[1].starts_with(&two[0]), "each secret is new");
}

#[test]
fn keygen_refuses_options_that_do_not_fit_the_algorithm_and_writes_nothing_then() {
    let folder = Folder::new("keygen-options");
    let keys = folder.0.join("keys");
    let out = keys.display().to_string();
    for (arguments, message) in [
        (["--algorithm", "HS256", "--jwk"].as_slice(), "Leave --jwk out."),
        (&["--algorithm", "ES256", "--bits", "4096"], "Leave --bits out."),
        (&["--algorithm", "HS256", "--bits", "4096"], "Leave --bits out."),
        (&["--algorithm", "PS256"], "[possible values:"),
    ] {
        let (status, _, messages) = run(&[&["keygen", "--out", &out], arguments].concat(), "", "");
        assert_eq!(status, 2);
        assert!(messages.contains(message), "{arguments:?}: {messages}");
    }
    assert!(!keys.exists());
    // One file of three is there: the others are not written beside it.
    fs::create_dir(&keys).expect("a folder");
    let jwk = folder.file("keys/public.jwk.json", "{}");
    assert_eq!(run(&["keygen", "--algorithm", "ES256", "--jwk", "--out", &out], "", "").0, 5);
    assert_eq!(fs::read_dir(&keys).expect("a folder").count(), 1);
    assert_eq!(fs::read_to_string(jwk).expect("a file"), "{}");
}

#[test]
fn a_setting_is_a_value_or_a_file() {
    let folder = Folder::new("settings");
    let private = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/vectors/keys/rsa-2048.private.pem");
    let embed = folder.file("embed.html", "<script>x('JWT_TOKEN')</script>\n");
    let script = [
        "script",
        "orlo",
        "--secret-file",
        private,
        "--setting",
        &format!("embed_code=@{embed}"),
        "--nonce",
        "bm9uY2U=",
    ];
    let (status, html, _) = run(&script, "", r#"{"name":"Jane"}"#);
    assert_eq!(status, 0);
    assert!(html.contains("<script nonce=\"bm9uY2U=\" data-turbo-temporary hx-history=\"false\">x('ey"), "{html}");
    let url = [
        "url",
        "orlo",
        "--secret-file",
        private,
        "--setting",
        "mobile_url=https://chat.example/WIDGET_ID/JWT_TOKEN",
        "--setting",
        "widget_id=w-1",
    ];
    let (status, url, _) = run(&url, "", r#"{"name":"Jane"}"#);
    assert_eq!(status, 0);
    assert!(url.starts_with("https://chat.example/w-1/ey"), "{url}");
}

#[test]
fn scripts_without_a_signature_need_no_secret() {
    let (status, html, _) = run(&["forget-script", "bookbag", "--nonce", "bm9uY2U"], "", "");
    assert_eq!(status, 0);
    assert!(
        html.starts_with("<script nonce=\"bm9uY2U\" data-turbo-temporary")
            && html.contains("window.bookbag('identify', null);")
    );
    let (status, html, _) = run(&["anonymous-script", "thread", "--setting", "app_id=a-1"], "", "");
    assert_eq!(status, 0);
    assert!(html.contains(r#""thread", "anonymous", "", {"appId":"a-1"});"#), "{html}");
    let (status, html, messages) = run(&["forget-script", "stream"], "", "");
    assert_eq!((status, html.as_str()), (0, ""));
    assert!(messages.contains("nothing to write"), "{messages}");
    let (status, out, _) = run(&["prefill", "reamaze"], "", r#"{"id":"1","name":"Jane","email":"jane@example.com"}"#);
    assert_eq!(status, 0);
    assert_eq!(parsed(&out)["fields"], json!({"email": "jane@example.com", "name": "Jane"}));
    assert_eq!(parsed(&out)["signature"], Value::Null);
    let (status, html, _) = run(&["script", "fernand", "--prefill"], "", RICHARD);
    assert_eq!(status, 0);
    assert!(html.contains(r#""fernand", "prefill", "", {"name":"Richard","email":"richard@piedpiper.com"});"#));
}

#[test]
fn a_scheme_file_of_your_own_replaces_the_schemes_name() {
    let folder = Folder::new("scheme");
    let fernand = include_str!("../../../core/schemes/fernand.toml");
    let file = folder.file("own.toml", &fernand.replace("name = \"fernand\"", "name = \"own\""));
    let (status, out, _) = run(&["sign", "--scheme-file", &file], FERNAND_KEY, RICHARD);
    assert_eq!((status, &parsed(&out)["signature"]), (0, &json!(FERNAND_HASH)));
    let broken = folder.file("broken.toml", &fernand.replace("sha256", "sha265"));
    let (status, _, messages) = run(&["sign", "--scheme-file", &broken], FERNAND_KEY, RICHARD);
    assert_eq!(status, 3);
    let line = fernand.lines().position(|line| line.starts_with("hash = \"sha256\"")).expect("a hash") + 1;
    assert!(messages.contains(&format!("scheme_malformed (signature.hash): line {line}:")), "{messages}");
}

#[test]
fn each_line_gives_its_own_result_or_error_in_order() {
    let input = format!("{RICHARD}\n{{\"name\":\"x\"}}\n\n[]\n{RICHARD}");
    let (status, out, _) = run(&["sign", "fernand", "--lines"], FERNAND_KEY, &input);
    assert_eq!(status, 1);
    let lines: Vec<Value> = out.lines().map(parsed).collect();
    assert_eq!(lines.len(), 5);
    assert_eq!(lines[0]["signature"], FERNAND_HASH);
    assert_eq!((&lines[1]["error"]["code"], &lines[1]["error"]["field"]), (&json!("field_missing"), &json!("email")));
    assert_eq!(lines[2]["error"]["code"], "visitor_malformed");
    assert_eq!(lines[3]["error"]["code"], "visitor_malformed");
    assert_eq!(lines[4], lines[0]);
    assert_eq!(run(&["sign", "fernand", "--lines"], FERNAND_KEY, &format!("{RICHARD}\n")).0, 0);
    assert_eq!(
        run(&["sign", "fernand", "--lines"], FERNAND_KEY, ""),
        (0, String::new(), run(&["sign", "fernand", "--lines"], FERNAND_KEY, "").2)
    );

    let (status, out, _) = run(&["digest", "fernand", "--lines"], FERNAND_KEY, "\"richard@piedpiper.com\"\n5\n");
    assert_eq!(status, 1);
    assert_eq!(parsed(out.lines().next().expect("a line")), FERNAND_HASH);
    let (status, out, _) = run(&["script", "fernand", "--lines"], FERNAND_KEY, RICHARD);
    assert_eq!(status, 0);
    assert!(parsed(out.trim_end()).as_str().expect("a string").starts_with("<script data-turbo-temporary"));

    let good = json!({"email": "richard@piedpiper.com", "hash": FERNAND_HASH});
    let (status, out, _) = run(&["verify", "fernand", "--lines"], FERNAND_KEY, &format!("{good}\n{{}}\n"));
    assert_eq!(status, 1);
    let lines: Vec<Value> = out.lines().map(parsed).collect();
    assert_eq!((&lines[0]["verified"], &lines[1]["code"]), (&json!(true), &json!("signature_missing")));
}

#[test]
fn ten_thousand_lines_are_signed_as_the_library_signs_them() {
    let names = ["Jane Doe", "</script>", "\u{e9}\u{1f600}", "\" \\ \u{2028}", ""];
    // Every seventh visitor has no id. Every eleventh has an attribute that Bookbag's metadata reserves.
    let visitor = |at: usize| {
        let id = (!at.is_multiple_of(7)).then(|| format!("user-{at}"));
        let key = if at.is_multiple_of(11) { "email" } else { "plan" };
        json!({"id": id, "name": names[at % names.len()], "attributes": {key: at}})
    };
    let visitors: Vec<Value> = (0..10_000).map(visitor).collect();
    let input: String = visitors.iter().map(|visitor| format!("{visitor}\n")).collect();
    let (status, out, _) = run(&["sign", "bookbag", "--lines"], FERNAND_KEY, &input);
    assert_eq!(status, 1);
    let bookbag = visitorseal::scheme("bookbag").expect("a scheme");
    let signer = visitorseal::Signer::new(&bookbag, FERNAND_KEY, &visitorseal::Settings::new()).expect("a secret");
    let many = signer.sign_many_json(json!(visitors).to_string().as_bytes(), 0).expect("a list");
    assert_eq!(format!("[{}]", out.lines().collect::<Vec<_>>().join(",")), many);
}

#[test]
fn the_exit_status_tells_usage_configuration_data_and_files_apart() {
    let id = r#"{"id":"1"}"#;
    for (arguments, secret, input, status) in [
        (&["sign", "bookbag"][..], "", id, 2),
        (&["sign"], "secret", id, 2),
        (&["sign", "bookbag", "--secret", "s"], "", id, 2),
        (&["sign", "bookbag", "--setting", "novalue"], "secret", id, 2),
        (&["nosuch"], "", "", 2),
        (&["sign", "nosuch"], "secret", id, 3),
        (&["sign", "thread"], "secret", id, 3),
        (&["sign", "bookbag", "--setting", "x=1"], "secret", id, 3),
        (&["sign", "bookbag"], " ", id, 3),
        (&["sign", "orlo", "--now", "1795132800000"], "no pem", id, 3),
        (&["script", "bookbag", "--nonce", "\""], "secret", id, 3),
        (&["digest", "bookbag", "--setting", "x=1"], "secret", "", 3),
        (&["verify", "bookbag", "--leeway", "301"], "secret", "{}", 3),
        (&["explain", "bookbag", "--leeway", "301"], "secret", "{}", 3),
        (&["explain", "bookbag", "--page", "-", "--leeway", "301"], "secret", "", 3),
        (&["explain", "bookbag", "--leeway", "soon"], "secret", "{}", 2),
        (&["explain", "bookbag", "--visitor", "/nonexistent"], "secret", "{}", 5),
        (&["sign", "bookbag"], "secret", "{}", 4),
        (&["sign", "bookbag"], "secret", "", 4),
        (&["sign", "bookbag", "--secret-file", "/nonexistent"], "", id, 5),
        (&["sign", "--scheme-file", "/nonexistent"], "secret", id, 5),
        (&["sign", "bookbag", "--setting", "x=@/nonexistent"], "secret", id, 5),
        (&["verify", "bookbag"], "secret", "{}", 1),
        (&["inspect-token"], "", "no token", 1),
    ] {
        let (found, out, messages) = run(arguments, secret, input);
        assert_eq!(found, status, "{arguments:?}: {messages}");
        assert!(status == 1 || out.is_empty(), "{arguments:?}: {out}");
        assert!(!messages.contains("panicked"), "{messages}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_standard_error_does_not_stop_the_result() {
    let full = || fs::OpenOptions::new().write(true).open("/dev/full").expect("a full device");
    let sign = program().args(["sign", "fernand"]).env("VISITORSEAL_SECRET", FERNAND_KEY).stderr(full()).spawn();
    let mut child = sign.expect("the program starts");
    child.stdin.take().expect("a pipe").write_all(RICHARD.as_bytes()).expect("the program reads");
    let output = child.wait_with_output().expect("the program ends");
    assert!(output.status.success() && String::from_utf8_lossy(&output.stdout).contains(FERNAND_HASH));
    for arguments in [&["completions", "bash"][..], &["man"], &["schemes"], &["demo"]] {
        let status = program().args(arguments).stdout(full()).status().expect("the program runs");
        assert_eq!(status.code(), Some(5), "{arguments:?}");
    }
}

#[test]
fn verify_by_lines_reads_the_clock_for_each_line() {
    let private = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/vectors/keys/rsa-2048.private.pem");
    let public = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/vectors/keys/rsa-2048.public.pem");
    let (_, signed, _) =
        run(&["sign", "orlo", "--secret-file", private, "--setting", "lifetime=1"], "", r#"{"name":"Jane"}"#);
    let mut verify = program();
    let mut child =
        verify.args(["verify", "orlo", "--lines", "--key-file", public]).spawn().expect("the program starts");
    let mut pipe = child.stdin.take().expect("a pipe");
    std::thread::sleep(std::time::Duration::from_millis(2_100));
    writeln!(pipe, "{}", parsed(&signed)["fields"]).expect("the program reads");
    drop(pipe);
    let output = child.wait_with_output().expect("the program ends");
    assert_eq!(parsed(&String::from_utf8_lossy(&output.stdout))["code"], "token_expired");
}

#[test]
fn a_max_token_larger_than_memory_is_accepted() {
    let fields = json!({"email": "richard@piedpiper.com", "hash": FERNAND_HASH}).to_string();
    let verify = ["verify", "fernand", "--max-token", "18446744073709551615"];
    assert_eq!(run(&verify, FERNAND_KEY, &fields).0, 0);
    assert_eq!(run(&[&verify[..], &["--lines"]].concat(), FERNAND_KEY, &fields).0, 0);
}

#[test]
fn no_message_holds_the_secret() {
    let secret = "hunter2-hunter2-hunter2";
    for input in ["{}", "[]", "", r#"{"id":5.5}"#, r#"{"id":"a","mail":1}"#] {
        for arguments in [
            ["sign", "bookbag"],
            ["sign", "nosuch"],
            ["sign", "orlo"],
            ["script", "thread"],
            ["verify", "bookbag"],
            ["verify", "orlo"],
        ] {
            let (_, out, messages) = run(&arguments, secret, input);
            assert!(!out.contains("hunter2") && !messages.contains("hunter2"), "{arguments:?}: {out} {messages}");
        }
    }
}

#[test]
fn a_secret_in_the_place_of_a_path_is_not_repeated() {
    for secret in ["hunter2-hunter2", "hunter2/aGVsbG8=", "hunter2=", "web=hunter2", &"hunter2".repeat(1000)] {
        for arguments in [["sign", "bookbag", "--secret-file"], ["verify", "bookbag", "--key-file"]] {
            let (status, out, messages) = run(&[&arguments[..], &[secret]].concat(), "", r#"{"id":"1"}"#);
            assert_eq!(status, 5, "{messages}");
            assert!(!out.contains("hunter2") && !messages.contains("hunter2"), "{out} {messages}");
            assert!(messages.contains(arguments[2]) && messages.contains("not the secret itself"), "{messages}");
        }
    }
    // The message may name a path that exists.
    let folder = Folder::new("folder-for-a-secret");
    let (status, _, messages) = run(&["sign", "bookbag", "--secret-file", &folder.0.display().to_string()], "", "{}");
    assert!(status == 5 && messages.contains("folder-for-a-secret"), "{messages}");
}

#[cfg(unix)]
#[test]
fn warns_about_a_secret_file_that_others_can_read_or_change() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new("modes");
    let keys = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/vectors/keys"));
    let key = |name: &str| fs::read_to_string(keys.join(name)).expect("a key");
    let fields = json!({"email": "richard@piedpiper.com", "hash": FERNAND_HASH}).to_string();
    let secret = folder.file("secret.txt", FERNAND_KEY);
    let private = folder.file("private.pem", &key("rsa-2048.private.pem"));
    let public = folder.file("public.pem", &key("rsa-2048.public.pem"));
    let jwk = folder.file("jwk.json", &key("rsa-2048.jwk.json"));
    let set = folder.file("jwks.json", &key("public.jwks.json"));
    let private_jwk = folder.file("private.jwk.json", &key("rsa-2048.private.jwk.json"));
    let jane = r#"{"name":"Jane"}"#;
    for (arguments, input, file, private) in [
        (["sign", "fernand", "--secret-file"], RICHARD, &secret, true),
        (["verify", "fernand", "--key-file"], fields.as_str(), &secret, true),
        (["sign", "orlo", "--secret-file"], jane, &private, true),
        (["verify", "orlo", "--key-file"], "{}", &private, true),
        (["verify", "orlo", "--key-file"], "{}", &public, false),
        (["verify", "orlo", "--key-file"], "{}", &jwk, false),
        (["verify", "orlo", "--key-file"], "{}", &set, false),
        (["verify", "orlo", "--key-file"], "{}", &private_jwk, true),
    ] {
        for (mode, open) in [(0o600, false), (0o640, false), (0o604, true), (0o602, true), (0o644, true)] {
            fs::set_permissions(file, fs::Permissions::from_mode(mode)).expect("its owner may");
            let (_, _, messages) = run(&[&arguments[..], &[file]].concat(), "", input);
            let warnings = messages.matches("Other users of this machine can read or change").count();
            assert_eq!(warnings, usize::from(open && private), "{arguments:?} {mode:o}: {messages}");
            assert!(warnings == 0 || messages.contains(&format!("{file}. Run chmod 600")), "{messages}");
        }
    }
}

#[test]
fn explains_as_text_and_as_json() {
    let secret = "the agent's signing secret";
    // The HMAC of the email address, from `openssl dgst`.
    let body = r#"{"user_id":"user-123","user_hash":"91b73f0a5627266f9514dda5d67537e9025f6aed9dd50e9756eb9335a0f642c3","user_metadata":{"email":"jane@example.com"}}"#;
    let (status, out, _) = run(&["explain", "bookbag"], secret, body);
    assert_eq!(status, 1);
    assert!(
        out.starts_with(
            "refused:\n1. other_field (user_hash): The site signed user_metadata.email, not user_id.\n   -> "
        ),
        "{out}"
    );
    let (status, out, _) = run(&["explain", "bookbag", "--json"], secret, body);
    let explained = parsed(&out);
    assert_eq!(
        (status, &explained["verified"], &explained["findings"][0]["code"]),
        (1, &json!(false), &json!("other_field"))
    );
    assert!(explained["findings"][0]["fix"].is_string());
    let (_, signed, _) = run(&["sign", "bookbag"], secret, r#"{"id":"user-123"}"#);
    let (status, out, _) = run(&["explain", "bookbag", "--json"], secret, &parsed(&signed)["fields"].to_string());
    assert_eq!((status, &parsed(&out)["verified"]), (0, &json!(true)));
    let (status, out, _) = run(&["explain", "bookbag", "--json"], secret, &"x".repeat(1_000_000));
    assert_eq!((status, &parsed(&out)["findings"][0]["code"]), (1, &json!("fields_too_large")));
}

#[test]
fn explain_takes_the_leeway_and_the_largest_token_of_verify_for_fields_and_for_pages() {
    let keys = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/vectors/keys");
    let (private, public) = (format!("{keys}/rsa-2048.private.pem"), format!("{keys}/rsa-2048.public.pem"));
    let sign = ["sign", "orlo", "--secret-file", &private, "--setting", "lifetime=60", "--now", "1795132800"];
    let visitor = json!({"name": "Jane", "attributes": {"note": "x".repeat(9000)}}).to_string();
    let (_, signed, _) = run(&sign, "", &visitor);
    let fields = &parsed(&signed)["fields"];
    let page = format!("<script>panelCode.customerData({})</script>", fields["jwt"]);
    let fields = fields.to_string();
    let first = |out: &str| {
        let explained = parsed(out);
        let of = explained.get("statements").map_or(&explained, |statements| &statements[0]);
        of["findings"][0]["code"].as_str().expect("a code").to_owned()
    };
    for (options, status, code) in [
        (&["--now", "1795132800"][..], 1, "token_too_large"),
        (&["--now", "1795132800", "--max-token", "16384"], 0, "check_started_late"),
        (&["--now", "1795132870", "--max-token", "16384"], 1, "token_expired"),
        (&["--now", "1795132870", "--max-token", "16384", "--leeway", "10"], 1, "token_expired"),
        (&["--now", "1795132870", "--max-token", "16384", "--leeway", "11"], 0, "check_started_late"),
    ] {
        let fixed = ["explain", "orlo", "--json", "--key-file", &public];
        let (found, out, _) = run(&[&fixed[..], options].concat(), "", &fields);
        assert_eq!((found, first(&out).as_str()), (status, code), "{options:?}");
        let (found, out, _) = run(&[&fixed[..], &["--page", "-"], options].concat(), "", &page);
        assert_eq!(found, status, "{options:?}");
        assert!(status == 0 || first(&out) == code, "{options:?} {out}");
    }
}

#[test]
fn explain_takes_the_sites_record_of_the_visitor_as_sign_takes_a_visitor() {
    let folder = Folder::new("explain-visitor");
    let fields = json!({"email": "richard@piedpiper.com", "hash": FERNAND_HASH}).to_string();
    let (_, element, _) = run(&["element", "fernand"], FERNAND_KEY, RICHARD);
    let page = format!("<script src='/fernand.js'></script>{element}");
    let record = folder.file("visitor.json", r#"{"id": 7, "attributes": {"uuid": "3f2504e0", "created": null}}"#);
    for visitor in [&record, &folder.file("empty.json", "{}")] {
        assert_eq!(run(&["explain", "fernand", "--visitor", visitor], FERNAND_KEY, &fields).0, 0);
        let of_page = run(&["explain", "--page", "-", "--visitor", visitor], FERNAND_KEY, &page);
        assert_eq!(of_page.0, 0, "{of_page:?}");
    }
    let large = format!(r#"{{"name": "{}"}}"#, "x".repeat(70_000));
    for (name, visitor) in [
        ("list", "[]"),
        ("column", r#"{"id": 7, "uuid": "3f2504e0"}"#),
        ("null", r#"{"id": null}"#),
        ("fraction", r#"{"id": 1.5}"#),
        ("phone", r#"{"phone": "0911 123"}"#),
        ("large", &large),
    ] {
        let (_, _, signing) = run(&["sign", "fernand"], FERNAND_KEY, visitor);
        let visitor = folder.file(&format!("{name}.json"), visitor);
        let (status, out, messages) = run(&["explain", "fernand", "--visitor", &visitor], FERNAND_KEY, &fields);
        assert_eq!((status, out.as_str(), messages.lines().last()), (4, "", signing.lines().last()), "{name}");
        assert!(!messages.contains("0911"), "{messages}");
        let (status, _, of_page) = run(&["explain", "--page", "-", "--visitor", &visitor], FERNAND_KEY, &page);
        assert_eq!((status, of_page), (4, messages));
    }
}

#[test]
fn what_is_not_the_input_is_told_what_it_is() {
    let (_, signed, _) = run(&["sign", "fernand"], FERNAND_KEY, RICHARD);
    let (status, out, _) = run(&["verify", "fernand"], FERNAND_KEY, &signed);
    assert_eq!(status, 1);
    assert!(parsed(&out)["reason"].as_str().is_some_and(|reason| reason.contains("jq .fields")), "{out}");
    // The answer of a site's endpoint.
    let mut endpoint = parsed(&signed);
    for name in ["signature", "warnings"] {
        endpoint.as_object_mut().expect("an object").remove(name);
    }
    for input in [&signed, &endpoint.to_string()] {
        let (_, out, _) = run(&["verify", "fernand"], FERNAND_KEY, input);
        assert!(out.contains("jq .fields") && !out.contains("signed script"), "{out}");
        for options in [&["explain", "fernand"][..], &["explain", "fernand", "--json"]] {
            let (status, out, _) = run(options, FERNAND_KEY, input);
            assert!(status == 1 && out.contains("field_place") && out.contains("Send only what"), "{out}");
            assert!(!out.contains("signed script"), "{out}");
        }
    }
    for lines in [&["inspect-token"][..], &["inspect-token", "--lines"]] {
        let (status, out, messages) = run(lines, "", r#"{"jwt":"a.b.c"}"#);
        assert_eq!(status, 1);
        assert!(format!("{out}{messages}").contains("token_malformed"), "{out}{messages}");
        assert!(format!("{out}{messages}").contains("The input is JSON."), "{out}{messages}");
    }
}

#[test]
fn the_explanation_in_the_readme_is_what_the_program_prints() {
    // From Python's hmac: the secret with the newline that an editor adds, and the digits in upper case.
    let hash = "E04BC4BB868A72C885A2574469F86813FF7C74866D5AC7522E29DE73E67A41FE";
    let body = json!({"user_id": "user-123", "user_hash": hash}).to_string();
    let (status, out, _) = run(&["explain", "bookbag"], "the agent's signing secret", &body);
    assert_eq!(status, 1);
    assert!(include_str!("../../../README.md").contains(&format!("< fields.json\n{out}```")), "{out}");
}

#[test]
fn whatever_signs_nobody_says_so() {
    let secret = "d41c0e9b7a5f4e63b2a8c97d10f6e235";
    for command in ["sign", "script", "element"] {
        let (status, _, messages) = run(&[command, "bookbag"], secret, r#"{"id":"undefined"}"#);
        assert!(status == 0 && messages.starts_with("visitorseal: warning: identity_missing (id): "), "{messages}");
    }
    let (status, _, messages) = run(&["prefill", "fernand"], "", r#"{"email":"{{ user.email }}"}"#);
    assert!(status == 0 && messages.starts_with("visitorseal: warning: template_unfilled (email): "), "{messages}");
    for message in ["undefined", "[object Object]", " "] {
        let (status, _, messages) = run(&["digest", "bookbag"], secret, message);
        assert!(
            status == 0 && messages.starts_with("visitorseal: warning: identity_missing (message): "),
            "{messages}"
        );
    }
    assert_eq!(run(&["digest", "bookbag"], secret, "user-123").2, "");
    let (status, _, messages) = run(&["digest", "bookbag"], &format!("BOOKBAG_SECRET={secret}"), "user-123");
    assert!(status == 0 && messages.starts_with("visitorseal: warning: secret_shape (secret): "), "{messages}");
    assert!(!messages.contains("BOOKBAG") && !messages.contains(secret), "{messages}");
}

#[test]
fn explain_prints_what_a_code_means_without_reading_anything() {
    let (status, out, messages) = run(&["explain", "--code", "result_upper_case"], "", "");
    let text = "result_upper_case: The signature is in upper case.\n   -> Write the hex digits in lower case.\n";
    assert_eq!((status, out.as_str(), messages.as_str()), (0, text, ""));
    let (status, out, _) = run(&["explain", "--code", "result_upper_case", "--json"], "", "");
    let json = json!({
        "code": "result_upper_case",
        "about": "The signature is in upper case.",
        "fixes": ["Write the hex digits in lower case."],
    });
    assert_eq!((status, parsed(&out)), (0, json));
    // Each code of a finding and of a warning, and each error that explain reports.
    let codes: Value = parsed(include_str!("../../../tests/vectors/errors.json"));
    let texts = ["findings", "warnings"].iter().flat_map(|list| codes[*list].as_array().expect("a list"));
    let refused = codes["errors"].as_array().expect("a list").iter().filter(|error| error["kind"] == "refused");
    for code in texts.chain(refused.map(|error| &error["code"])) {
        let (status, out, messages) = run(&["explain", "--code", code.as_str().expect("a code")], "", "");
        assert_eq!((status, messages.as_str()), (0, ""), "{code}");
        assert!(out.contains("\n   -> "), "{out}");
    }
}

#[test]
fn explain_names_codes_like_one_that_there_is_not() {
    for (code, hint) in [
        ("mesage_case", "codes like it: message_case"),
        ("case", "message_case"),
        ("\u{1b}[2J", "--code without a value lists all"),
    ] {
        let (status, out, messages) = run(&["explain", "--code", code], "", "");
        assert_eq!((status, out.as_str()), (2, ""), "{code}");
        assert!(messages.contains(hint) && !messages.contains('\u{1b}'), "{messages}");
    }
    assert_eq!(run(&["explain", "--code", "other_field", "--key-file", "secret.txt"], "", "").0, 2);
    let (status, _, messages) = run(&["explain", "--code"], "", "");
    assert!(status == 2 && messages.contains("other_field, "), "{messages}");
    let (_, completions, _) = run(&["completions", "bash"], "", "");
    assert!(completions.contains(" other_field "));
    assert!(!run(&["explain", "--help"], "", "").1.contains("message_order"));
}

#[test]
fn completions_and_manual_pages_are_written() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let (status, out, _) = run(&["completions", shell], "", "");
        assert!(status == 0 && out.contains("visitorseal"), "{shell}");
    }
    let (status, out, _) = run(&["man"], "", "");
    assert!(status == 0 && out.contains(".TH visitorseal 1"), "{out}");
    let folder = Folder::new("man");
    let (status, ..) = run(&["man", "--out", &folder.0.display().to_string()], "", "");
    assert_eq!(status, 0);
    assert!(folder.0.join("visitorseal-sign.1").exists());
}

/// The names in a list of schemes: each line but a heading begins with two spaces and a name.
fn names_in(list: &str) -> Vec<&str> {
    list.lines().filter_map(|line| line.strip_prefix("  ")?.split(' ').next()).collect()
}

fn sorted<'a>(names: &[&'a str]) -> Vec<&'a str> {
    let mut names = names.to_vec();
    names.sort_unstable();
    names
}

#[test]
fn the_list_has_each_scheme_under_the_heading_of_its_category_with_vendor_and_product() {
    let (_, out, _) = run(&["schemes"], "", "");
    let group = |heading: &str| {
        let groups: Vec<&str> = out.split("\n\n").filter(|group| group.starts_with(&format!("{heading}\n"))).collect();
        assert_eq!(groups.len(), 1, "{heading}: {out}");
        groups[0].trim_end().to_owned()
    };
    assert!(names_in(&group("Support chat")).contains(&"thread"));
    assert!(names_in(&group("Communities and forums")).contains(&"discourse_connect"));
    let words = |name: &str| {
        let line =
            out.lines().find(|line| line.starts_with(&format!("  {name} "))).unwrap_or_else(|| panic!("{name}: {out}"));
        line.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    assert_eq!(words("thread"), "thread Thread Messenger");
    assert_eq!(words("chameleon"), "chameleon Chameleon");
    let replaced = words("featurebase_hash");
    assert!(replaced.ends_with(" (deprecated: use featurebase)"), "{replaced}");
}

#[test]
fn a_search_finds_the_schemes_with_each_word_in_a_name_or_the_category() {
    for (words, found, others) in [
        (&["thread"][..], &["thread"][..], "discourse_connect"),
        (&["DISCOURSE"], &["discourse_connect", "discourse_request"], "thread"),
        // By name and product, by vendor and category; in one argument too.
        (&["discourse", "request"], &["discourse_request"], "discourse_connect"),
        (&["canny", "feedback"], &["canny", "canny_sso"], "featurebase"),
        (&["Canny roadmaps"], &["canny", "canny_sso"], "featurebase"),
        // However the name is written.
        (&["helpscout"], &["help_scout"], "thread"),
        (&["help-scout"], &["help_scout"], "thread"),
        (&["Re:amaze"], &["reamaze"], "thread"),
        // A former name.
        (&["SocialSignIn"], &["orlo"], "thread"),
    ] {
        let (status, out, messages) = run(&[&["schemes", "--search"], words].concat(), "", "");
        assert_eq!((status, &*messages), (0, ""), "{words:?}");
        let names = names_in(&out);
        assert!(found.iter().all(|name| names.contains(name)) && !names.contains(&others), "{words:?}: {out}");
    }
    let (_, out, _) = run(&["schemes", "--search", "socialsignin"], "", "");
    assert!(out.contains("(also SocialSignIn)"), "{out}");
    let (_, out, _) = run(&["schemes", "--search", "discourse", "--json"], "", "");
    let names: Vec<Value> = parsed(&out).as_array().expect("a list").iter().map(|one| one["name"].clone()).collect();
    assert!(names.contains(&json!("discourse_request")) && !names.contains(&json!("thread")), "{names:?}");
}

#[test]
fn a_search_with_a_misspelt_word_finds_similar_names() {
    for (word, expected) in [("thraed", "thread"), ("helpscot", "help_scout"), ("intercmo", "intercom")] {
        let (status, out, messages) = run(&["schemes", "--search", word], "", "");
        assert!(status == 0 && names_in(&out).contains(&expected), "{word}: {out}{messages}");
        assert!(!names_in(&out).contains(&"bookbag"), "{word}: {out}");
        assert!(
            messages.contains(&format!("No scheme has these words: {word}. These have similar names.")),
            "{messages}"
        );
    }
}

#[test]
fn a_search_that_finds_nothing_says_how_to_add_a_vendor() {
    let (status, out, messages) = run(&["schemes", "--search", "qqqqqqqq"], "", "");
    assert_eq!((status, &*out), (1, ""));
    assert!(messages.contains("docs/add-a-vendor.md"), "{messages}");
    let (status, out, messages) = run(&["schemes", "--search", "qqqqqqqq", "--json"], "", "");
    assert_eq!((status, parsed(&out)), (1, json!([])));
    assert!(!messages.contains("similar"), "{messages}");
    let long = "x".repeat(201);
    for usage in [&["--search"][..], &["--search", &long], &["--search", " : "], &["thread", "--search", "thread"]] {
        assert_eq!(run(&[&["schemes"], usage].concat(), "", "").0, 2, "{usage:?}");
    }
}

/// The reasons are those of docs/vendors/README.md.
#[test]
fn a_product_that_was_left_out_is_named_with_the_reason() {
    const DIXA: &str =
        "visitorseal: There is no scheme for Dixa, Messenger. Its token is encrypted (JWE). visitorseal only signs.";
    for words in [&["dixa"][..], &["Dixa", "messenger"], &["dixa", "--json"]] {
        let (status, out, messages) = run(&[&["schemes", "--search"], words].concat(), "", "");
        assert_eq!((status, out.trim()), (1, if words.contains(&"--json") { "[]" } else { "" }), "{words:?}");
        assert!(messages.contains(DIXA) && messages.contains("docs/add-a-vendor.md"), "{words:?}: {messages}");
    }
    // A vendor with other products that have a scheme.
    let (status, out, messages) = run(&["schemes", "--search", "freshworks"], "", "");
    assert!(status == 0 && names_in(&out).contains(&"freshdesk_chat"), "{out}");
    assert!(messages.contains("Freshworks, Freshdesk, simple SSO. It uses HMAC with MD5"), "{messages}");
    // A word of the product alone would name too many.
    let (_, _, messages) = run(&["schemes", "--search", "messenger"], "", "");
    assert_eq!(messages, "");
    for (name, expected) in
        [("dixa", true), ("dixa_messenger", true), ("dixa_sso", false), ("messenger", false), ("di", false)]
    {
        let (status, _, messages) = run(&["schemes", name], "", "");
        assert_eq!((status, messages.contains(DIXA)), (3, expected), "{name}: {messages}");
        assert!(messages.contains("scheme_unknown"), "{messages}");
    }
}

#[test]
fn a_scheme_that_the_vendor_has_replaced_says_so_where_it_is_shown_and_where_it_signs() {
    let folder = Folder::new("deprecated");
    let file = |name: &str, top: &str| {
        folder.file(name, &format!("{top}\n{}", include_str!("../../../core/schemes/fernand.toml")))
    };
    let reason = "deprecated = \"Fernand offers tokens.\"";
    for (name, top, expected) in [
        ("old.toml", reason.to_owned(), "Fernand offers tokens."),
        (
            "replaced.toml",
            format!("{reason}\nreplaced_by = \"bookbag\""),
            "Fernand offers tokens. Use the scheme bookbag.",
        ),
    ] {
        let file = file(name, &top);
        let (status, _, messages) = run(&["sign", "--scheme-file", &file], "a secret of some length", RICHARD);
        assert_eq!(status, 0, "{messages}");
        assert_eq!(messages.trim_end(), format!("visitorseal: warning: scheme_deprecated (scheme): {expected}"));
        let (_, out, _) = run(&["schemes", "--scheme-file", &file], "", "");
        assert!(out.contains(&format!("\nDeprecated: {expected}\n")), "{out}");
    }
}

#[test]
fn schemes_are_listed_as_text_and_as_json() {
    let (status, out, _) = run(&["schemes"], "", "");
    let files = fs::read_dir("../../core/schemes").expect("the scheme files").filter_map(|file| {
        let path = file.expect("a file").path();
        path.extension().filter(|extension| *extension == "toml")?;
        Some(path.file_stem()?.to_str()?.to_owned())
    });
    let mut expected: Vec<String> = files.collect();
    expected.sort();
    assert_eq!((status, sorted(&names_in(&out))), (0, expected.iter().map(String::as_str).collect()));
    let (_, out, _) = run(&["schemes", "--json"], "", "");
    let names: Vec<Value> =
        parsed(&out).as_array().expect("a list").iter().map(|scheme| scheme["name"].clone()).collect();
    assert_eq!(names, expected);
    let (_, out, _) = run(&["schemes", "thread", "--json"], "", "");
    assert_eq!(parsed(&out)["settings"][0]["name"], "app_id");
    let (_, out, _) = run(&["schemes", "thread"], "", "");
    assert!(out.contains("app_id (required)"));
    let (_, out, _) = run(&["schemes", "bookbag"], "", "");
    let kept = "After sign-out: Bookbag does not say whether a conversation that is open on the page is closed.";
    assert!(out.contains(kept), "{out}");
}

#[test]
fn a_scheme_is_shown_with_its_command_the_fields_that_must_be_there_and_what_its_page_says() {
    for (name, parts) in [
        (
            "bookbag",
            &["`visitorseal script bookbag` prints", "A visitor must have id.", "Secret: ", "docs/vendors/bookbag.md"]
                [..],
        ),
        ("gitbook", &["`visitorseal url gitbook` prints", "Demand signatures: ", "On your page: "]),
        ("knock", &["`visitorseal sign knock` prints", "Where the fields go: "]),
        ("unblu", &["Sign-out: At sign-out, post to /rest/v4/authenticator/logout."]),
        ("intercom", &["A visitor must have id, or else email."]),
        ("discourse_connect", &["attributes.nonce", "Check: "]),
        ("readme", &["docs/vendors/readme_.md"]),
        ("orlo", &["A visitor must have name."]),
    ] {
        let (status, out, _) = run(&["schemes", name], "", "");
        assert_eq!(status, 0);
        for part in parts {
            assert!(out.contains(part), "{name}: {part}: {out}");
        }
        let page = out.lines().find_map(|line| line.strip_prefix("With code for your language: ")).expect("a page");
        assert!(Path::new("../..").join(page).exists(), "{page}");
    }
    let (_, out, _) = run(&["schemes", "discourse_request"], "", "");
    assert!(out.contains("`visitorseal verify discourse_request`") && !out.contains("must have"), "{out}");
    let folder = Folder::new("own");
    let own =
        folder.file("own.toml", &include_str!("../../../core/schemes/bookbag.toml").replacen("bookbag", "own", 1));
    let (_, out, _) = run(&["schemes", "--scheme-file", &own], "", "");
    assert!(out.contains("`visitorseal script --scheme-file FILE`") && !out.contains("docs/vendors"), "{out}");
}

#[test]
fn what_a_scheme_does_not_offer_is_refused_with_the_command_that_works() {
    let secret = "d41c0e9b7a5f4e63b2a8c97d10f6e235";
    let site = ["--setting", "site=https://docs.example.com"];
    let orders = [
        (&["script", "gitbook"][..], &site[..], "`visitorseal url gitbook` "),
        (&["element", "gitbook"], &site, "`visitorseal url gitbook` "),
        (&["digest", "gitbook"], &site, "`visitorseal url gitbook` "),
        (&["page", "gitbook"], &[], "`visitorseal url gitbook` "),
        (&["page", "knock"], &[], "`visitorseal sign knock` "),
        (&["page", "discourse_request"], &[], "`visitorseal verify discourse_request` "),
        (&["url", "bookbag"], &[], "`visitorseal script bookbag` "),
        (&["prefill", "bookbag"], &[], "`visitorseal script bookbag` "),
    ];
    for (command, settings, way) in orders {
        let (status, _, messages) = run(&[command, settings].concat(), secret, r#"{"id":"user-123"}"#);
        assert_eq!(status, 3, "{command:?}: {messages}");
        assert!(messages.contains("not_offered: ") && messages.contains(way), "{command:?}: {messages}");
    }
}

#[test]
fn the_demo_verifies_five_widgets_and_refuses_five_forgeries() {
    let (status, out, messages) = run(&["demo"], "", "");
    assert_eq!(status, 0, "{messages}");
    assert_eq!(out.matches("{\"verified\":true").count(), 5);
    assert_eq!(out.matches("refused, signature_mismatch").count(), 5);
    assert!(out.contains(FERNAND_HASH));
}

#[cfg(unix)]
#[test]
fn the_commands_of_the_readme_run() {
    let readme = include_str!("../../../README.md");
    let folder = Folder::new("readme");
    let program = Path::new(env!("CARGO_BIN_EXE_visitorseal")).parent().expect("a folder").display().to_string();
    let (mut printed, mut warned) = (String::new(), String::new());
    for block in readme.split("```sh\n").skip(1) {
        let script = block.split("```").next().expect("a block");
        let path = format!("{program}:{}", std::env::var("PATH").expect("a PATH"));
        let mut shell = Command::new("sh");
        shell.args(["-e", "-u", "-c", script]).env("PATH", path).current_dir(&folder.0);
        let output = feed(shell.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()), b"");
        assert!(output.status.success(), "{script}: {}", String::from_utf8_lossy(&output.stderr));
        printed.push_str(&String::from_utf8_lossy(&output.stdout));
        warned.push_str(&String::from_utf8_lossy(&output.stderr));
    }
    assert!(!warned.contains("warning"), "{warned}");
    assert!(printed.contains("{\"user_id\":\"user-123\""), "{printed}");
    assert!(printed.contains("{\"verified\":true,\"signed\":{\"id\":\"user-123\"}"), "{printed}");
    assert!(printed.contains("\"scheme\":\"orlo\""), "{printed}");
}

/// Runs the program with 200 MB of address space and returns its exit status and output.
#[cfg(target_os = "linux")]
fn run_in_200_mb(arguments: &str, input: impl FnOnce(&mut dyn Write) + Send + 'static) -> (i32, String) {
    let mut command = Command::new("sh");
    let script = format!("ulimit -v 200000; exec \"$PROGRAM\" {arguments}");
    command
        .args(["-c", &script])
        .env("PROGRAM", env!("CARGO_BIN_EXE_visitorseal"))
        .env("VISITORSEAL_SECRET", FERNAND_KEY);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("a shell");
    let mut pipe = child.stdin.take().expect("a pipe");
    let writer = std::thread::spawn(move || input(&mut pipe));
    let output = child.wait_with_output().expect("the program ends");
    writer.join().expect("the writer ends");
    (output.status.code().expect("a status"), String::from_utf8(output.stdout).expect("UTF-8"))
}

#[cfg(target_os = "linux")]
#[test]
fn a_line_of_100_mb_is_refused_within_200_mb_and_the_next_line_is_signed() {
    let fields = json!({"email": "richard@piedpiper.com", "hash": FERNAND_HASH}).to_string();
    for (command, small, code) in
        [("sign", RICHARD.to_owned(), "visitor_too_large"), ("verify", fields, "fields_too_large")]
    {
        let (status, out) = run_in_200_mb(&format!("{command} fernand --lines"), move |pipe| {
            let chunk = [b'x'; 1 << 20];
            for _ in 0..100 {
                pipe.write_all(&chunk).expect("the program reads on");
            }
            writeln!(pipe, "\n{small}").expect("the program reads on");
        });
        let lines: Vec<Value> = out.lines().map(parsed).collect();
        assert_eq!((status, lines.len()), (1, 2), "{command}");
        if command == "sign" {
            assert_eq!((&lines[0]["error"]["code"], &lines[1]["signature"]), (&json!(code), &json!(FERNAND_HASH)));
        } else {
            assert_eq!((&lines[0]["code"], &lines[1]["verified"]), (&json!(code), &json!(true)));
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
fn two_hundred_thousand_lines_are_processed_within_200_mb() {
    let (status, out) = run_in_200_mb("digest fernand --lines", |pipe| {
        let chunk = "\"richard@piedpiper.com\"\n".repeat(1000);
        for _ in 0..200 {
            pipe.write_all(chunk.as_bytes()).expect("the program reads on");
        }
    });
    assert_eq!((status, out.lines().count()), (0, 200_000));
    assert!(out.lines().all(|line| line.trim_matches('"') == FERNAND_HASH));
}

/// The answers for a vendor that signs the id in base64. The example is from
/// `printf %s user-1 | openssl dgst -sha256 -hmac "an example secret of Acme" -binary | base64`.
const ANSWERS: &str = "acme\nAcme\nAcme Widget\nfeedback\nhttps://help.acme.example/identity\ncertain\nid\ntext\nsha256\nbase64\nuid\nmac\nmail\n-\n-\n-\n*\n\
    window.acme.login({fields});\nacme\nwindow.acme.logout();\nThe secret is under Settings.\nan example secret of Acme\nthe vendor's page\nuser-1\nSIGNATURE\n";
/// The answers up to the status: all defaults, where there are some.
const HEAD: &str = "\n\n\n\nhttps://help.acme.example/\ncertain\n";
const ACME_SIGNATURE: &str = "/dge3HUfun9CbSI9njl2UDXWhdF+koK7cjv4oVPtx/Q=";

#[test]
fn scheme_new_asks_and_writes_a_file_that_passes_the_check_and_never_overwrites_it() {
    let folder = Folder::new("scheme-new");
    let path = folder.0.join("acme.toml").display().to_string();
    let answers = ANSWERS.replace("SIGNATURE", ACME_SIGNATURE);
    let (status, out, messages) = run(&["scheme", "new", &path], "", &answers);
    assert_eq!((status, out.as_str()), (0, ""), "{messages}");
    let written = fs::read_to_string(&path).expect("the file");
    for part in [
        "product = \"Acme Widget\"\ncategory = \"feedback\"\n",
        "status = \"certain\"\n",
        "script = \"window.acme.login({fields});\"\n",
        "\n[guide]\nsecret = \"The secret is under Settings.\"\n",
    ] {
        assert!(written.contains(part), "{part}: {written}");
    }
    let (status, out, messages) = run(&["scheme", "check", &path], "", "");
    assert_eq!(status, 0, "{out}{messages}");
    for part in [
        "Acme, Acme Widget (acme), read 20",
        "Feedback, roadmaps and changelogs\n",
        "Status: certain\n",
        &format!("  signature  {ACME_SIGNATURE}\n             as in the example\n"),
        "  script     warning if it is missing: \"window.acme is missing",
        "- document: names under .example are nobody's.",
        "Signed: id",
        "edit it: attributes, email",
        "- prefill:",
        "- kept:",
        "- [refused]:",
        "The file is valid.",
    ] {
        assert!(out.contains(part), "{part}: {out}");
    }
    for part in ["- forget:", "- [[example]]", "- [page]", "Deprecated:", "A file of the catalogue also has:"] {
        assert!(!out.contains(part), "{part}: {out}");
    }
    let (status, _, messages) = run(&["scheme", "new", &path], "", &format!("no\n{answers}"));
    assert_eq!(status, 2, "{messages}");
    assert_eq!(run(&["scheme", "new", &path], "", "").0, 2);
    assert_eq!(fs::read_to_string(&path).expect("the file"), written);
    let other = format!("yes\n{}", answers.replacen("acme", "other", 1));
    assert_eq!(run(&["scheme", "new", &path], "", &other).0, 0);
    assert!(fs::read_to_string(&path).expect("the file").starts_with("name = \"other\""));
}

#[test]
fn scheme_new_asks_again_after_a_wrong_answer() {
    let answers = ANSWERS
        .replace("acme\nAcme\n", "Acme!\nacme\nAcme\n")
        .replace("feedback\n", "chat\nfeedback\n")
        .replace("base64\n", "base32\nbase64\n")
        .replace("https:", "\n-\nnowhere\nhttps:")
        .replace("certain\n", "\nsure\ncertain\n")
        .replace("window.acme.logout();", "\nwindow.acme.logout();")
        .replace("window.acme.login({fields});", "window.acme.login({id});\nwindow.acme.login({fields});")
        .replace("SIGNATURE", &format!("wrong\n{ACME_SIGNATURE}"));
    let (status, out, messages) = run(&["scheme", "new"], "", &answers);
    assert_eq!(status, 0, "{messages}");
    assert!(out.contains(ACME_SIGNATURE), "{out}");
    for part in [
        "begin with a letter",
        "category cannot be \"chat\"",
        "has no default: look for the answer in the vendor's documents.",
        "status cannot be \"sure\". Write \"certain\" or \"reported\".",
        "result cannot be \"base32\"",
        "Write {fields.uid}",
        "the example gives",
    ] {
        assert!(messages.contains(part), "{part}: {messages}");
    }
    assert_eq!(run(&["scheme", "new"], "", "Acme!").0, 3);
    // What only the vendor knows has no default.
    for (answers, question) in [
        ("", "The address of the page in the vendor's documentation."),
        ("\n\n\n\nhttps://help.acme.example/\n", "Does the vendor's documentation say all"),
        (&format!("{HEAD}token\n\n\n\n"), "The token's claims"),
        (
            &format!("{HEAD}\n\n\n\n\n\n\n\n\n\n\nwindow.acme.login({{fields}});\n\n"),
            "The call that makes the widget forget",
        ),
    ] {
        let (status, out, messages) = run(&["scheme", "new"], "", answers);
        assert_eq!((status, out.as_str()), (2, ""), "{messages}");
        let (asked, end) = messages.rsplit_once("\n> ").expect("a question");
        assert!(asked.lines().last().expect("a line").starts_with(question), "{messages}");
        assert!(end.starts_with("visitorseal: The answers end, "), "{messages}");
    }
    // An example that was begun is not dropped at the end of the answers.
    let (status, out, messages) = run(&["scheme", "new"], "", &ANSWERS.replace("SIGNATURE", "wrong"));
    assert_eq!((status, out.as_str()), (2, ""), "{messages}");
    assert!(messages.contains("The answers end before the example's signature."), "{messages}");
}

#[test]
fn scheme_new_takes_a_word_however_it_is_written_and_ends_a_sentence() {
    let answers = "Help_Scout\nhelp_scout\nHelp Scout\n\nSupport Chat\nhttps://help.acme.example/\nReported\nThe call rests on a plugin\n\
        Email\nHEX\nSHA-256\nBase64\n\n\n\n\n\n\n\n-\nSend the fields as a header\nIt is under Settings\n";
    let (status, out, messages) = run(&["scheme", "new"], "", answers);
    assert_eq!(status, 0, "{messages}");
    for part in [
        "name = \"help_scout\"\n",
        "category = \"support_chat\"\n",
        "status = \"reported\"\nevidence = \"The call rests on a plugin.\"\n",
        "hash = \"sha256\"\nsecret = \"hex\"\nmessage = \"{email}\"\nresult = \"base64\"\n",
        "[guide]\nsecret = \"It is under Settings.\"\nplace = \"Send the fields as a header.\"\n",
    ] {
        assert!(out.contains(part), "{part}: {out}{messages}");
    }
    assert!(!out.contains("[page]"), "{out}");
    assert!(messages.contains("  support_chat   Support chat\n"), "{messages}");
    assert!(messages.contains("The file has no example."), "{messages}");
    // The variable has the vendor's name, and HEX is upper case only where it is written so.
    for (result, expected) in [("HEX", "HEX"), ("Hex", "hex")] {
        let page = "window.HelpScout(1, {fields});\n\nwindow.HelpScout(0);\n";
        let answers =
            format!("a\nHelp Scout\n\n\nhttps://help.acme.example/\ncertain\nid\n\n\n{result}\n\n\n\n\n\n\n\n{page}");
        let (status, out, messages) = run(&["scheme", "new"], "", &answers);
        assert_eq!(status, 0, "{messages}");
        assert!(
            out.contains("global = \"HelpScout\"\n") && out.contains(&format!("result = \"{expected}\"\n")),
            "{out}"
        );
    }
    for word in ["JWT", "Token"] {
        let (status, out, messages) = run(&["scheme", "new"], "", &format!("{HEAD}{word}\neddsa\n\nsub = {{id}}\n"));
        assert_eq!(status, 0, "{messages}");
        assert!(out.contains("algorithm = \"EdDSA\"\n"), "{out}");
    }
}

#[test]
fn scheme_new_writes_every_way_to_sign() {
    let folder = Folder::new("ways");
    for message in [
        "id",
        "email",
        "id or email",
        "{id}:{email}",
        "{id}{email}",
        "{id}-{now}",
        "{id}|{expires|iso}",
        "{email|trim|lower}",
        "{id}:{random}",
    ] {
        let (status, out, messages) = run(&["scheme", "new"], "", &format!("{HEAD}{message}\n"));
        assert_eq!(status, 0, "{message}: {messages}");
        let file = folder.file("way.toml", &out);
        let (status, shown, messages) = run(&["scheme", "check", &file], "", "");
        assert_eq!(status, 0, "{message}: {out}{shown}{messages}");
        assert!(!shown.contains("Not signed:"), "{message}: {shown}");
    }
}

#[test]
fn scheme_new_writes_tokens_of_every_algorithm() {
    let folder = Folder::new("tokens");
    for algorithm in ["HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "ES256", "ES384", "EdDSA"] {
        let form = if algorithm.starts_with("HS") { "base64\n" } else { "" };
        let claims = "sub = {id}, identity.mail={email}, iss = https://{settings.app}.acme.example, aud = acme, admin = false, name, iat = {now}, jti = {random}, * = {attributes}";
        let end = "login_token\nwindow.acme.login({fields.login_token});\nacme\nwindow.acme.logout();\n";
        let answers = format!("{HEAD}token\n{algorithm}\n{form}{{settings.key_id}}\n{claims}\n\n900\n3600\n{end}");
        let (status, out, messages) = run(&["scheme", "new"], "", &answers);
        assert_eq!(status, 0, "{messages}");
        assert!(out.contains("lifetime = {setting = \"lifetime\", default = 900, maximum = 3600}"), "{out}");
        let file = folder.file("acme.toml", &out);
        let (status, shown, messages) = run(&["scheme", "check", &file, "--json"], "", "");
        assert_eq!(status, 0, "{out}{shown}{messages}");
        let example = &parsed(&shown)["examples"][0];
        assert_eq!(example["header"], json!({"typ": "JWT", "alg": algorithm, "kid": "example"}), "{example}");
        let claims = &example["claims"];
        let (now, jti) = (claims["iat"].as_u64().expect("a time"), &claims["jti"]);
        let expected = json!({
            "sub": "42", "identity": {"mail": "jane@example.com"}, "iss": "https://example.acme.example", "aud": "acme",
            "admin": false, "name": "Jane Doe", "iat": now, "jti": jti, "exp": now + 900,
        });
        assert_eq!(claims, &expected);
        assert_eq!(example["verified"]["verified"], true, "{example}");
        assert_eq!(example["fields"], json!({"login_token": example["signature"]}));
    }
    let (status, out, messages) = run(&["scheme", "new"], "", &format!("{HEAD}token\n\n\n\nsub = {{id}}\n\n-\n"));
    assert_eq!(status, 0, "{messages}");
    assert!(!out.contains("lifetime") && !out.contains("exp") && out.contains("secret = \"text\""), "{out}");
}

#[test]
fn scheme_new_takes_a_name_in_quotes_as_one_name_and_asks_which_claims_must_not_be_empty() {
    let new = |claims: &str, required: &str| {
        let answers = format!("{HEAD}token\n\n\n{{settings.key_id}}\n{claims}\n{required}\n");
        let (status, out, messages) = run(&["scheme", "new"], "", &answers);
        assert_eq!(status, 0, "{messages}");
        out
    };
    let out =
        new(r#"sub = {id}, "user.email" = {email}, user.name = {name}, "a, b = c" = "x, y", aud = {settings.app}"#, "");
    for line in [
        r#""user.email" = "{email}""#,
        r#"user.name = "{name}""#,
        r#""a, b = c" = "x, y""#,
        r#"required = ["sub"]"#,
        "[settings.key_id]\nabout = \"the key id from Acme's dashboard\"\nform = \"name\"",
        "[settings.app]\nabout = \"the app from Acme's dashboard\"\nform = \"text\"",
    ] {
        assert!(out.contains(&format!("{line}\n")), "{line}: {out}");
    }
    let out = new("sub = {id}, user.email = {email}, iss = https://{settings.site}.acme.example", "sub, user.email");
    assert!(out.contains("required = [\"sub\", \"user.email\"]\n"), "{out}");
    assert!(out.contains("[settings.site]\nabout = \"the site from Acme's dashboard\"\nform = \"name\"\n"), "{out}");
    let out = new(r#""user.email" = {email}, level = "5""#, "");
    assert!(out.contains("required = [\"user.email\"]\n") && out.contains("level = \"5\"\n"), "{out}");
    assert!(!new("sub = {id}", "-").contains("required = [\"sub"));
    // A quote without its end is a fault of the answer.
    let (status, _, messages) =
        run(&["scheme", "new"], "", &format!("{HEAD}token\n\n\n-\nsub = {{id}}, \"user = {{email}}\n"));
    assert_eq!(status, 3, "{messages}");
}

#[test]
fn scheme_new_adds_the_endpoint_that_a_fetching_page_needs() {
    let folder = Folder::new("endpoint");
    let page = "window.acme.onToken({fetch.token});\nacme\nwindow.acme.logout();\n";
    let answers = format!("{HEAD}token\n\n\n-\nsub = {{id}}\n\n\n\ntoken\n{page}");
    let (status, out, messages) = run(&["scheme", "new"], "", &answers);
    assert_eq!(status, 0, "{messages}");
    assert!(out.contains("\nendpoint = \"{settings.endpoint}\"\n"), "{out}");
    let file = folder.file("acme.toml", &out);
    let script = ["script", "--scheme-file", &file, "--setting", "endpoint=/visitor-token"];
    let (status, html, messages) = run(&script, &"an example secret".repeat(2), r#"{"id":"42"}"#);
    assert_eq!(status, 0, "{messages}");
    assert!(html.contains(r#"endpoint: "/visitor-token""#), "{html}");
}

#[test]
fn scheme_new_takes_the_example_of_a_token() {
    // The token of jwt.io.
    let token = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c";
    let answers = |claims: &str, example: &str| {
        format!("{HEAD}token\nHS256\ntext\n-\n{claims}\n\n-\n\n\n\n\nyour-256-bit-secret\njwt.io\n{example}")
    };
    let example = format!("1234567890\nJohn Doe\n1516239022\n{token}\n");
    let (status, out, messages) =
        run(&["scheme", "new"], "", &answers("sub = {id}, name = {name}, iat = {now}", &example));
    assert_eq!(status, 0, "{messages}");
    assert!(out.contains("visitor = {id = \"1234567890\", name = \"John Doe\"}\nnow = 1516239022\n"), "{out}");
    let folder = Folder::new("token-answers");
    assert_eq!(run(&["scheme", "check", &folder.file("acme.toml", &out)], "", "").0, 0);
    // An answer that does not load is asked for again, and so is a signature that does not fit.
    let example = format!("1234567890\nJohn\n1516239022\n{token}\n-\n");
    let (status, out, messages) =
        run(&["scheme", "new"], "", &answers("sub = {user}\nsub = {id}, name = {name}, iat = {now}", &example));
    assert_eq!(status, 0, "{messages}");
    assert!(messages.contains("There is no placeholder {user}."), "{messages}");
    assert!(
        messages.contains(r#"the example gives {"sub":"1234567890","name":"John","iat":1516239022}"#),
        "{messages}"
    );
    assert!(!out.contains("[[example]]"), "{out}");
}

#[test]
fn scheme_check_shows_the_difference_and_the_loaders_error() {
    let folder = Folder::new("scheme-check");
    let fernand = include_str!("../../../core/schemes/fernand.toml");
    let (fernand, _) = fernand.split_once("[[example]]").unwrap_or((fernand, ""));
    let example = |signature: &str| {
        format!(
            "{fernand}\n[[example]]\nsource = \"the vendor's page\"\nsecret = \"{FERNAND_KEY}\"\nvisitor = {{email = \"richard@piedpiper.com\"}}\nsignature = \"{signature}\"\n"
        )
    };
    let good = folder.file("good.toml", &example(FERNAND_HASH));
    let (status, out, messages) = run(&["scheme", "check", &good, "--json"], "", "");
    assert_eq!(status, 0, "{messages}");
    let report = parsed(&out);
    assert_eq!(report["examples"][0]["signature"], FERNAND_HASH);
    assert_eq!(report["examples"][0]["verified"]["signed"], json!({"email": "richard@piedpiper.com"}));
    assert_eq!((&report["signed"], &report["unsigned"]), (&json!(["email"]), &json!(["name"])));
    let wrong = folder.file("wrong.toml", &example(&FERNAND_HASH.replace('f', "0")));
    let (status, out, _) = run(&["scheme", "check", &wrong], "", "");
    assert_eq!(status, 1);
    assert!(out.contains("DIFFERS") && out.contains(FERNAND_HASH) && !out.contains("as in the example"), "{out}");
    let bookbag = folder.file("bookbag.toml", include_str!("../../../core/schemes/bookbag.toml"));
    let (_, out, _) = run(&["scheme", "check", &bookbag], "", "");
    assert!(out.contains("Bookbag does not say whether a conversation that is open on the page is closed."), "{out}");
    assert!(out.contains("window.bookbag('identify', null);") && !out.contains("localStorage"), "{out}");
    let broken = folder.file("broken.toml", &fernand.replace("[page]", "[pgae]"));
    let (status, _, messages) = run(&["scheme", "check", &broken], "", "");
    assert_eq!(status, 3);
    assert!(messages.contains("There is no key pgae here."), "{messages}");
    let old = folder.file("old.toml", &example(FERNAND_HASH).replace("read = 20", "read = 19"));
    let (_, out, _) = run(&["scheme", "check", &old], "", "");
    assert!(out.contains("more than a year ago"), "{out}");
}

#[test]
fn scheme_check_shows_what_the_file_says_about_itself_and_what_the_catalogue_needs() {
    let folder = Folder::new("scheme-about");
    let about = "product = \"Widget\"\ncategory = \"comments\"\nstatus = \"reported\"\nevidence = \"The call rests on a plugin.\"\n\
        deprecated = \"New sites get tokens.\"\nreplaced_by = \"acme_token\"\n";
    let (status, file, messages) = run(&["scheme", "new"], "", HEAD);
    assert_eq!(status, 0, "{messages}");
    let is_about = |line: &&str| ["product = ", "category = ", "status = "].iter().any(|key| line.starts_with(key));
    let file = file.lines().filter(|line| !is_about(line)).collect::<Vec<_>>().join("\n");
    let (status, out, messages) = run(&["scheme", "check", &folder.file("bare.toml", &file)], "", "");
    assert_eq!(status, 0, "{messages}");
    for part in
        ["A file of the catalogue also has:\n- product:", "- category: one of support_chat, ", "- secret in [guide]:"]
    {
        assert!(out.contains(part), "{part}: {out}");
    }
    let path = folder.file("about.toml", &format!("{about}{file}\n[guide]\nsecret = \"It is under Keys.\"\n"));
    let (status, out, messages) = run(&["scheme", "check", &path], "", "");
    assert_eq!(status, 0, "{messages}");
    for part in [
        "Acme, Widget (acme), read 20",
        "\nComments\nhttps://help.acme.example/\n",
        "\nStatus: reported. The call rests on a plugin.\n",
        "\nDeprecated: New sites get tokens. Use the scheme acme_token.\n",
    ] {
        assert!(out.contains(part), "{part}: {out}");
    }
    assert!(!out.contains("A file of the catalogue also has:"), "{out}");
    let (_, out, _) = run(&["scheme", "check", &path, "--json"], "", "");
    assert_eq!(parsed(&out)["missing"], json!([]));
}

#[test]
fn scheme_check_compares_the_meaning_of_an_examples_token() {
    // The token of jwt.io. Its header has another order than ours.
    const TOKEN: &str = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c";
    let folder = Folder::new("token-example");
    let (scheme, _) = include_str!("token.toml").split_once("[signature]").expect("a table");
    let file = |name: &str, claims: &str| {
        let example = format!(
            "[[example]]\nsource = \"jwt.io\"\nsecret = \"your-256-bit-secret\"\nvisitor = {{id = \"1234567890\", name = \"John Doe\"}}\nnow = 1516239022\nsignature = \"{TOKEN}\"\n"
        );
        let signature = format!(
            "[signature]\nkind = \"jwt\"\nalgorithm = \"HS256\"\nsecret = \"text\"\n[signature.claims]\n{claims}\n[fields]\njwt = \"{{signature}}\"\n"
        );
        folder.file(name, &format!("{scheme}{signature}{example}"))
    };
    let right = file("right.toml", "sub = \"{id}\"\niat = \"{now}\"\nname = \"{name}\"");
    let (status, out, messages) = run(&["scheme", "check", &right, "--json"], "", "");
    assert_eq!(status, 0, "{out}{messages}");
    let example = &parsed(&out)["examples"][0];
    assert_eq!(example["header"], json!({"alg": "HS256", "typ": "JWT"}));
    assert_eq!(example["claims"], json!({"sub": "1234567890", "name": "John Doe", "iat": 1_516_239_022}));
    assert_eq!(example["expires_at"], Value::Null);
    let lacks_name = file("lacks.toml", "sub = \"{id}\"\niat = \"{now}\"");
    let (status, out, _) = run(&["scheme", "check", &lacks_name], "", "");
    assert_eq!(status, 1);
    assert!(out.contains("DIFFERS    claims of the example and of the scheme:"), "{out}");
    assert!(out.contains(r#"{"sub":"1234567890","name":"John Doe","iat":1516239022}"#), "{out}");
    let wants_end = fs::read_to_string(&right)
        .expect("a file")
        .replace("[signature.claims]", "lifetime = 60\n[signature.claims]\nexp = \"{expires}\"");
    let (status, out, _) = run(&["scheme", "check", &folder.file("end.toml", &wants_end)], "", "");
    assert_eq!(status, 1);
    assert!(out.contains("DIFFERS    result") && out.contains("claim_missing (exp)"), "{out}");
}

#[test]
fn scheme_check_verifies_an_example_that_a_private_key_signs() {
    let keys = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/vectors/keys"));
    let read = |name: &str| fs::read_to_string(keys.join(name)).expect("a file");
    let folder = Folder::new("pair-example");
    let orlo = include_str!("../../../core/schemes/orlo.toml");
    // OpenSSL signed the token with EdDSA, and Python the one with ES256, after RFC 6979.
    for (algorithm, key, token) in
        [("ES256", "ec-p256.private.pem", "es256.token.txt"), ("EdDSA", "ed25519.private.pem", "eddsa.token.txt")]
    {
        let scheme = orlo.replace("RS256", algorithm);
        let example = |key: &str| {
            let (secret, token) = (read(key), read(token));
            let token = token.trim();
            let text = format!(
                "{scheme}\n[[example]]\nsource = \"OpenSSL\"\nsecret = '''\n{secret}'''\nvisitor = {{name = \"Jane Doe\"}}\nsignature = \"{token}\"\n"
            );
            folder.file("pair.toml", &text)
        };
        let (status, out, messages) = run(&["scheme", "check", &example(key)], "", "");
        assert_eq!(status, 0, "{out}{messages}");
        let other = format!("other-{}", key.replace("ec-", ""));
        let (status, out, _) = run(&["scheme", "check", &example(&other)], "", "");
        assert_eq!(status, 1);
        assert!(out.contains("signature_mismatch"), "{out}");
        let (status, out, _) = run(&["scheme", "check", &example("rsa-2048.private.pem")], "", "");
        assert_eq!(status, 1);
        assert!(out.contains("key_algorithm"), "{out}");
    }
}

#[test]
fn scheme_check_makes_up_a_secret_and_settings_for_each_algorithm() {
    let folder = Folder::new("made-up");
    for algorithm in ["HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "ES256", "ES384", "EdDSA"] {
        let typed =
            "jti = \"{random}\"\ngroups = \"{attributes.groups|texts}\"\nseats = \"{attributes.seats|integer}\"";
        let scheme = token_scheme(algorithm).replace("jti = \"{random}\"", typed);
        let (status, out, messages) = run(&["scheme", "check", &folder.file("token.toml", &scheme), "--json"], "", "");
        assert_eq!(status, 0, "{algorithm}: {messages}");
        let example = &parsed(&out)["examples"][0];
        assert_eq!(example["header"], json!({"typ": "JWT", "alg": algorithm, "kid": "example"}));
        assert_eq!(example["claims"]["exp"], example["expires_at"]);
        assert_eq!(example["claims"]["groups"], json!(["example"]));
        assert_eq!(example["verified"]["verified"], true, "{example}");
    }
}

#[test]
fn every_file_of_the_catalogue_passes_the_check() {
    for name in visitorseal::schemes() {
        let file = format!("{}/../../core/schemes/{name}.toml", env!("CARGO_MANIFEST_DIR"));
        let (status, out, messages) = run(&["scheme", "check", &file], "", "");
        assert_eq!(status, 0, "{name}: {out}{messages}");
        assert!(!out.contains("Not signed:"), "{name}: {out}");
        // Nobody knows where some vendors show the secret.
        assert!(!out.contains("- product:") && !out.contains("- category:"), "{name}: {out}");
    }
}

#[test]
fn a_scheme_file_is_shown_like_a_scheme_of_the_catalogue() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../core/schemes/thread.toml");
    for option in [&[][..], &["--json"]] {
        let own = run(&[&["schemes", "--scheme-file", file], option].concat(), "", "");
        assert_eq!(own, run(&[&["schemes", "thread"], option].concat(), "", ""));
        assert_eq!(own.0, 0);
    }
}

#[test]
fn the_file_in_the_walk_through_passes_the_check() {
    let page = include_str!("../../../docs/add-a-vendor.md");
    let (_, file) = page.split_once("```toml\n").expect("a file");
    let (file, _) = file.split_once("```").expect("its end");
    let folder = Folder::new("walk-through");
    let (status, out, messages) = run(&["scheme", "check", &folder.file("acme.toml", file)], "", "");
    assert_eq!(status, 0, "{out}{messages}");
}

#[cfg(unix)]
#[test]
fn the_token_that_the_walk_through_makes_with_openssl_is_a_right_example() {
    let page = include_str!("../../../docs/add-a-vendor.md");
    let script = page.split("```sh\n").nth(1).and_then(|rest| rest.split("```").next()).expect("a script");
    let output = feed(Command::new("sh").args(["-e", "-c", script]).stdin(Stdio::piped()).stdout(Stdio::piped()), b"");
    let token = String::from_utf8(output.stdout).expect("a token");
    let claims = "sub = {id}, iat = {now}";
    let example = format!("an example secret of Acme\nOpenSSL\n42\n1795132800\n{token}");
    let answers = format!("{HEAD}token\nHS256\ntext\n-\n{claims}\n\n3600\n-\n\n-\n-\n-\n{example}");
    let (status, out, messages) = run(&["scheme", "new"], "", &answers);
    assert_eq!(status, 0, "{messages}");
    assert!(out.contains(&format!("signature = \"{}\"\n", token.trim())), "{out}{messages}");
}

#[test]
fn page_writes_the_file_of_each_scheme_that_needs_no_setting_and_its_integrity_hash() {
    let folder = Folder::new("page");
    let out = folder.0.join("static/visitorseal");
    let (status, printed, messages) = run(&["page", "--all", "--out", &out.display().to_string()], "", "");
    assert_eq!(status, 0, "{messages}");
    let hashes = parsed(&printed);
    assert_eq!(parsed(&fs::read_to_string(out.join("integrity.json")).expect("integrity.json")), hashes);
    let mut files: Vec<String> = fs::read_dir(&out)
        .expect("the folder")
        .map(|file| file.expect("a file").file_name().into_string().expect("UTF-8"))
        .filter(|name| name != "integrity.json")
        .collect();
    files.sort();
    assert_eq!(json!(files), json!(hashes.as_object().expect("a map").keys().collect::<Vec<_>>()));
    // Thread's fields have a setting, and its file has none.
    for name in ["bookbag.js", "reamaze.js", "fernand.js", "thread.js", "intercom.js"] {
        let hash = openssl_sha384(&out.join(name));
        assert_eq!(hashes[name], format!("sha384-{hash}"), "{name}");
    }
    assert!(!files.contains(&"orlo.js".to_owned()) && !files.contains(&"layerup.js".to_owned()));
    assert!(messages.contains("There is no file of orlo: The scheme orlo needs the setting embed_code"), "{messages}");
    assert!(messages.contains("There is no file of sela"), "{messages}");

    let (status, module, messages) = run(&["page", "bookbag", "--module"], "", "");
    assert_eq!(status, 0);
    let file = folder.file("module.js", &module);
    let hash = openssl_sha384(Path::new(&file));
    assert_eq!(messages.trim_end(), format!("visitorseal: The file's integrity hash is sha384-{hash}"));
    assert!(module.contains("export"), "{module}");
    let (_, script, _) = run(&["page", "bookbag"], "", "");
    assert_eq!(script, fs::read_to_string(out.join("bookbag.js")).expect("bookbag.js"));
}

fn openssl_sha384(file: &Path) -> String {
    let script = "openssl dgst -sha384 -binary \"$1\" | openssl base64 -A";
    let output = Command::new("sh").args(["-c", script, "sh"]).arg(file).output().expect("openssl");
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[test]
fn page_takes_pasted_code_and_schemes_of_ones_own() {
    let folder = Folder::new("own-page");
    let embed = folder.file("embed.html", "<script>panel.data('JWT_TOKEN')</script>\n");
    let out = folder.0.join("out").display().to_string();
    let (status, printed, messages) =
        run(&["page", "orlo", "--set", &format!("embed_code=@{embed}"), "--out", &out], "", "");
    assert_eq!((status, messages.as_str()), (0, ""));
    assert!(parsed(&printed)["orlo.js"].as_str().expect("a hash").starts_with("sha384-"), "{printed}");
    assert!(fs::read_to_string(folder.0.join("out/orlo.js")).expect("orlo.js").contains("panel.data(fields"));
    assert!(!folder.0.join("out/integrity.json").exists());
    let scheme = folder.file("token.toml", &token_scheme("HS256"));
    let (status, _, messages) = run(&["page", "--scheme-file", &scheme], "", "");
    assert!(matches!(status, 0 | 3), "{messages}");
    for (arguments, expected) in [
        (vec!["page"], 2),
        (vec!["page", "--all"], 2),
        (vec!["page", "bookbag", "--all", "--out", "x"], 2),
        (vec!["page", "orlo"], 3),
        (vec!["page", "sela"], 3),
        (vec!["page", "bookbag", "--setting", "x=1"], 3),
    ] {
        assert_eq!(run(&arguments, "", "").0, expected, "{arguments:?}");
    }
}

#[test]
fn element_states_the_visitor_and_anonymous_element_nobody() {
    let (status, element, _) = run(&["element", "fernand", "--endpoint", "/visitor"], FERNAND_KEY, RICHARD);
    assert_eq!(status, 0);
    for part in
        ["<visitorseal-visitor scheme=\"fernand\" state=\"signed\" mark=\"", FERNAND_HASH, " endpoint=\"/visitor\""]
    {
        assert!(element.contains(part), "{element}");
    }
    let (_, signed, _) = run(&["sign", "fernand"], FERNAND_KEY, RICHARD);
    assert!(element.contains(&format!("mark=\"{}\"", parsed(&signed)["mark"].as_str().expect("a mark"))));
    let (status, element, _) = run(&["element", "fernand", "--prefill"], "", RICHARD);
    assert!(status == 0 && element.contains("state=\"prefill\"") && !element.contains("mark="), "{element}");
    assert_eq!(run(&["element", "fernand", "--endpoint", "visitor"], FERNAND_KEY, RICHARD).0, 3);
    let (status, element, _) = run(&["anonymous-element", "fernand"], "", "");
    assert!(status == 0 && element.contains("state=\"anonymous\""), "{element}");
}

#[test]
fn explain_page_finds_and_explains_what_a_page_states() {
    let folder = Folder::new("explain-page");
    let (_, element, _) = run(&["element", "fernand"], FERNAND_KEY, RICHARD);
    let head = "<!doctype html><script src='/fernand.js'></script>";
    let page = folder.file("page.html", &format!("{head}\n<body>\n{element}"));
    // The page names the scheme.
    let (status, out, messages) = run(&["explain", "--page", &page], FERNAND_KEY, "");
    assert_eq!((status, messages.as_str()), (0, ""));
    assert!(
        out.starts_with("The page states one verified visitor.\n\nline 3, the element of visitorseal: verified."),
        "{out}"
    );
    let (status, out, _) = run(&["explain", "--page", "-", "--json"], "another secret of the site", &element);
    assert_eq!(status, 1);
    let explained = parsed(&out);
    assert_eq!(explained["verified"], json!(false));
    assert_eq!(explained["statements"][0]["fields"], json!(["name", "email", "hash"]));
    assert_eq!(explained["statements"][0]["findings"][0]["code"], "secret_unknown");

    let snippet = format!(
        "<script>Fernand('set', {{user: {{email: 'richard@piedpiper.com', hash: '{FERNAND_HASH}'}}}})</script>"
    );
    let answer = format!("HTTP/2 200\r\ncache-control: public\r\n\r\n{snippet}");
    let (status, out, _) = run(&["explain", "fernand", "--page", "-"], FERNAND_KEY, &answer);
    assert!(
        status == 0 && out.contains("1. page_cacheable") && out.contains("line 4, Fernand's own snippet: verified"),
        "{out}"
    );
    let (status, _, messages) = run(&["explain", "--page", "-"], FERNAND_KEY, &snippet);
    assert!(status == 2 && messages.contains("it names no scheme"), "{messages}");
    let (_, other, _) = run(&["anonymous-element", "bookbag"], "", "");
    let (status, _, messages) = run(&["explain", "--page", "-"], FERNAND_KEY, &(element.clone() + &other));
    assert!(status == 2 && messages.contains("\"fernand\", \"bookbag\""), "{messages}");
    let (status, out, _) = run(&["explain", "bookbag", "--page", "-"], FERNAND_KEY, &other);
    assert!(status == 1 && out.contains("1. page_anonymous") && out.contains("nobody is signed in"), "{out}");
    let leak = format!("<script>const key = '{FERNAND_KEY}'</script>{element}");
    let (status, out, messages) = run(&["explain", "--page", "-"], FERNAND_KEY, &leak);
    assert!(status == 1 && out.contains("1. page_shows_secret"), "{out}");
    assert!(!(out + &messages).contains(FERNAND_KEY));
    assert_eq!(run(&["explain", "fernand", "--page", "/no/such/file"], FERNAND_KEY, "").0, 5);
    assert_eq!(run(&["explain"], FERNAND_KEY, "{}").0, 2);
}

#[test]
fn a_secret_in_the_wrong_place_of_the_command_line_is_not_shown() {
    let pem = "-----BEGIN PRIVATE KEY-----\nMIIEvQ\n-----END PRIVATE KEY-----";
    for secret in ["d41c0e9b7a5f4e63b2a8c97d10f6e235", pem] {
        for before in [
            &["sign", "bookbag"][..],
            &["verify", "bookbag", "--policy"],
            &["sign", "bookbag", "--setting"],
            &[],
            &["verify", "bookbag", "--leeway"],
        ] {
            let (status, out, messages) = run(&[before, &[secret]].concat(), "{}", "");
            assert_eq!(status, 2, "{before:?}");
            assert!(!(out + &messages).contains("d41c0e9b") && !messages.contains("MIIEvQ"), "{before:?}: {messages}");
            assert!(messages.contains("(not shown, since it may be a secret)"), "{before:?}: {messages}");
        }
    }
}
