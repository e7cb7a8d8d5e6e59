//! What a key is for, by its algorithm identifier: the same bytes can be a key of RSA, of RSA-PSS or of another curve.

use pkcs8::{
    ObjectIdentifier,
    der::{Decode, Reader, SliceReader, asn1::UintRef},
    spki::{AlgorithmIdentifierRef, SubjectPublicKeyInfoRef},
};
#[cfg(feature = "sign")]
use pkcs8::{
    PrivateKeyInfo,
    der::{
        self, TagNumber,
        asn1::{ContextSpecific, OctetStringRef},
    },
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

/// Curves that no algorithm of tokens uses here (RFC 5480 section 2.1.1.1, SEC 2 section 2.4.1).
const OTHER_CURVES: [(ObjectIdentifier, &str); 3] = [
    (ObjectIdentifier::new_unwrap("1.3.132.0.35"), "an EC key on the curve P-521"),
    (ObjectIdentifier::new_unwrap("1.3.132.0.10"), "an EC key on the curve secp256k1"),
    (ObjectIdentifier::new_unwrap("1.3.132.0.33"), "an EC key on the curve P-224"),
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

/// The key in a SubjectPublicKeyInfo (RFC 5280 section 4.1). None for other bytes, and for a key with bytes after it.
///
/// # Errors
/// `key_algorithm` for a key of another algorithm.
pub(super) fn public_key<'a>(der: &'a [u8], algorithm: &Algorithm) -> Result<Option<&'a [u8]>> {
    match SubjectPublicKeyInfoRef::try_from(der) {
        Ok(info) => check(&info.algorithm, algorithm).map(|()| info.subject_public_key.as_bytes()),
        Err(_) => Ok(None),
    }
}

/// Whether this is a public key: a SubjectPublicKeyInfo, or an RSAPublicKey.
#[cfg(feature = "sign")]
pub(super) fn is_public_der(der: &[u8]) -> bool {
    SubjectPublicKeyInfoRef::try_from(der).is_ok() || rsa_numbers(der).is_some()
}

/// The modulus and the exponent of an RSAPublicKey (RFC 8017 appendix A.1.1), without leading zeros. None for other bytes.
pub(super) fn rsa_numbers(der: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut reader = SliceReader::new(der).ok()?;
    let numbers = reader.sequence(|numbers| Ok((UintRef::decode(numbers)?, UintRef::decode(numbers)?))).ok()?;
    let (modulus, exponent) = reader.finish(numbers).ok()?;
    Some((modulus.as_bytes(), exponent.as_bytes()))
}

/// The numbers r and s, one after the other, as DER (RFC 3279 section 2.2.3). Empty for what does not have two halves.
#[cfg(feature = "sign")]
pub(super) fn write_numbers(signature: &[u8]) -> Vec<u8> {
    let integer = |bytes: &[u8]| {
        let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
        let number = bytes.get(zeros..).unwrap_or_default();
        // A leading bit would make the number negative.
        let sign = if number.first().is_none_or(|byte| *byte >= 0x80) { &[0][..] } else { &[] };
        let length = u8::try_from(sign.len() + number.len()).unwrap_or_default();
        [&[0x02, length], sign, number].concat()
    };
    let (r, s) = signature.split_at(signature.len() / 2);
    let numbers = [integer(r), integer(s)].concat();
    // The longest, of P-384, have 102 bytes.
    let length = u8::try_from(numbers.len()).ok().filter(|length| *length < 0x80);
    length.map(|length| [&[0x30, length], numbers.as_slice()].concat()).unwrap_or_default()
}

/// The numbers r and s of a signature in DER, each as long as the curve's. None for other bytes.
#[cfg(feature = "sign")]
pub(crate) fn read_numbers(der: &[u8], length: usize) -> Option<Vec<u8>> {
    let (r, s) = rsa_numbers(der)?;
    let padded = |number: &[u8]| Some([vec![0; length.checked_sub(number.len())?].as_slice(), number].concat());
    Some([padded(r)?, padded(s)?].concat())
}

/// Refuses a private key (PKCS#8) of another algorithm.
#[cfg(feature = "sign")]
pub(super) fn check_private(der: &[u8], algorithm: &Algorithm) -> Result<()> {
    PrivateKeyInfo::try_from(der).map_or(Ok(()), |info| check(&info.algorithm, algorithm))
}

/// Refuses a private key (SEC 1, RFC 5915) of another curve.
#[cfg(feature = "sign")]
pub(super) fn check_sec1(der: &[u8], algorithm: &Algorithm) -> Result<()> {
    curve_of_sec1(der).ok().flatten().map_or(Ok(()), |name| curve(Some(name)).check(algorithm))
}

/// The name of the curve, if the key states it.
#[cfg(feature = "sign")]
fn curve_of_sec1(der: &[u8]) -> der::Result<Option<ObjectIdentifier>> {
    SliceReader::new(der)?.sequence(|key| {
        let _version: u8 = key.decode()?;
        let _number: OctetStringRef<'_> = key.decode()?;
        let curve = ContextSpecific::<ObjectIdentifier>::decode_explicit(key, TagNumber::N0)?;
        key.read_slice(key.remaining_len())?;
        Ok(curve.map(|curve| curve.value))
    })
}

/// The private number of a key in PKCS#8, PKCS#1 or SEC 1, which is the same in every form of the key: `d` of RFC 7518 section
/// 6, and of RFC 8037 section 2. None for other bytes.
#[cfg(feature = "sign")]
pub(super) fn private_number(der: &[u8], family: Family) -> Option<&[u8]> {
    let key = PrivateKeyInfo::try_from(der).map_or(der, |info| info.private_key);
    let mut reader = SliceReader::new(key).ok()?;
    match family {
        Family::Rsa => reader.sequence(rsa_private_exponent).ok(),
        Family::P256 | Family::P384 => reader.sequence(ec_private_number).ok(),
        Family::Ed25519 => OctetStringRef::decode(&mut reader).ok().map(|seed| seed.as_bytes()),
        Family::Hmac => None,
    }
}

/// RFC 8017 appendix A.1.2.
#[cfg(feature = "sign")]
fn rsa_private_exponent<'a>(key: &mut der::NestedReader<'_, SliceReader<'a>>) -> der::Result<&'a [u8]> {
    let _version: UintRef<'_> = key.decode()?;
    let _modulus: UintRef<'_> = key.decode()?;
    let _exponent: UintRef<'_> = key.decode()?;
    let private: UintRef<'_> = key.decode()?;
    key.read_slice(key.remaining_len())?;
    Ok(private.as_bytes())
}

/// RFC 5915 section 3. The number has the length of the curve.
#[cfg(feature = "sign")]
fn ec_private_number<'a>(key: &mut der::NestedReader<'_, SliceReader<'a>>) -> der::Result<&'a [u8]> {
    let _version: u8 = key.decode()?;
    let number: OctetStringRef<'_> = key.decode()?;
    key.read_slice(key.remaining_len())?;
    Ok(number.as_bytes())
}

fn check(identifier: &AlgorithmIdentifierRef<'_>, algorithm: &Algorithm) -> Result<()> {
    KeyType::of(identifier).check(algorithm)
}

/// What a key is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum KeyType {
    /// A key that algorithms of tokens use.
    Known(Family),
    /// The name of another one.
    Other(&'static str),
}

impl KeyType {
    pub fn of(identifier: &AlgorithmIdentifierRef<'_>) -> Self {
        if identifier.oid == EC {
            return curve(identifier.parameters_oid().ok());
        }
        let other = OTHERS.into_iter().find(|(oid, _)| *oid == identifier.oid);
        let other = other.map_or("a key of another kind", |(_, about)| about);
        KEYS.into_iter()
            .find(|(oid, _)| *oid == identifier.oid)
            .map_or(Self::Other(other), |(_, family)| Self::Known(family))
    }

    /// The key as an error names it.
    pub fn about(self) -> &'static str {
        match self {
            Self::Known(family) => family.about(),
            Self::Other(about) => about,
        }
    }

    /// Whether the algorithm can use the key, as far as one can tell.
    pub fn fits(self, algorithm: &Algorithm) -> bool {
        self == Self::Known(algorithm.family)
            || (self == EC_KEY && matches!(algorithm.family, Family::P256 | Family::P384))
    }

    fn check(self, algorithm: &Algorithm) -> Result<()> {
        if self == Self::Known(algorithm.family) { Ok(()) } else { Err(another(self.about(), algorithm)) }
    }
}

/// An EC key that does not name its curve.
pub(super) const EC_KEY: KeyType = KeyType::Other("an EC key");

/// An EC key by its curve.
pub(super) fn curve(name: Option<ObjectIdentifier>) -> KeyType {
    let other = OTHER_CURVES.into_iter().find(|(oid, _)| Some(*oid) == name);
    let other = other.map_or("an EC key on another curve", |(_, about)| about);
    CURVES
        .into_iter()
        .find(|(oid, _)| Some(*oid) == name)
        .map_or(KeyType::Other(other), |(_, family)| KeyType::Known(family))
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

#[cfg(test)]
#[cfg(feature = "sign")]
mod tests {
    use super::*;
    use crate::{
        algorithm::ALGORITHMS,
        key::{Key, PrivateKey, public},
    };

    /// Made by tests/vectors/make_keys.py with OpenSSL.
    fn file(name: &str) -> Vec<u8> {
        std::fs::read(format!("{}/../tests/vectors/keys/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
    }

    #[test]
    fn a_key_signs_and_verifies_for_its_own_algorithm_only() {
        for algorithm in ALGORITHMS.iter().filter(|algorithm| !algorithm.is_shared()) {
            for (family, private, of_public) in [
                (Family::Rsa, "rsa-2048.private.pem", "rsa-2048.public.pem"),
                (Family::Rsa, "rsa-2048.private.pkcs1.pem", "rsa-2048.public.pkcs1.pem"),
                (Family::P256, "ec-p256.private.pem", "ec-p256.public.pem"),
                (Family::P256, "ec-p256.private.sec1.pem", "ec-p256.jwk.json"),
                (Family::P384, "ec-p384.private.pem", "ec-p384.public.pem"),
                (Family::P384, "ec-p384.private.sec1.pem", "ec-p384.jwk.json"),
                (Family::Ed25519, "ed25519.private.pem", "ed25519.public.pem"),
            ] {
                let expected = (family != algorithm.family).then_some(Code::KeyAlgorithm);
                let name = algorithm.name;
                let code = |error: Option<Error>| error.map(|error| error.code());
                assert_eq!(code(PrivateKey::read(&file(private), algorithm).err()), expected, "{private} for {name}");
                assert_eq!(
                    code(public(Key::from(&file(of_public)), algorithm).err()),
                    expected,
                    "{of_public} for {name}"
                );
            }
        }
    }

    #[test]
    fn a_key_that_no_algorithm_of_tokens_uses_is_refused() {
        for algorithm in ALGORITHMS.iter().filter(|algorithm| !algorithm.is_shared()) {
            for name in [
                "rsa-pss.public.pem",
                "ec-p521.public.pem",
                "ec-secp256k1.public.pem",
                "ed448.public.pem",
                "dsa.public.pem",
            ] {
                let error = public(Key::from(&file(name)), algorithm).err().unwrap();
                assert_eq!(error.code(), Code::KeyAlgorithm, "{name} for {}: {error}", algorithm.name);
            }
            for name in ["rsa-pss.private.pem", "ec-p521.private.pem", "ec-secp256k1.private.pem"] {
                let error = PrivateKey::read(&file(name), algorithm).err().unwrap();
                assert_eq!(error.code(), Code::KeyAlgorithm, "{name} for {}: {error}", algorithm.name);
            }
        }
    }
}
