//! `keygen`: writes a key pair, or a shared secret, into files.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
    time::Duration,
};

use indicatif::ProgressBar;
use serde_json::{Map, Value, json};
use zeroize::Zeroizing;

use crate::{
    failure::{Failure, Result, say},
    key_pair::{Algorithm, Kind, RSA_BITS, failed, key_pair, random_secret},
    output,
};

/// A file that the command writes.
struct Target {
    /// Its name in the output.
    name: &'static str,
    file: &'static str,
    mode: u32,
}

const SECRET: Target = Target { name: "secret", file: "secret.txt", mode: 0o600 };
const PRIVATE: Target = Target { name: "private", file: "private.pem", mode: 0o600 };
const PUBLIC: Target = Target { name: "public", file: "public.pem", mode: 0o644 };
const JWK: Target = Target { name: "jwk", file: "public.jwk.json", mode: 0o644 };

const SECRET_ADVICE: &str =
    "Keep secret.txt on your server. Give the vendor the same text, if the vendor lets you choose it.";
const PAIR_ADVICE: &str = "Keep private.pem on your server. Paste the whole public.pem into the vendor's dashboard.";
const JWK_ADVICE: &str = "Keep private.pem on your server. Give public.jwk.json to the vendor, or add it to the JWK set that your \
    site serves. The vendor finds the key by its kid: pass the kid where the scheme has such a setting.";

/// Writes the files, and prints where they are. Private ones can only be read by their owner. Never overwrites a file.
pub fn run(algorithm: Algorithm, folder: &Path, bits: Option<u16>, as_jwk: bool) -> Result {
    let kind = algorithm.kind();
    let (targets, advice) = match (&kind, as_jwk) {
        (Kind::Secret(_), false) => (vec![SECRET], SECRET_ADVICE),
        (Kind::Secret(_), true) => {
            return Err(Failure::Usage(format!(
                "--jwk writes a public key, and {algorithm} has none: site and vendor share one secret. Leave --jwk out."
            )));
        }
        (_, false) => (vec![PRIVATE, PUBLIC], PAIR_ADVICE),
        (_, true) => (vec![PRIVATE, PUBLIC, JWK], JWK_ADVICE),
    };
    if bits.is_some() && !matches!(kind, Kind::Rsa) {
        return Err(Failure::Usage(format!(
            "--bits is the size of an RSA key, and {algorithm} uses none. Leave --bits out."
        )));
    }
    fs::create_dir_all(folder).map_err(Failure::io(folder))?;
    let paths: Vec<PathBuf> = targets.iter().map(|target| folder.join(target.file)).collect();
    if let Some(path) = paths.iter().find(|path| path.symlink_metadata().is_ok()) {
        return Err(Failure::io(path)(io::Error::new(
            io::ErrorKind::AlreadyExists,
            "the file exists, and its key may be in use. Choose another folder.",
        )));
    }

    let spinner = ProgressBar::new_spinner().with_message(format!("Making a key for {algorithm}"));
    spinner.enable_steady_tick(Duration::from_millis(100));
    let (texts, kid) = make(algorithm, &kind, bits.unwrap_or(RSA_BITS))?;
    spinner.finish_and_clear();

    let mut made = Map::new();
    let mut written: Vec<&Path> = Vec::new();
    for ((target, path), text) in targets.iter().zip(&paths).zip(&texts) {
        if let Err(failure) = write(path, text.as_bytes(), target.mode) {
            written.iter().for_each(|path| drop(fs::remove_file(path)));
            return Err(failure);
        }
        written.push(path);
        made.insert(target.name.to_owned(), json!(path));
    }
    if as_jwk {
        made.insert("kid".to_owned(), kid.into());
    }
    say(advice);
    output::print(&Value::from(made).to_string())
}

/// The texts of all files that the algorithm can have, in the order of the targets, and the `kid` of a public key.
fn make(algorithm: Algorithm, kind: &Kind, bits: u16) -> Result<(Vec<Zeroizing<String>>, Option<String>)> {
    if let Kind::Secret(length) = kind {
        let secret = random_secret(*length).ok_or_else(|| failed(algorithm))?;
        return Ok((vec![secret], None));
    }
    let pair = key_pair(kind, bits).ok_or_else(|| failed(algorithm))?;
    let (jwk, kid) = (format!("{}\n", pair.jwk.to_json(&algorithm.to_string())), pair.jwk.thumbprint());
    Ok((vec![pair.private, pair.public.into(), jwk.into()], Some(kid)))
}

fn write(path: &Path, bytes: &[u8], mode: u32) -> Result {
    let file = create(path, mode).map_err(Failure::io(path))?;
    let written = (&file).write_all(bytes).and_then(|()| file.sync_all());
    written.map_err(|error| {
        let _ = fs::remove_file(path);
        Failure::io(path)(error)
    })
}

#[cfg(unix)]
fn create(path: &Path, mode: u32) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    OpenOptions::new().write(true).create_new(true).mode(mode).open(path)
}

#[cfg(not(unix))]
fn create(path: &Path, _mode: u32) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).open(path)
}
