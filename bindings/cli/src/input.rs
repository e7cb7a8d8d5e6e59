//! Reads files and standard input, never more of them than a command can use.

use std::{
    fs::File,
    io::{self, BufRead, IsTerminal, Read},
    path::Path,
    time::{SystemTime, UNIX_EPOCH},
};

use serde_json::{Map, Value};
use visitorseal::{Key, Scheme, Settings, Visitor, scheme};
use zeroize::Zeroizing;

use crate::{
    args::{Now, Target, shown},
    failure::{Failure, Result, say},
};

/// A longer secret, scheme or setting is cut here, and the core refuses it as too large.
const LARGEST_FILE: u64 = 64 * 1024 + 2;

/// The largest input of the commands whose limit is not the core's: a message for `digest`, and what
/// the core only has to look at (`inspect-token`), which it refuses if it is too large.
pub const LARGEST_INPUT: usize = 1024 * 1024;

const IS_SIGNED: &str = "The input is what `visitorseal sign` prints, or what a site's endpoint answers. Pass its member fields alone, such as with jq .fields.";

/// The environment variable with the secret, if no option names a file.
const SECRET: &str = "VISITORSEAL_SECRET";

/// What to do with the output of `sign` or an endpoint's answer, if it is what a command got in place of the fields.
pub fn advice(body: &[u8]) -> Option<&'static str> {
    let members = serde_json::from_slice::<Map<String, Value>>(body).ok()?;
    let is_signed =
        members.contains_key("scheme") && (members.contains_key("signature") || members.contains_key("mark"));
    (is_signed && members.get("fields").is_some_and(Value::is_object)).then_some(IS_SIGNED)
}

fn read_file(path: &Path) -> Result<Zeroizing<Vec<u8>>> {
    read(&File::open(path).map_err(Failure::io(path))?, path)
}

fn read(file: &File, path: &Path) -> Result<Zeroizing<Vec<u8>>> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(LARGEST_FILE as usize));
    file.take(LARGEST_FILE).read_to_end(&mut bytes).map_err(Failure::io(path))?;
    Ok(bytes)
}

pub fn read_text(path: &Path) -> Result<String> {
    let bytes = read_file(path)?;
    std::str::from_utf8(&bytes)
        .map(str::to_owned)
        .map_err(|_| Failure::Io(format!("{}: the file is not UTF-8. Save it as UTF-8.", path.display())))
}

/// A visitor from a file with JSON.
pub fn visitor(path: &Path) -> Result<Visitor> {
    Ok(Visitor::from_json(&read_file(path)?)?)
}

/// The secret from a file, without one newline at its end, or from the environment.
pub fn secret(option: &str, file: Option<&Path>) -> Result<Zeroizing<Vec<u8>>> {
    if let Some(path) = file {
        return secret_from(option, path);
    }
    let secret = std::env::var_os(SECRET).map(|secret| Zeroizing::new(secret.into_encoded_bytes()));
    secret.ok_or_else(|| {
        Failure::Usage(format!(
            "There is no secret. Pass its file with {option}, or set the environment variable {SECRET}."
        ))
    })
}

/// The secret or key from the file that an option names.
fn secret_from(option: &str, path: &Path) -> Result<Zeroizing<Vec<u8>>> {
    let file = File::open(path).map_err(|error| match path.symlink_metadata() {
        Ok(_) => Failure::io(path)(error),
        // The value may be the secret itself, so the message must not repeat it.
        Err(_) => Failure::Io(format!(
            "{option}: there is no such file. Pass the path of a file with the secret or key, not the secret itself."
        )),
    })?;
    let mut secret = read(&file, path)?;
    if open_to_others(&file) && !is_public(&secret) {
        let path = path.display();
        say(&format!("warning: Other users of this machine can read or change {path}. Run chmod 600 on it."));
    }
    if secret.ends_with(b"\n") {
        secret.pop();
        if secret.ends_with(b"\r") {
            secret.pop();
        }
    }
    Ok(secret)
}

/// Whether users other than the file's owner and group can read or write it.
#[cfg(unix)]
fn open_to_others(file: &File) -> bool {
    use std::os::unix::fs::PermissionsExt;
    file.metadata().is_ok_and(|about| about.is_file() && about.permissions().mode() & 0o006 != 0)
}

#[cfg(not(unix))]
fn open_to_others(_file: &File) -> bool {
    false
}

/// Whether the key is PEM without a private key (a public key or a certificate), or a JWK or JWK set of public keys.
fn is_public(key: &[u8]) -> bool {
    let holds = |text: &[u8]| key.windows(text.len()).any(|part| part == text);
    holds(b"-----BEGIN ") && !holds(b"PRIVATE KEY-----")
        || serde_json::from_slice(key).is_ok_and(|key| is_public_jwk(&key))
}

/// A private key has the member `d`, a shared secret `k` (RFC 7518, section 6).
fn is_public_jwk(key: &Value) -> bool {
    match key.get("keys").and_then(Value::as_array) {
        Some(keys) => keys.iter().all(is_public_jwk),
        None => key.get("kty").is_some() && key.get("d").is_none() && key.get("k").is_none(),
    }
}

/// A key with its name.
pub struct NamedKey {
    name: Option<String>,
    bytes: Zeroizing<Vec<u8>>,
}

impl<'a> From<&'a NamedKey> for Key<'a> {
    fn from(key: &'a NamedKey) -> Self {
        let bytes = Self::from(key.bytes.as_slice());
        key.name.as_deref().map_or(bytes, |name| bytes.kid(name))
    }
}

/// The keys of these files (`FILE` or `NAME=FILE`), or the key in the environment.
pub fn keys(files: &[String]) -> Result<Vec<NamedKey>> {
    if files.is_empty() {
        return Ok(vec![NamedKey { name: None, bytes: secret("--key-file", None)? }]);
    }
    let read = |file: &String| {
        let (name, path) = match file.split_once('=') {
            Some((name, path)) if !name.contains(['/', '\\']) => (Some(name.to_owned()), path),
            _ => (None, file.as_str()),
        };
        Ok(NamedKey { name, bytes: secret_from("--key-file", Path::new(path))? })
    };
    files.iter().map(read).collect()
}

pub fn target(target: &Target) -> Result<(Scheme, Settings)> {
    let scheme = match (&target.scheme_file, &target.scheme) {
        (Some(path), _) => Scheme::parse(&read_text(path)?)?,
        (None, name) => scheme(name.as_deref().unwrap_or_default())?,
    };
    Ok((scheme, settings(&target.settings)?))
}

/// The settings in `NAME=VALUE` and `NAME=@FILE`.
pub fn settings(texts: &[String]) -> Result<Settings> {
    let mut settings = Settings::new();
    for setting in texts {
        let (name, value) = setting.split_once('=').ok_or_else(|| {
            let setting = shown(setting);
            Failure::Usage(format!("--setting {setting:?} has no `=`. Pass NAME=VALUE or NAME=@FILE."))
        })?;
        settings = match value.strip_prefix('@') {
            Some(path) => settings.with(name, read_text(Path::new(path))?),
            None => settings.with(name, value),
        };
    }
    Ok(settings)
}

/// The time to sign or verify at, in Unix seconds.
pub fn unix_time(Now { now }: Now) -> u64 {
    now.unwrap_or_else(|| SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs()))
}

/// The whole standard input, or its first `largest + 1` bytes, which are enough to refuse it.
pub fn standard(what: &str, largest: usize) -> Result<Vec<u8>> {
    let stdin = io::stdin().lock();
    if stdin.is_terminal() {
        say(&format!("Reading {what} from the terminal. Press Ctrl-D at the end."));
    }
    let mut bytes = Vec::new();
    stdin.take((largest as u64).saturating_add(1)).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Reads the next line without its newline into `line`, and keeps at most `largest + 1` bytes of it.
/// Returns the number of bytes of the line, or `None` at the end of the input.
pub fn next_line(input: &mut impl BufRead, line: &mut Vec<u8>, largest: usize) -> io::Result<Option<u64>> {
    line.clear();
    let mut read = 0;
    loop {
        let buffer = match input.fill_buf() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            other => other?,
        };
        if buffer.is_empty() {
            return Ok((read > 0).then_some(read));
        }
        let end = buffer.iter().position(|byte| *byte == b'\n');
        let part = buffer.get(..end.unwrap_or(buffer.len())).unwrap_or_default();
        line.extend(part.iter().take(largest.saturating_add(1).saturating_sub(line.len())));
        let used = part.len() + usize::from(end.is_some());
        input.consume(used);
        read += used as u64;
        if end.is_some() {
            return Ok(Some(read));
        }
    }
}
