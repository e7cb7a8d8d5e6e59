//! What to do about a key of another kind. In each text, FILE is the file that was passed, `{der}` the option for a binary
//! one, and `{new}` how to make a pair.

use super::{
    LARGEST,
    content::Kind,
    fault::Purpose::{self, Sign, Verify},
};
use crate::error::Code;

/// What a key is that is not of the kind that is needed.
pub(super) fn about(kind: Kind) -> (Code, &'static str) {
    match kind {
        Kind::Public(_) => (Code::KeyPublic, "This is a public key."),
        Kind::Private(_) => (Code::KeyPrivate, "This is a private key."),
        Kind::Encrypted => (Code::KeyEncrypted, "The key is protected by a passphrase."),
        Kind::Certificate => (Code::KeyCertificate, "This is a certificate."),
        Kind::Request => (Code::KeyCertificate, "This is a certificate request."),
        Kind::SshPublic | Kind::SshFile => (Code::KeyUnsupported, "This is an SSH public key."),
        Kind::SshPrivate => (Code::KeyUnsupported, "This is an OpenSSH private key."),
    }
}

/// What to do with it. ssh-keygen writes no Ed25519 key as PEM, so that its public key is put behind the 12 bytes with which
/// its DER begins.
pub(super) fn advice(kind: Kind, purpose: Purpose, is_edwards: bool) -> &'static str {
    match (kind, purpose, is_edwards) {
        (Kind::Public(_), ..) => {
            "Sign with the private key (private.pem). The public key belongs in the vendor's dashboard."
        }
        (Kind::Private(_), ..) => {
            "Verifying needs the public key. This command prints it: openssl pkey {der} -in FILE -pubout"
        }
        (Kind::Encrypted, Sign, _) => {
            "Write it without one (openssl pkey {der} -in FILE -out private.pem) and restrict access to the file."
        }
        (Kind::Encrypted, Verify, _) => {
            "Verifying needs the public key only. This command prints it: openssl pkey {der} -in FILE -pubout"
        }
        (Kind::Certificate | Kind::Request, Sign, _) => {
            "It holds a public key only. Sign with the private key that belongs to it."
        }
        (Kind::Certificate, Verify, _) => "Pass its public key: openssl x509 {der} -in FILE -pubkey -noout",
        (Kind::Request, Verify, _) => "Pass its public key: openssl req {der} -in FILE -pubkey -noout",
        (Kind::SshPublic | Kind::SshFile | Kind::SshPrivate, Sign, true) => {
            "ssh-keygen does not write this kind of key as PEM. {new}"
        }
        (Kind::SshPublic | Kind::SshFile, Sign, false) => {
            "Sign with the private key of the pair, as PEM. Convert a copy of it with: ssh-keygen -p -m PEM -N '' -f COPY"
        }
        (Kind::SshPrivate, Sign, false) => "Convert a copy of it to PEM with: ssh-keygen -p -m PEM -N '' -f COPY",
        (Kind::SshPublic, Verify, true) => {
            "Write it as PEM with: printf '%s\\n' '-----BEGIN PUBLIC KEY-----' \"MCowBQYDK2VwAyEA$(grep -o 'AAAAC3[^ ]*' FILE | base64 -d | tail -c 32 | base64)\" '-----END PUBLIC KEY-----'"
        }
        (Kind::SshFile, Verify, true) => {
            "Write it as PEM with: printf '%s\\n' '-----BEGIN PUBLIC KEY-----' \"MCowBQYDK2VwAyEA$(ssh-keygen -i -f FILE | grep -o 'AAAAC3[^ ]*' | base64 -d | tail -c 32 | base64)\" '-----END PUBLIC KEY-----'"
        }
        (Kind::SshPrivate, Verify, true) => {
            "Write its public key as PEM with: printf '%s\\n' '-----BEGIN PUBLIC KEY-----' \"MCowBQYDK2VwAyEA$(ssh-keygen -y -f FILE | grep -o 'AAAAC3[^ ]*' | base64 -d | tail -c 32 | base64)\" '-----END PUBLIC KEY-----'"
        }
        (Kind::SshPublic, Verify, false) => "Convert it to PEM with: ssh-keygen -e -m PKCS8 -f FILE",
        (Kind::SshFile, Verify, false) => {
            "Convert it to PEM with: ssh-keygen -i -f FILE > key.pub && ssh-keygen -e -m PKCS8 -f key.pub"
        }
        (Kind::SshPrivate, Verify, false) => "Write its public key as PEM with: ssh-keygen -e -m PKCS8 -f FILE",
    }
}

/// What is wrong with JSON where a private key in PEM is needed, and what to do. `is_private` is none for what is no JWK.
pub(super) fn about_jwk(is_private: Option<bool>) -> (&'static str, &'static str) {
    match is_private {
        Some(true) => (
            "This is a JSON Web Key, but signing needs a PEM.",
            "Write it as PEM with: node -p \"crypto.createPrivateKey({key:JSON.parse(fs.readFileSync('FILE')),format:'jwk'}).export({type:'pkcs8',format:'pem'})\"",
        ),
        Some(false) => ("This is a public JSON Web Key.", "Sign with the private key of the pair, as PEM."),
        None => ("This is JSON, but signing needs a PEM.", "Pass the private key as PEM."),
    }
}

/// A line without white space.
fn is_word(text: &str) -> bool {
    text.len() <= 512 && !text.contains(char::is_whitespace)
}

fn starts(text: &str, all: &[&str]) -> bool {
    all.iter().any(|start| text.starts_with(start))
}

fn is_path(text: &str) -> bool {
    const ENDS: [&str; 10] = [".pem", ".key", ".pub", ".crt", ".cer", ".der", ".json", ".p8", ".txt", ".ppk"];
    let text = text.to_ascii_lowercase();
    let is_file = ENDS.iter().any(|end| text.ends_with(end));
    is_word(&text) && (is_file || text.len() < 128 && starts(&text, &["/", "./", "../", "~/", "file:", "c:\\"]))
}

/// What a text is that holds no key, when signing, when verifying or either way, and what to do.
type Other = (Option<Purpose>, fn(&str) -> bool, &'static str, &'static str);

const OTHERS: [Other; 9] = [
    (
        None,
        |text| is_word(text) && starts(text, &["https://", "http://"]),
        "The key is an address.",
        "Fetch the address, and pass the key that it answers.",
    ),
    (
        None,
        is_path,
        "The key is the path of a file, not the file's content.",
        "Read the file, and pass what it contains.",
    ),
    (
        None,
        |text| ["undefined", "null", "None", "nil", "false", "[object Object]"].contains(&text),
        "The key is a word that stands for nothing.",
        "Check the name of the variable that should hold the key.",
    ),
    (
        None,
        |text| is_word(text) && text.len() < 128 && starts(text, &["$", "%"]),
        "The key is the name of a variable.",
        "Pass the variable's value.",
    ),
    (
        Some(Sign),
        |text| text.starts_with("<RSAKeyValue"),
        "This is a key of .NET in XML.",
        "Write it as PEM with ExportPkcs8PrivateKeyPem.",
    ),
    (
        Some(Verify),
        |text| text.starts_with("<RSAKeyValue"),
        "This is a key of .NET in XML.",
        "Write it as PEM with ExportSubjectPublicKeyInfoPem.",
    ),
    (None, |text| text.contains("-----BEGIN PGP"), "This is a key of PGP.", "{new}"),
    (
        Some(Sign),
        |text| is_word(text) && (1..128).contains(&text.len()),
        "This looks like a shared secret, but the scheme needs a private key.",
        "Pass the private key as PEM.",
    ),
    (
        Some(Verify),
        |text| is_word(text) && (1..128).contains(&text.len()),
        "This looks like a shared secret, but the scheme needs a public key.",
        "Pass the site's public key as PEM or JWK.",
    ),
];

/// Why a text is no key, and what to do.
pub(super) fn about_text(bytes: &[u8], purpose: Purpose) -> Option<(&'static str, &'static str)> {
    let text = std::str::from_utf8(bytes).ok().filter(|text| text.len() <= LARGEST)?;
    let text = text.trim().trim_matches(['"', '\'']);
    let is_it = |other: &Other| other.0.is_none_or(|wanted| wanted == purpose) && (other.1)(text);
    OTHERS.into_iter().find(is_it).map(|(_, _, what, advice)| (what, advice))
}
