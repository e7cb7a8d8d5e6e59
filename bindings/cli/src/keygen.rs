//! RSA key pairs.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    path::Path,
    time::Duration,
};

use indicatif::ProgressBar;
use rsa::{
    RsaPrivateKey,
    pkcs8::{EncodePrivateKey, EncodePublicKey, LineEnding},
    rand_core::OsRng,
};
use zeroize::Zeroizing;

use crate::{
    failure::{Failure, Result, say},
    output,
};

/// A private key as PKCS#8 and its public key, both as PEM.
pub fn key_pair(bits: u16) -> Result<(Zeroizing<String>, String)> {
    let failed = |step: &str| {
        Failure::Io(format!(
            "The key pair cannot be {step}. Make it with: openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:{bits}"
        ))
    };
    let key = RsaPrivateKey::new(&mut OsRng, bits.into()).map_err(|_| failed("made"))?;
    let private = key.to_pkcs8_pem(LineEnding::LF).map_err(|_| failed("encoded"))?;
    let public = key.to_public_key().to_public_key_pem(LineEnding::LF).map_err(|_| failed("encoded"))?;
    Ok((private, public))
}

/// Writes `private.pem`, which only its owner can read, and `public.pem`. Never overwrites a file.
pub fn run(folder: &Path, bits: u16) -> Result {
    fs::create_dir_all(folder).map_err(Failure::io(folder))?;
    let (private_path, public_path) = (folder.join("private.pem"), folder.join("public.pem"));
    for path in [&private_path, &public_path] {
        if path.symlink_metadata().is_ok() {
            return Err(Failure::io(path)(io::Error::new(
                io::ErrorKind::AlreadyExists,
                "the file exists, and its key may be in use. Choose another folder.",
            )));
        }
    }

    let spinner = ProgressBar::new_spinner().with_message(format!("Making an RSA key of {bits} bits"));
    spinner.enable_steady_tick(Duration::from_millis(100));
    let (private, public) = key_pair(bits)?;
    spinner.finish_and_clear();

    write(&private_path, private.as_bytes(), 0o600)?;
    if let Err(failure) = write(&public_path, public.as_bytes(), 0o644) {
        let _ = fs::remove_file(&private_path);
        return Err(failure);
    }
    say("Keep private.pem on your server. Paste the whole public.pem into the vendor's dashboard.");
    output::print(&serde_json::json!({"private": private_path, "public": public_path}).to_string())
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
