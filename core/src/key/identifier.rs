//! What a key is for, by its algorithm identifier: the same bytes can be a key of RSA, of RSA-PSS or of another curve.

#[cfg(feature = "sign")]
use pkcs8::PrivateKeyInfo;
use pkcs8::{
    ObjectIdentifier,
    spki::{AlgorithmIdentifierRef, SubjectPublicKeyInfoRef},
};

use crate::{
    algorithm::{Algorithm, Family},
    error::{Code, Error, Result},
};

const EC: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");

/// The curves that algorithms of tokens use (RFC 5480 section 2.1.1.1).
const CURVES: [(ObjectIdentifier, Family); 2] = [
    (ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7"), Family::P256),
    (ObjectIdentifier::new_unwrap("1.3.132.0.34"), Family::P384),
];

/// The other keys that algorithms use (RFC 8017 appendix C, RFC 8410 section 3).
const KEYS: [(ObjectIdentifier, Family); 2] = [
    (ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1"), Family::Rsa),
    (ObjectIdentifier::new_unwrap("1.3.101.112"), Family::Ed25519),
];

/// Keys that no algorithm of tokens uses here.
const OTHERS: [(ObjectIdentifier, &str); 5] = [
    (ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.10"), "an RSA-PSS key"),
    (ObjectIdentifier::new_unwrap("1.3.101.110"), "an X25519 key"),
    (ObjectIdentifier::new_unwrap("1.3.101.111"), "an X448 key"),
    (ObjectIdentifier::new_unwrap("1.3.101.113"), "an Ed448 key"),
    (ObjectIdentifier::new_unwrap("1.2.840.10040.4.1"), "a DSA key"),
];

/// Refuses a public key (SubjectPublicKeyInfo) of another algorithm. What cannot be read is left to the parser of keys.
pub(super) fn check_public(der: &[u8], algorithm: &Algorithm) -> Result<()> {
    SubjectPublicKeyInfoRef::try_from(der).map_or(Ok(()), |info| check(&info.algorithm, algorithm))
}

/// Refuses a private key (PKCS#8) of another algorithm.
#[cfg(feature = "sign")]
pub(super) fn check_private(der: &[u8], algorithm: &Algorithm) -> Result<()> {
    PrivateKeyInfo::try_from(der).map_or(Ok(()), |info| check(&info.algorithm, algorithm))
}

fn check(identifier: &AlgorithmIdentifierRef<'_>, algorithm: &Algorithm) -> Result<()> {
    let family = if identifier.oid == EC {
        let curve = identifier.parameters_oid().ok();
        CURVES.into_iter().find(|(oid, _)| Some(*oid) == curve)
    } else {
        KEYS.into_iter().find(|(oid, _)| *oid == identifier.oid)
    };
    match family {
        Some((_, family)) if family == algorithm.family => Ok(()),
        Some((_, family)) => Err(another(family.about(), algorithm)),
        None if identifier.oid == EC => Err(another("an EC key on another curve", algorithm)),
        None => {
            let other = OTHERS.into_iter().find(|(oid, _)| *oid == identifier.oid);
            Err(another(other.map_or("a key of another kind", |(_, about)| about), algorithm))
        }
    }
}

/// The error for a key of another algorithm.
pub(super) fn another(found: &str, algorithm: &Algorithm) -> Error {
    let (name, wanted) = (algorithm.name, algorithm.family.about());
    Error::new(
        Code::KeyAlgorithm,
        format!(
            "This is {found}, but {name} needs {wanted}. Make a key pair with: visitorseal keygen --algorithm {name} --out keys"
        ),
    )
}
