//! What an error says of a key that cannot be used, for signing and for verifying. The commands in the advice are run, and
//! what they print must work. The keys are those of tests/vectors/keys, which OpenSSL made.
#![cfg(feature = "sign")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::PathBuf,
    process::{Command, Stdio},
};

use base64::{Engine, engine::general_purpose::STANDARD};
use visitorseal::{Code, Error, Explainer, Object, Scheme, Settings, Signer, Verifier, Visitor};

const NOW: u64 = 1_795_132_800;
const PAIRS: [(&str, &str); 4] =
    [("RS256", "rsa-2048"), ("ES256", "ec-p256"), ("ES384", "ec-p384"), ("EdDSA", "ed25519")];

fn path(name: &str) -> PathBuf {
    PathBuf::from(format!("{}/../tests/vectors/keys/{name}", env!("CARGO_MANIFEST_DIR")))
}

fn key(name: &str) -> String {
    fs::read_to_string(path(name)).unwrap()
}

fn der(pem: &str) -> Vec<u8> {
    pem::parse(pem).unwrap().into_contents()
}

fn scheme(algorithm: &str) -> Scheme {
    Scheme::parse(&format!(
        "name = 'acme'\nvendor = 'Acme'\ndocument = 'https://acme.example'\nread = 2026-11-20\n[signature]\nkind = 'jwt'\nalgorithm = '{algorithm}'\n[signature.claims]\nsub = '{{id}}'\n[fields]\njwt = '{{signature}}'\n"
    ))
    .unwrap()
}

fn signer(algorithm: &str, key: &[u8]) -> Result<Signer, Error> {
    Signer::new(&scheme(algorithm), key, &Settings::new())
}

fn verifier(algorithm: &str, key: &[u8]) -> Result<Verifier, Error> {
    Verifier::new(&scheme(algorithm), [key])
}

fn signed(algorithm: &str, pair: &str) -> Object {
    let signer = signer(algorithm, key(&format!("{pair}.private.pem")).as_bytes()).unwrap();
    signer.sign(&Visitor::new().id("42"), NOW).unwrap().fields().clone()
}

/// The codes of the findings about a key, for a token that its pair signed.
fn explained(algorithm: &str, pair: &str, key: &[u8]) -> Vec<&'static str> {
    let explained = Explainer::new(&scheme(algorithm), [key]).unwrap().explain(&signed(algorithm, pair), NOW).unwrap();
    assert!(!explained.is_verified());
    let shown = format!("{explained:?} {}", explained.to_json());
    assert_no_key(&shown, key);
    explained.findings().iter().map(visitorseal::Finding::code).collect()
}

/// No 16 characters of the key's lines are shown, besides the first line and the last.
fn assert_no_key(shown: &str, key: &[u8]) {
    for line in String::from_utf8_lossy(key).lines().filter(|line| line.len() > 40 && !line.contains("BEGIN")) {
        for start in (0..line.len().saturating_sub(16)).step_by(8) {
            if let Some(piece) = line.get(start..start + 16) {
                assert!(!shown.contains(piece), "{shown}");
            }
        }
    }
}

fn has(program: &str) -> bool {
    let found = Command::new("sh").args(["-c", &format!("command -v {program}")]).stdout(Stdio::null()).status();
    found.is_ok_and(|status| status.success())
}

/// Runs the command of an advice, with the key as its file, in an own folder. Gives what it printed, or what it wrote.
fn follow(advice: &str, key: &[u8], folder: &str) -> Option<Vec<u8>> {
    let command = ["openssl ", "ssh-keygen ", "printf ", "node "].iter().filter_map(|word| advice.find(word)).min()?;
    let command = advice[command..].trim_end_matches(") and restrict access to the file.");
    let programs = ["openssl", "ssh-keygen", "node"];
    if programs.iter().any(|program| command.contains(program) && !has(program)) {
        eprintln!("skipped, since a program is not here: {command}");
        return None;
    }
    let folder = std::env::temp_dir().join(format!("visitorseal-keys-{}-{folder}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let file = folder.join("FILE");
    for name in ["FILE", "COPY"] {
        fs::write(folder.join(name), key).unwrap();
        fs::set_permissions(folder.join(name), fs::Permissions::from_mode(0o600)).unwrap();
    }
    let passphrase = command.replace("openssl pkey ", "openssl pkey -passin pass:visitorseal ");
    let passphrase = passphrase.replace("ssh-keygen -p ", "ssh-keygen -q -p -P visitorseal ");
    let output =
        Command::new("sh").args(["-c", &passphrase]).current_dir(&folder).stdin(Stdio::null()).output().unwrap();
    assert!(output.status.success(), "{passphrase}: {}", String::from_utf8_lossy(&output.stderr));
    let written = ["private.pem", "key.pem"].map(|name| folder.join(name)).into_iter().find(|file| file.exists());
    let result = match written {
        Some(written) => fs::read(written).unwrap(),
        None if command.contains("COPY") => fs::read(folder.join("COPY")).unwrap(),
        None => output.stdout,
    };
    drop(file);
    fs::remove_dir_all(&folder).unwrap();
    Some(result)
}

/// A file, the code of its error, and words of the reason.
type Case = (&'static str, Code, &'static str);

#[test]
fn the_advice_about_a_key_of_another_kind_works_for_verifying() {
    let cases: [(&str, &str, &[Case]); 3] = [
        (
            "RS256",
            "rsa-2048",
            &[
                ("certificate.pem", Code::KeyCertificate, "This is a certificate."),
                ("request.pem", Code::KeyCertificate, "This is a certificate request."),
                ("ssh.public.txt", Code::KeyUnsupported, "This is an SSH public key."),
                ("ssh.rfc4716.txt", Code::KeyUnsupported, "This is an SSH public key."),
                ("openssh.private.pem", Code::KeyUnsupported, "This is an OpenSSH private key."),
                ("openssh.encrypted.pem", Code::KeyUnsupported, "This is an OpenSSH private key."),
                ("rsa-2048.private.pem", Code::KeyPrivate, "This is a private key."),
                ("rsa-2048.private.pkcs1.pem", Code::KeyPrivate, "This is a private key."),
                ("encrypted.pkcs8.pem", Code::KeyEncrypted, "Verifying needs the public key only."),
                ("encrypted.legacy.pem", Code::KeyEncrypted, "Verifying needs the public key only."),
            ],
        ),
        (
            "ES256",
            "ec-p256",
            &[
                ("certificate.ec-p256.pem", Code::KeyCertificate, "This is a certificate."),
                ("ssh.ec-p256.public.txt", Code::KeyUnsupported, "This is an SSH public key."),
                ("openssh.ec-p256.private.pem", Code::KeyUnsupported, "This is an OpenSSH private key."),
                ("ec-p256.private.pem", Code::KeyPrivate, "This is a private key."),
                ("ec-p256.private.sec1.pem", Code::KeyPrivate, "This is a private key."),
                ("ec-p256.private.params.pem", Code::KeyPrivate, "This is a private key."),
                ("encrypted.sec1.pem", Code::KeyEncrypted, "Verifying needs the public key only."),
            ],
        ),
        (
            "EdDSA",
            "ed25519",
            &[
                ("certificate.ed25519.pem", Code::KeyCertificate, "This is a certificate."),
                ("ssh.ed25519.public.txt", Code::KeyUnsupported, "This is an SSH public key."),
                ("ssh.rfc4716.ed25519.txt", Code::KeyUnsupported, "This is an SSH public key."),
                ("openssh.ed25519.private.pem", Code::KeyUnsupported, "This is an OpenSSH private key."),
                ("ed25519.private.pem", Code::KeyPrivate, "This is a private key."),
            ],
        ),
    ];
    for (algorithm, pair, files) in cases {
        for (file, code, words) in files {
            let bytes = fs::read(path(file)).unwrap();
            let error = verifier(algorithm, &bytes).err().unwrap();
            assert!(error.code() == *code && error.reason().contains(words), "{file}: {error}");
            assert_no_key(error.reason(), &bytes);
            if let Some(public) = follow(error.reason(), &bytes, &format!("v-{file}")) {
                verifier(algorithm, &public).unwrap().verify(&signed(algorithm, pair), NOW).unwrap();
            }
            // What is not encrypted is used all the same, so there is no finding about the signature.
            let mut expected = vec![code.as_str()];
            if *code == Code::KeyEncrypted {
                expected.truncate(1);
            }
            assert_eq!(explained(algorithm, pair, &bytes), expected, "{file}");
        }
    }
}

#[test]
fn the_advice_about_a_key_of_another_kind_works_for_signing() {
    let unsupported = Code::KeyUnsupported;
    for (algorithm, file, code, words) in [
        ("RS256", "encrypted.pkcs8.pem", Code::KeyEncrypted, "protected by a passphrase"),
        ("RS256", "encrypted.legacy.pem", Code::KeyEncrypted, "protected by a passphrase"),
        ("ES256", "encrypted.sec1.pem", Code::KeyEncrypted, "protected by a passphrase"),
        ("RS256", "openssh.private.pem", unsupported, "Convert a copy of it to PEM"),
        ("RS256", "openssh.encrypted.pem", unsupported, "Convert a copy of it to PEM"),
        ("ES256", "openssh.ec-p256.private.pem", unsupported, "Convert a copy of it to PEM"),
        ("RS256", "rsa-2048.private.jwk.json", Code::KeyMalformed, "JSON Web Key"),
        ("ES256", "ec-p256.private.jwk.json", Code::KeyMalformed, "JSON Web Key"),
        ("EdDSA", "ed25519.private.jwk.json", Code::KeyMalformed, "JSON Web Key"),
    ] {
        let bytes = fs::read(path(file)).unwrap();
        let error = signer(algorithm, &bytes).err().unwrap();
        assert!(error.code() == code && error.reason().contains(words), "{file}: {error}");
        assert_no_key(error.reason(), &bytes);
        if let Some(private) = follow(error.reason(), &bytes, &format!("s-{file}")) {
            signer(algorithm, &private).unwrap_or_else(|error| panic!("{file}: {error}"));
        }
    }
    // No command makes a private key of a public one.
    for (algorithm, file, code, words) in [
        ("RS256", "rsa-2048.public.pem", Code::KeyPublic, "Sign with the private key"),
        ("RS256", "rsa-2048.public.pkcs1.pem", Code::KeyPublic, "Sign with the private key"),
        ("RS256", "certificate.pem", Code::KeyCertificate, "Sign with the private key that belongs to it."),
        ("RS256", "request.pem", Code::KeyCertificate, "Sign with the private key that belongs to it."),
        ("RS256", "ssh.public.txt", unsupported, "Convert a copy of it with: ssh-keygen -p -m PEM"),
        ("RS256", "ssh.rfc4716.txt", unsupported, "Convert a copy of it with: ssh-keygen -p -m PEM"),
        ("EdDSA", "ssh.ed25519.public.txt", unsupported, "visitorseal keygen --algorithm EdDSA --out keys"),
        ("EdDSA", "ssh.rfc4716.ed25519.txt", unsupported, "visitorseal keygen --algorithm EdDSA --out keys"),
        ("EdDSA", "openssh.ed25519.private.pem", unsupported, "visitorseal keygen --algorithm EdDSA --out keys"),
        ("RS256", "rsa-2048.jwk.json", Code::KeyMalformed, "This is a public JSON Web Key."),
        ("RS256", "public.jwks.json", Code::KeyMalformed, "This is a public JSON Web Key."),
        ("RS256", "two-keys.public.pem", Code::KeyPublic, "Sign with the private key"),
    ] {
        let bytes = fs::read(path(file)).unwrap();
        let error = signer(algorithm, &bytes).err().unwrap();
        assert!(error.code() == code && error.reason().contains(words), "{file}: {error}");
        assert_no_key(error.reason(), &bytes);
    }
}

#[test]
fn a_key_of_another_algorithm_is_named_in_whatever_it_stands() {
    for (algorithm, file, words) in [
        ("RS256", "ec-p256.public.pem", "This is an EC key on the curve P-256, but RS256 needs an RSA key."),
        ("RS256", "ec-p256.private.sec1.pem", "This is an EC key on the curve P-256, but"),
        ("RS256", "ed25519.public.pem", "This is an Ed25519 key, but"),
        ("RS256", "rsa-pss.public.pem", "This is an RSA-PSS key, but"),
        ("RS256", "ec-p521.public.pem", "This is an EC key on the curve P-521, but"),
        ("RS256", "ec-secp256k1.public.pem", "This is an EC key on the curve secp256k1, but"),
        ("RS256", "dsa.public.pem", "This is a DSA key, but"),
        ("RS256", "certificate.ec-p256.pem", "This is a certificate with an EC key on the curve P-256, but"),
        ("RS256", "ssh.ed25519.public.txt", "This is an Ed25519 key in SSH's form, but"),
        ("RS256", "openssh.ec-p256.private.pem", "This is an EC key on the curve P-256 in SSH's form, but"),
        ("RS256", "encrypted.sec1.pem", "This is an EC key, but"),
        ("ES256", "encrypted.legacy.pem", "This is an RSA key, but"),
        ("ES256", "ssh.rfc4716.txt", "This is an RSA key in SSH's form, but ES256 needs an EC key on the curve P-256."),
        ("ES256", "request.pem", "This is a certificate request with an RSA key, but"),
        ("EdDSA", "certificate.pem", "This is a certificate with an RSA key, but EdDSA needs an Ed25519 key."),
    ] {
        let bytes = fs::read(path(file)).unwrap();
        let command = format!("visitorseal keygen --algorithm {algorithm} --out keys");
        let signing = signer(algorithm, &bytes).err().unwrap();
        let verifying = verifier(algorithm, &bytes).err().unwrap();
        for (error, advice) in [(signing, "Make a key pair with: "), (verifying, "The site makes a pair with: ")] {
            assert!(error.code() == Code::KeyAlgorithm && error.reason().starts_with(words), "{file}: {error}");
            assert!(error.reason().ends_with(&format!("{advice}{command}")), "{file}: {error}");
        }
        let private = algorithm.replace("RS256", "rsa-2048").replace("ES256", "ec-p256").replace("EdDSA", "ed25519");
        assert_eq!(explained(algorithm, &private, &bytes), ["key_algorithm"], "{file}");
    }
}

/// What variables, dashboards, editors and shells do to a PEM, with the codes of the findings and words of the reason.
fn damaged(pem: &str) -> Vec<(&'static str, Vec<u8>, Vec<&'static str>, &'static str)> {
    let lines: Vec<&str> = pem.lines().collect();
    let (first, body, last) = (lines[0], &lines[1..lines.len() - 1], lines[lines.len() - 1]);
    let joined = |separator: &str| [&[first], body, &[last]].concat().join(separator);
    let utf16 = |text: &str| text.encode_utf16().collect::<Vec<u16>>();
    let little = |text: &str| utf16(text).iter().flat_map(|unit| unit.to_le_bytes()).collect::<Vec<u8>>();
    let big = |text: &str| utf16(text).iter().flat_map(|unit| unit.to_be_bytes()).collect::<Vec<u8>>();
    let json = |value: serde_json::Value| value.to_string();
    let account = serde_json::json!({"type": "service_account", "private_key_id": "0f", "private_key": pem, "token_uri": "https://a.example/"});
    let newlines = "key_literal_newlines";
    let base64 = STANDARD.encode(pem);
    let text = |text: String| text.into_bytes();
    vec![
        ("\\n", text(joined("\\n")), vec![newlines], "The key has \\n in place of line breaks."),
        ("\\r\\n", text(joined("\\r\\n")), vec![newlines], "The key has \\r\\n in place of line breaks."),
        ("\\r", text(joined("\\r")), vec![newlines], "The key has \\r in place of line breaks."),
        ("\\\\n", text(joined("\\\\n")), vec![newlines], "The key has \\n in place of line breaks."),
        ("/n", text(joined("/n")), vec![newlines], "The key has /n in place of line breaks."),
        ("/n at the end", text(joined("/n") + "/n"), vec![newlines], "The key has /n in place of line breaks."),
        ("/r/n", text(joined("/r/n")), vec![newlines], "The key has /r/n in place of line breaks."),
        ("n", text(joined("n")), vec![newlines], "The key has n in place of line breaks."),
        ("<br>", text(joined("<br>")), vec![newlines], "The key has <br> in place of line breaks."),
        ("quoted lines", text(joined("\" +\n\"")), vec![newlines], "The key has other characters between its lines."),
        ("mail", text(joined("\n> ")), vec![newlines], "The key has other characters between its lines."),
        ("no-break spaces", text(joined("\u{a0}\u{200b}")), vec![newlines], "other characters between its lines."),
        (
            "quoted",
            text(format!("\"{}\"", joined("\\n"))),
            vec!["key_quoted", newlines],
            "The key has quotes around it.",
        ),
        ("base64", text(base64.clone()), vec!["key_base64"], "encoded as base64 once more"),
        ("base64 twice", text(STANDARD.encode(&base64)), vec!["key_base64"], "encoded as base64 2 times more"),
        ("base64 of one line", text(STANDARD.encode(joined("\\n"))), vec!["key_base64", newlines], "base64 once more"),
        ("base64 in quotes", text(format!("'{base64}'\n")), vec!["key_quoted", "key_base64"], "quotes around it"),
        ("json", text(json(account.clone())), vec!["key_in_json"], "The key is the member private_key of a JSON text."),
        (
            "json lines",
            text(serde_json::to_string_pretty(&account).unwrap()),
            vec!["key_in_json"],
            "member private_key",
        ),
        ("json slashes", text(json(account.clone()).replace('/', "\\/")), vec!["key_in_json"], "member private_key"),
        ("json base64", text(STANDARD.encode(json(account))), vec!["key_base64", "key_in_json"], "base64 once more"),
        ("json list", text(json(serde_json::json!([pem]))), vec!["key_in_json"], "The key is inside a JSON text."),
        (
            "url",
            text(pem.replace(' ', "%20").replace('+', "%2B").replace('\n', "%0A")),
            vec!["key_escaped"],
            "escaped for a URL",
        ),
        (
            "form",
            text(pem.replace('+', "%2B").replace(' ', "+").replace('/', "%2F").replace('\n', "%0D%0A")),
            vec!["key_escaped"],
            "escaped for a URL",
        ),
        (
            "html",
            text(pem.replace('+', "&#43;").replace('=', "&#61;").replace('\n', "&#10;")),
            vec!["key_escaped"],
            "escaped for HTML",
        ),
        ("utf-16", [&[0xff, 0xfe], &*little(pem)].concat(), vec!["key_charset"], "The key is in UTF-16."),
        ("utf-16 be", [&[0xfe, 0xff], &*big(pem)].concat(), vec!["key_charset"], "The key is in UTF-16."),
        ("utf-16 bare", little(&pem.replace('\n', "\r\n")), vec!["key_charset"], "The key is in UTF-16."),
        (
            "utf-16 read as utf-8",
            text(pem.chars().flat_map(|char| [char, '\0']).collect()),
            vec!["key_charset"],
            "UTF-16",
        ),
        (
            "no first line",
            text(pem.split_once('\n').unwrap().1.to_owned()),
            vec!["key_lines_lost"],
            "lacks its first line.",
        ),
        ("no last line", text(pem.replace(last, "")), vec!["key_lines_lost"], "lacks its last line."),
        ("body", text(body.join("\n")), vec!["key_lines_lost"], "lacks its first and its last line."),
        ("body in a line", text(body.concat()), vec!["key_lines_lost"], "lacks its first and its last line."),
        (
            "four dashes",
            text(pem.replace("-----", "----")),
            vec!["key_lines_changed"],
            "first or the last line of the PEM is wrong",
        ),
        (
            "long dashes",
            text(pem.replace("-----", "\u{2014}\u{2013}")),
            vec!["key_lines_changed"],
            "line of the PEM is wrong",
        ),
        ("no spaces", text(pem.replace(' ', "")), vec!["key_lines_changed"], "line of the PEM is wrong"),
        (
            "small",
            text(pem.replace(first, &first.to_lowercase())),
            vec!["key_lines_changed"],
            "line of the PEM is wrong",
        ),
        (
            "lines of a certificate",
            text(pem.replace(first, "-----BEGIN CERTIFICATE-----")),
            vec!["key_lines_changed"],
            "line of the PEM is wrong",
        ),
        ("der", der(pem), vec!["key_der"], "The key is DER"),
    ]
}

#[test]
fn a_damaged_public_key_is_named_and_used() {
    for (algorithm, pair) in PAIRS {
        let pem = key(&format!("{pair}.public.pem"));
        for (what, bytes, codes, words) in damaged(&pem) {
            let error = verifier(algorithm, &bytes).err().unwrap_or_else(|| panic!("{algorithm} {what}"));
            assert!(
                error.code() == Code::KeyMalformed && error.reason().contains(words),
                "{algorithm} {what}: {error}"
            );
            assert_no_key(error.reason(), &bytes);
            // No finding about the signature: the key was used.
            assert_eq!(explained(algorithm, pair, &bytes), codes, "{algorithm} {what}");
            if codes == ["key_der"] {
                let public = follow(error.reason(), &bytes, &format!("d-{pair}")).unwrap();
                verifier(algorithm, &public).unwrap().verify(&signed(algorithm, pair), NOW).unwrap();
            }
        }
    }
}

#[test]
fn a_damaged_private_key_is_named_for_signing_and_for_verifying() {
    for (algorithm, pair) in PAIRS {
        let mut files = vec![format!("{pair}.private.pem")];
        files.extend(["pkcs1", "sec1"].map(|form| format!("{pair}.private.{form}.pem")));
        for file in files.iter().filter(|file| path(file).exists()) {
            for (what, bytes, codes, words) in damaged(&key(file)) {
                let what = format!("{file} {what}");
                let error = signer(algorithm, &bytes).err().unwrap_or_else(|| panic!("{what}"));
                assert!(error.code() == Code::KeyMalformed && error.reason().contains(words), "{what}: {error}");
                assert_no_key(error.reason(), &bytes);
                if codes == ["key_der"] {
                    let private = follow(error.reason(), &bytes, &format!("p-{file}")).unwrap();
                    signer(algorithm, &private).unwrap();
                }
                // The verifier says both, so that the advice does not lead to the next error.
                let error = verifier(algorithm, &bytes).err().unwrap();
                assert!(
                    error.code() == Code::KeyPrivate && error.reason().contains("This is a private key."),
                    "{what}: {error}"
                );
                let both: Vec<&str> =
                    codes.into_iter().filter(|code| *code != "key_der").chain(["key_private"]).collect();
                assert_eq!(explained(algorithm, pair, &bytes), both, "{what}");
                if bytes == der(&key(file)) {
                    let public = follow(error.reason(), &bytes, &format!("q-{file}")).unwrap();
                    verifier(algorithm, &public).unwrap().verify(&signed(algorithm, pair), NOW).unwrap();
                }
            }
        }
    }
}

#[test]
fn a_file_of_several_blocks_gets_the_advice_for_what_is_in_it() {
    let file = |names: &[&str]| names.iter().map(|name| key(name)).collect::<String>().into_bytes();
    let (private, public, certificate) = ("rsa-2048.private.pem", "rsa-2048.public.pem", "certificate.pem");
    for (names, signing, verifying, codes) in [
        (vec![private, certificate], "Pass the private key alone: ", "openssl x509 -in FILE", vec!["key_certificate"]),
        (vec![certificate, private], "Pass the private key alone: ", "openssl x509 -in FILE", vec!["key_certificate"]),
        (vec![certificate, certificate], "Sign with the private key", "openssl x509 -in FILE", vec!["key_certificate"]),
        (vec![private, public], "Pass the private key alone: ", "Pass the public key alone: ", vec!["key_malformed"]),
        (vec![public, public], "Sign with the private key", "Pass each public key", vec!["key_malformed"]),
        (
            vec![private, private],
            "Pass a file with one private key.",
            "openssl pkey -in FILE -pubout",
            vec!["key_private"],
        ),
    ] {
        let bytes = file(&names);
        let error = signer("RS256", &bytes).err().unwrap();
        assert!(error.reason().contains(signing), "{names:?}: {error}");
        if let Some(private) = follow(error.reason(), &bytes, &format!("ms-{}", names.join("-"))) {
            signer("RS256", &private).unwrap();
        }
        let error = verifier("RS256", &bytes).err().unwrap();
        assert!(error.reason().contains(verifying), "{names:?}: {error}");
        if let Some(public) = follow(error.reason(), &bytes, &format!("mv-{}", names.join("-"))) {
            verifier("RS256", &public).unwrap();
        }
        assert_eq!(explained("RS256", "rsa-2048", &bytes), codes, "{names:?}");
    }
}

#[test]
fn the_beginning_of_a_key_and_what_is_no_key_are_named() {
    let pem = key("rsa-2048.public.pem");
    let middle = pem.lines().enumerate().filter(|(at, _)| *at != 3).map(|(_, line)| format!("{line}\n")).collect();
    for (text, code, words) in [
        ("-----BEGIN PUBLIC KEY-----".to_owned(), "key_cut", "only the first line of a PEM"),
        ("\"-----BEGIN PUBLIC KEY-----\\n".to_owned(), "key_cut", "only the first line of a PEM"),
        (pem[..200].to_owned(), "key_cut", "The key is cut: it has 1"),
        (pem[..201].to_owned(), "key_cut", "The key is cut: it has 1"),
        (middle, "key_cut", "The key is cut: it has 246 of its 294 bytes."),
        ("/etc/keys/public.pem".to_owned(), "key_malformed", "the path of a file"),
        ("keys/public.pem".to_owned(), "key_malformed", "the path of a file"),
        ("C:\\keys\\public".to_owned(), "key_malformed", "the path of a file"),
        ("https://acme.example/.well-known/jwks.json".to_owned(), "key_malformed", "The key is an address."),
        ("undefined".to_owned(), "key_malformed", "a word that stands for nothing"),
        ("${PUBLIC_KEY}".to_owned(), "key_malformed", "the name of a variable"),
        (
            "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmQENBF\n-----END PGP PUBLIC KEY BLOCK-----".to_owned(),
            "key_malformed",
            "a key of PGP",
        ),
        (
            "<RSAKeyValue><Modulus>AQAB</Modulus></RSAKeyValue>".to_owned(),
            "key_malformed",
            "ExportSubjectPublicKeyInfoPem",
        ),
        ("a secret of some length".to_owned(), "key_malformed", "The key is not PEM"),
        ("{}".to_owned(), "key_malformed", "kty is missing"),
        ("{\"type\":\"service_account\"}".to_owned(), "key_malformed", "kty is missing"),
        (" \n".to_owned(), "key_empty", "The key is empty."),
    ] {
        let error = verifier("RS256", text.as_bytes()).err().unwrap();
        assert!(error.reason().contains(words), "{text}: {error}");
        assert_eq!(explained("RS256", "rsa-2048", text.as_bytes()).last(), Some(&code), "{text}");
        let error = signer("RS256", text.as_bytes()).err().unwrap();
        assert!(matches!(error.code(), Code::KeyMalformed | Code::KeyEmpty), "{text}: {error}");
    }
}

#[test]
fn a_jwk_that_was_changed_on_its_way_is_used() {
    let jwk = key("rsa-2048.jwk.json");
    let set = key("public.jwks.json");
    for (text, codes) in [
        (STANDARD.encode(&jwk), vec!["key_base64"]),
        (format!("'{jwk}'"), vec!["key_quoted"]),
        (serde_json::Value::from(jwk.as_str()).to_string(), vec!["key_quoted"]),
        (STANDARD.encode(&set), vec!["key_base64"]),
        (key("rsa-2048.private.jwk.json"), vec!["key_private"]),
        (STANDARD.encode(key("rsa-2048.private.jwk.json")), vec!["key_base64", "key_private"]),
    ] {
        let error = verifier("RS256", text.as_bytes()).err().unwrap();
        assert!(matches!(error.code(), Code::KeyMalformed | Code::KeyPrivate), "{error}");
        assert_eq!(explained("RS256", "rsa-2048", text.as_bytes()), codes, "{error}");
    }
    let error = verifier("RS256", key("rsa-2048.private.jwk.json").as_bytes()).err().unwrap();
    assert!(error.reason().contains("Remove the members d, p, q, dp, dq and qi"), "{error}");
    assert!(!error.reason().contains("openssl"), "{error}");
}

/// What looks like a mistake and is none.
#[test]
fn a_key_that_the_verifier_reads_has_no_finding() {
    let pem = key("rsa-2048.public.pem");
    for text in [
        format!("PUBLIC_KEY=\"{pem}\""),
        format!("the key of acme, made with openssl -----\n{pem}"),
        format!("public_key: |\n  {}", pem.replace('\n', "\n  ")),
        pem.replace('\n', " "),
        pem.replace('\n', "\r"),
        format!("\u{feff}{pem}"),
    ] {
        let explainer = Explainer::new(&scheme("RS256"), [&text]).unwrap();
        assert!(explainer.explain(&signed("RS256", "rsa-2048"), NOW).unwrap().is_verified(), "{text}");
    }
}

/// A key that lost or changed a character anywhere is an error or works, and no text shows the key.
#[test]
fn no_change_of_a_character_makes_an_error_that_shows_the_key() {
    let mut state = 7_u32;
    let mut random = |below: usize| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) as usize % below
    };
    let files = [
        "ec-p256.private.pem",
        "ec-p256.public.pem",
        "ed25519.private.pem",
        "ssh.ed25519.public.txt",
        "openssh.ed25519.private.pem",
        "ec-p256.private.jwk.json",
        "certificate.ed25519.pem",
    ];
    let pieces: [&[u8]; 12] =
        [b"", b"\n", b"-----", b"\\n", b"\"", b"{", b"=", b"\0", b"\xff", b"BEGIN ", b"A", b"ENCRYPTED"];
    for file in files {
        let whole = fs::read(path(file)).unwrap();
        for _ in 0..150 {
            let mut bytes = whole.clone();
            for _ in 0..=random(3) {
                let start = random(bytes.len());
                let end = (start + random(4)).min(bytes.len());
                bytes.splice(start..end, pieces[random(pieces.len())].iter().copied());
            }
            for algorithm in ["RS256", "ES256", "EdDSA"] {
                let errors = [signer(algorithm, &bytes).err(), verifier(algorithm, &bytes).err()];
                for error in errors.into_iter().flatten() {
                    assert_no_key(error.reason(), &whole);
                }
                let pair = PAIRS.iter().find(|(name, _)| *name == algorithm).unwrap().1;
                let explainer = Explainer::new(&scheme(algorithm), [&bytes]).unwrap();
                let explained = explainer.explain(&signed(algorithm, pair), NOW).unwrap();
                assert_no_key(&explained.to_json(), &whole);
                assert!(!explained.findings().is_empty());
            }
        }
    }
}
