//! The ways in which sites compute a signature from secret and message: as the scheme says, and by mistake.

use hmac::{EagerHash, Hmac, KeyInit, Mac};
use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha384, Sha512};

use super::finding::{Cause, Mistake};
use crate::forms::Hash;

/// A hash function, plain and as HMAC.
struct Algorithm {
    name: &'static str,
    /// Whether it is the hash of schemes.
    hash: Option<Hash>,
    mac: fn(&[u8], &[u8]) -> Vec<u8>,
    plain: fn(&[&[u8]]) -> Vec<u8>,
}

const ALGORITHMS: [Algorithm; 5] = [
    Algorithm { name: "SHA-256", hash: Some(Hash::Sha256), mac: mac::<Sha256>, plain: plain::<Sha256> },
    Algorithm { name: "SHA-1", hash: Some(Hash::Sha1), mac: mac::<Sha1>, plain: plain::<Sha1> },
    Algorithm { name: "SHA-512", hash: Some(Hash::Sha512), mac: mac::<Sha512>, plain: plain::<Sha512> },
    Algorithm { name: "SHA-384", hash: None, mac: mac::<Sha384>, plain: plain::<Sha384> },
    Algorithm { name: "MD5", hash: None, mac: mac::<Md5>, plain: plain::<Md5> },
];

/// What is hashed.
#[derive(Clone, Copy)]
enum Way {
    Hmac,
    Swapped,
    SecretFirst(&'static str),
    MessageFirst(&'static str),
    MessageAlone,
}

/// A way to compute a digest from a key and a message.
pub(super) struct Method {
    pub mistake: Option<Mistake>,
    algorithm: &'static Algorithm,
    way: Way,
}

impl Method {
    pub fn compute(&self, key: &[u8], message: &[u8]) -> Vec<u8> {
        let Algorithm { mac, plain, .. } = self.algorithm;
        match self.way {
            Way::Hmac => mac(key, message),
            Way::Swapped => mac(message, key),
            Way::SecretFirst(separator) => plain(&[key, separator.as_bytes(), message]),
            Way::MessageFirst(separator) => plain(&[message, separator.as_bytes(), key]),
            Way::MessageAlone => plain(&[message]),
        }
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
        let mut add = |cause, how: String, algorithm, way| {
            all.push(Self { mistake: Some((cause, how)), algorithm, way });
        };
        let swapped = "The site used the message as the key and signed the secret.".to_owned();
        add(Cause::KeyMessageSwapped, swapped, own, Way::Swapped);
        for algorithm in others() {
            let how = format!("The signature is an HMAC with {}.", algorithm.name);
            add(Cause::OtherHash, how, algorithm, Way::Hmac);
        }
        let of = |algorithm: &Algorithm, what: &str| format!("The signature is the {} of {what}.", algorithm.name);
        for (what, way) in [
            ("secret, colon and message", Way::SecretFirst(":")),
            ("message, colon and secret", Way::MessageFirst(":")),
        ] {
            add(Cause::NoHmac, of(own, what), own, way);
        }
        for algorithm in &ALGORITHMS {
            add(Cause::NoHmac, of(algorithm, "secret and message"), algorithm, Way::SecretFirst(""));
            add(Cause::NoHmac, of(algorithm, "message and secret"), algorithm, Way::MessageFirst(""));
        }
        for algorithm in &ALGORITHMS {
            add(Cause::NoSecret, of(algorithm, "the message alone"), algorithm, Way::MessageAlone);
        }
        all
    }
}

fn mac<D: EagerHash>(key: &[u8], message: &[u8]) -> Vec<u8> {
    Hmac::<D>::new_from_slice(key)
        .map_or_else(|_| Vec::new(), |mac| mac.chain_update(message).finalize().into_bytes().to_vec())
}

fn plain<D: Digest>(parts: &[&[u8]]) -> Vec<u8> {
    parts.iter().fold(D::new(), Digest::chain_update).finalize().to_vec()
}

/// Eight hex digits that tell two secrets apart. So many secrets have the same digits that these give none away.
pub(super) fn fingerprint(secret: &[u8]) -> String {
    let digest = plain::<Sha256>(&[b"visitorseal fingerprint\0", secret]);
    digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect()
}
