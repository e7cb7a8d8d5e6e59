//! The ways in which sites compute a signature from secret and message: as the scheme says, and by mistake.

use std::rc::Rc;

use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{EagerHash, Hmac, KeyInit, Mac};
use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha224, Sha256, Sha384, Sha512, Sha512_256};

use super::{
    finding::Cause,
    mistake::{Mistake, weight},
};
use crate::forms::Hash;

/// Computes the digest of a message.
type Compute<'a> = Box<dyn Fn(&[u8]) -> Vec<u8> + 'a>;

/// A hash function, plain and as HMAC.
struct Algorithm {
    name: &'static str,
    /// Whether it is the hash of schemes.
    hash: Option<Hash>,
    /// The length of its digests in bytes.
    length: usize,
    mac: for<'a> fn(&'a [u8]) -> Compute<'a>,
    plain: fn(&[&[u8]]) -> Vec<u8>,
}

const ALGORITHMS: [Algorithm; 7] = [
    Algorithm { name: "SHA-256", hash: Some(Hash::Sha256), length: 32, mac: mac::<Sha256>, plain: plain::<Sha256> },
    Algorithm { name: "SHA-1", hash: Some(Hash::Sha1), length: 20, mac: mac::<Sha1>, plain: plain::<Sha1> },
    Algorithm { name: "SHA-512", hash: Some(Hash::Sha512), length: 64, mac: mac::<Sha512>, plain: plain::<Sha512> },
    Algorithm { name: "SHA-384", hash: None, length: 48, mac: mac::<Sha384>, plain: plain::<Sha384> },
    Algorithm { name: "MD5", hash: None, length: 16, mac: mac::<Md5>, plain: plain::<Md5> },
    Algorithm { name: "SHA-224", hash: None, length: 28, mac: mac::<Sha224>, plain: plain::<Sha224> },
    Algorithm { name: "SHA-512/256", hash: None, length: 32, mac: mac::<Sha512_256>, plain: plain::<Sha512_256> },
];

impl Algorithm {
    fn is_usual(&self) -> bool {
        !matches!(self.name, "SHA-224" | "SHA-512/256")
    }
}

/// How bytes are written before they are hashed again.
type Write = fn(&[u8]) -> Vec<u8>;

/// What is hashed.
#[derive(Clone, Copy)]
enum Way {
    Hmac,
    Swapped,
    SecretFirst(&'static str),
    MessageFirst(&'static str),
    MessageAlone,
    /// The digest is hashed once more.
    Twice(Write),
    /// Another hash of the digest, which this function makes.
    HashOf(&'static Algorithm, Write),
    /// The digest is signed once more.
    SignedTwice(Write),
}

/// A way to compute a digest from a key and a message.
pub(super) struct Method {
    pub mistake: Option<Mistake>,
    algorithm: &'static Algorithm,
    way: Way,
}

impl Method {
    /// The digests of messages with one key.
    pub fn with_key<'a>(&self, key: &'a [u8]) -> Compute<'a> {
        let Algorithm { mac, plain, .. } = *self.algorithm;
        match self.way {
            Way::Hmac => mac(key),
            Way::Swapped => Box::new(move |message| mac(message)(key)),
            Way::SecretFirst(separator) => Box::new(move |message| plain(&[key, separator.as_bytes(), message])),
            Way::MessageFirst(separator) => Box::new(move |message| plain(&[message, separator.as_bytes(), key])),
            Way::MessageAlone => Box::new(move |message| plain(&[message])),
            Way::Twice(write) => {
                let mac = mac(key);
                Box::new(move |message| plain(&[&write(&mac(message))]))
            }
            Way::HashOf(own, write) => {
                let mac = (own.mac)(key);
                Box::new(move |message| plain(&[&write(&mac(message))]))
            }
            Way::SignedTwice(write) => {
                let mac = mac(key);
                Box::new(move |message| mac(&write(&mac(message))))
            }
        }
    }

    /// The length of its digests in bytes.
    pub fn length(&self) -> usize {
        self.algorithm.length
    }

    pub fn weight(&self) -> usize {
        weight(self.mistake.as_slice())
    }

    /// The scheme's own method.
    pub fn of_scheme(hash: Hash) -> Self {
        let [sha256, ..] = &ALGORITHMS;
        let algorithm = ALGORITHMS.iter().find(|algorithm| algorithm.hash == Some(hash)).unwrap_or(sha256);
        Self { mistake: None, algorithm, way: Way::Hmac }
    }

    /// The scheme's own method first, then the mistakes.
    pub fn all(hash: Hash) -> Vec<Self> {
        let right = Self::of_scheme(hash);
        let own = right.algorithm;
        let others = || ALGORITHMS.iter().filter(|algorithm| algorithm.hash != Some(hash));
        let mut all = vec![right];
        let mut add = |mistake, algorithm, way| all.push(Self { mistake: Some(mistake), algorithm, way });
        let swapped = "The site used the message as the key and signed the secret.";
        add(Mistake::told(Cause::KeyMessageSwapped, swapped), own, Way::Swapped);
        for algorithm in others() {
            let how = format!("The signature is an HMAC with {}.", algorithm.name);
            let mistake: fn(Cause, Rc<str>) -> Mistake =
                if algorithm.is_usual() { Mistake::told } else { Mistake::rare };
            add(mistake(Cause::OtherHash, how.into()), algorithm, Way::Hmac);
        }
        let of = |algorithm: &Algorithm, what: &str| format!("The signature is the {} of {what}.", algorithm.name);
        for (name, separator) in
            [("colon", ":"), ("dot", "."), ("bar", "|"), ("dash", "-"), ("underscore", "_"), ("space", " ")]
        {
            let secret_first = of(own, &format!("secret, {name} and message"));
            add(Mistake::rare(Cause::NoHmac, secret_first), own, Way::SecretFirst(separator));
            let message_first = of(own, &format!("message, {name} and secret"));
            add(Mistake::rare(Cause::NoHmac, message_first), own, Way::MessageFirst(separator));
        }
        for algorithm in &ALGORITHMS {
            let both = [("secret and message", Way::SecretFirst("")), ("message and secret", Way::MessageFirst(""))];
            for (what, way) in both {
                let how = of(algorithm, what);
                let is_own = algorithm.hash == Some(hash);
                let mistake =
                    if is_own { Mistake::told(Cause::NoHmac, how) } else { Mistake::rare(Cause::NoHmac, how) };
                add(mistake, algorithm, way);
            }
        }
        // An MD5 of the address is what Gravatar has.
        for algorithm in ALGORITHMS.iter().filter(|algorithm| algorithm.is_usual()) {
            add(Mistake::told(Cause::NoSecret, of(algorithm, "the message alone")), algorithm, Way::MessageAlone);
        }
        let [.., md5, _, _] = &ALGORITHMS;
        const WRITTEN: [(&str, Write); 3] = [
            ("hex digits", |bytes| hex::encode(bytes).into_bytes()),
            ("bytes", <[u8]>::to_vec),
            ("base64", |bytes| STANDARD.encode(bytes).into_bytes()),
        ];
        for (what, write) in WRITTEN {
            let how = format!("The site hashed the {what} of the right digest once more.");
            add(Mistake::rare(Cause::HashedTwice, how), own, Way::Twice(write));
            let how = format!("The signature is the MD5 of the {what} of the right digest.");
            add(Mistake::rare(Cause::HashedTwice, how), md5, Way::HashOf(own, write));
            let how = format!("The site signed the {what} of the right digest once more.");
            add(Mistake::rare(Cause::HashedTwice, how), own, Way::SignedTwice(write));
        }
        all
    }
}

fn mac<'a, D: EagerHash + 'static>(key: &'a [u8]) -> Compute<'a> {
    let mac = Hmac::<D>::new_from_slice(key);
    Box::new(move |message| match &mac {
        Ok(mac) => mac.clone().chain_update(message).finalize().into_bytes().to_vec(),
        Err(_) => Vec::new(),
    })
}

fn plain<D: Digest>(parts: &[&[u8]]) -> Vec<u8> {
    parts.iter().fold(D::new(), Digest::chain_update).finalize().to_vec()
}

/// Eight hex digits that tell two secrets apart. So many secrets have the same digits that these give none away.
pub(super) fn fingerprint(secret: &[u8]) -> String {
    let digest = plain::<Sha256>(&[b"visitorseal fingerprint\0", secret]);
    digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect()
}
