//! What a key file holds, by its bytes: the label of a PEM may be lost or wrong.

use pkcs8::{ObjectIdentifier, der::Decode, spki::AlgorithmIdentifierRef};
use zeroize::Zeroizing;

use super::{
    identifier::{EC_KEY, KeyType, curve},
    ssh,
};
use crate::algorithm::Family;

/// A key, or what holds one. It is wiped on drop, since it may be a private key.
pub(super) struct Content {
    pub kind: Kind,
    /// None where the passphrase hides it.
    pub key_type: Option<KeyType>,
    /// The DER, or the key in the form of SSH.
    pub bytes: Zeroizing<Vec<u8>>,
    /// The public key, as far as it can be read without the private one.
    pub public: Option<Public>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A SubjectPublicKeyInfo, or an RSAPublicKey.
    Public(Label),
    /// PKCS#8, PKCS#1 or SEC 1.
    Private(Label),
    Encrypted,
    Certificate,
    Request,
    /// A line.
    SshPublic,
    /// A file of RFC 4716.
    SshFile,
    SshPrivate,
}

impl Kind {
    /// The label of its PEM.
    pub(super) fn label(self) -> Label {
        match self {
            Self::Public(label) | Self::Private(label) => label,
            Self::Encrypted => "ENCRYPTED PRIVATE KEY",
            Self::Certificate => "CERTIFICATE",
            Self::Request => "CERTIFICATE REQUEST",
            Self::SshPublic | Self::SshFile => "SSH2 PUBLIC KEY",
            Self::SshPrivate => "OPENSSH PRIVATE KEY",
        }
    }

    /// The command that writes the key in DER as PEM.
    pub(super) fn to_pem(self) -> &'static str {
        match self {
            Self::Public("RSA PUBLIC KEY") => "openssl rsa -RSAPublicKey_in -inform DER -in FILE -pubout -out key.pem",
            Self::Public(_) => "openssl pkey -pubin -inform DER -in FILE -pubout -out key.pem",
            _ => "openssl pkey -inform DER -in FILE -out key.pem",
        }
    }
}

/// The label of a PEM.
pub(super) type Label = &'static str;

/// A public key as text that the verifier reads.
pub(super) enum Public {
    /// A SubjectPublicKeyInfo, as the label says, or an RSAPublicKey.
    Der(Label, Vec<u8>),
    Jwk(String),
}

const SEQUENCE: u8 = 0x30;
const INTEGER: u8 = 0x02;
const BITS: u8 = 0x03;
const OCTETS: u8 = 0x04;
const OID: u8 = 0x06;
/// Context-specific and constructed, with the number 0.
const FIRST: u8 = 0xa0;

/// An element of DER (X.690 section 8.1): its tag, the bytes inside and all its bytes.
#[derive(Clone, Copy)]
struct Element<'a> {
    tag: u8,
    inside: &'a [u8],
    whole: &'a [u8],
}

/// The tag, the length of what stands before the content, and the length that the element states.
fn measure(der: &[u8]) -> Option<(u8, usize, usize)> {
    let (&[tag, first], rest) = der.split_first_chunk()?;
    if first < 0x80 {
        return Some((tag, 2, usize::from(first)));
    }
    let count = usize::from(first & 0x7f);
    let digits = rest.get(..count).filter(|digits| (1..=4).contains(&digits.len()))?;
    let length = digits.iter().fold(0_usize, |length, digit| (length << 8) | usize::from(*digit));
    Some((tag, 2 + count, length))
}

/// The elements of a text of DER, one after the other. None if the last one is cut.
fn elements(mut der: &[u8]) -> Option<Vec<Element<'_>>> {
    let mut all = Vec::new();
    while !der.is_empty() {
        let (tag, start, length) = measure(der)?;
        let (whole, rest) = der.split_at_checked(start + length)?;
        all.push(Element { tag, inside: whole.get(start..)?, whole });
        der = rest;
    }
    Some(all)
}

/// How many bytes of DER there are, and how many there must be.
pub(super) fn lengths(der: &[u8]) -> Option<(usize, usize)> {
    let (tag, start, length) = measure(der)?;
    (tag == SEQUENCE).then_some((der.len(), start + length))
}

impl Content {
    /// Reads the bytes of a PEM. None for what is no key.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        if let Some(key) = ssh::read(bytes) {
            return Some(key);
        }
        let (kind, key_type, public) = classify(bytes)?;
        Some(Self { kind, key_type, bytes: bytes.to_vec().into(), public })
    }
}

/// Tells by the tags of the outer sequence what this is.
fn classify(der: &[u8]) -> Option<(Kind, Option<KeyType>, Option<Public>)> {
    let &[Element { tag: SEQUENCE, inside, .. }] = elements(der)?.as_slice() else { return None };
    let parts = elements(inside)?;
    let tags: Vec<u8> = parts.iter().map(|part| part.tag).collect();
    let first = parts.first()?;
    let rsa = KeyType::Known(Family::Rsa);
    match tags.as_slice() {
        [SEQUENCE, BITS] => public_info(der, first.whole),
        [INTEGER, INTEGER] => {
            let public = Public::Der("RSA PUBLIC KEY", der.to_vec());
            Some((Kind::Public("RSA PUBLIC KEY"), Some(rsa), Some(public)))
        }
        [INTEGER, SEQUENCE, OCTETS, ..] => {
            let key_type = key_type(parts.get(1)?.whole);
            Some((Kind::Private("PRIVATE KEY"), Some(key_type), None))
        }
        [INTEGER, OCTETS, ..] => {
            let curve_name = parts.get(2).filter(|part| part.tag == FIRST);
            let name = curve_name.and_then(|part| ObjectIdentifier::from_der(part.inside).ok());
            let key_type = name.map_or(EC_KEY, |name| curve(Some(name)));
            Some((Kind::Private("EC PRIVATE KEY"), Some(key_type), None))
        }
        [INTEGER, INTEGER, INTEGER, INTEGER, INTEGER, INTEGER] => {
            Some((Kind::Private("DSA PRIVATE KEY"), Some(KeyType::Other("a DSA key")), None))
        }
        [INTEGER, INTEGER, INTEGER, INTEGER, ..] => Some((Kind::Private("RSA PRIVATE KEY"), Some(rsa), None)),
        [SEQUENCE, OCTETS] => Some((Kind::Encrypted, None, None)),
        [SEQUENCE, SEQUENCE, BITS] => signed_info(first.inside),
        _ => None,
    }
}

/// A SubjectPublicKeyInfo (RFC 5280 section 4.1).
fn public_info(der: &[u8], identifier: &[u8]) -> Option<(Kind, Option<KeyType>, Option<Public>)> {
    elements(elements(identifier)?.first()?.inside)?.first().filter(|part| part.tag == OID)?;
    let public = Public::Der("PUBLIC KEY", der.to_vec());
    Some((Kind::Public("PUBLIC KEY"), Some(key_type(identifier)), Some(public)))
}

/// What a certificate (RFC 5280 section 4.1) or a request (RFC 2986 section 4.1) states, and the key in it.
fn signed_info(info: &[u8]) -> Option<(Kind, Option<KeyType>, Option<Public>)> {
    let parts = elements(info)?;
    let tags: Vec<u8> = parts.iter().map(|part| part.tag).collect();
    let (kind, at) = match tags.as_slice() {
        [FIRST, INTEGER, SEQUENCE, SEQUENCE, SEQUENCE, SEQUENCE, SEQUENCE, ..] => (Kind::Certificate, 6),
        [INTEGER, SEQUENCE, SEQUENCE, SEQUENCE, SEQUENCE, SEQUENCE, ..] => (Kind::Certificate, 5),
        [INTEGER, SEQUENCE, SEQUENCE, ..] => (Kind::Request, 2),
        _ => return None,
    };
    let key = parts.get(at)?;
    let identifier = *elements(key.inside)?.first()?;
    let (_, key_type, public) = public_info(key.whole, identifier.whole)?;
    Some((kind, key_type, public))
}

/// The type of a key by its AlgorithmIdentifier.
fn key_type(identifier: &[u8]) -> KeyType {
    let other = KeyType::Other("a key of another kind");
    AlgorithmIdentifierRef::from_der(identifier).map_or(other, |identifier| KeyType::of(&identifier))
}
