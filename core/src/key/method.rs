//! The ways in which sites sign with the right key by mistake. Nothing is accepted that was signed so: `explain` names it.

use aws_lc_rs::signature::{
    ECDSA_P256_SHA1_ASN1, ECDSA_P256_SHA384_ASN1, ECDSA_P256_SHA512_ASN1, ECDSA_P384_SHA256_ASN1,
    ECDSA_P384_SHA512_ASN1, RSA_PKCS1_2048_8192_SHA1_FOR_LEGACY_USE_ONLY, RSA_PKCS1_2048_8192_SHA256,
    RSA_PKCS1_2048_8192_SHA384, RSA_PKCS1_2048_8192_SHA512, RSA_PSS_2048_8192_SHA256, RSA_PSS_2048_8192_SHA384,
    RSA_PSS_2048_8192_SHA512, RsaPssSaltLength, VerificationAlgorithm,
};

use crate::{
    algorithm::{Algorithm, Family},
    forms::Hash,
};

/// A way to sign with a key of a pair.
#[derive(Debug)]
pub(crate) struct Method {
    family: Family,
    pub hash: Hash,
    /// Whether this is RSA-PSS, where the algorithms of tokens here are PKCS #1 v1.5.
    pub is_pss: bool,
    pub(super) verifying: &'static dyn VerificationAlgorithm,
}

impl Method {
    /// Whether its signatures are two numbers, in DER here.
    pub(super) fn is_curve(&self) -> bool {
        self.family != Family::Rsa
    }
}

const fn method(family: Family, hash: Hash, is_pss: bool, verifying: &'static dyn VerificationAlgorithm) -> Method {
    Method { family, hash, is_pss, verifying }
}

/// Those that people use most first. Libraries write RSA-PSS with a salt as long as the hash, or as long as the key allows.
static METHODS: [Method; 15] = [
    method(Family::Rsa, Hash::Sha1, false, &RSA_PKCS1_2048_8192_SHA1_FOR_LEGACY_USE_ONLY),
    method(Family::Rsa, Hash::Sha256, false, &RSA_PKCS1_2048_8192_SHA256),
    method(Family::Rsa, Hash::Sha512, false, &RSA_PKCS1_2048_8192_SHA512),
    method(Family::Rsa, Hash::Sha384, false, &RSA_PKCS1_2048_8192_SHA384),
    method(Family::Rsa, Hash::Sha256, true, &RSA_PSS_2048_8192_SHA256),
    method(
        Family::Rsa,
        Hash::Sha256,
        true,
        &const { RSA_PSS_2048_8192_SHA256.with_pss_salt_length(RsaPssSaltLength::Max) },
    ),
    method(Family::Rsa, Hash::Sha512, true, &RSA_PSS_2048_8192_SHA512),
    method(
        Family::Rsa,
        Hash::Sha512,
        true,
        &const { RSA_PSS_2048_8192_SHA512.with_pss_salt_length(RsaPssSaltLength::Max) },
    ),
    method(Family::Rsa, Hash::Sha384, true, &RSA_PSS_2048_8192_SHA384),
    method(
        Family::Rsa,
        Hash::Sha384,
        true,
        &const { RSA_PSS_2048_8192_SHA384.with_pss_salt_length(RsaPssSaltLength::Max) },
    ),
    method(Family::P256, Hash::Sha1, false, &ECDSA_P256_SHA1_ASN1),
    method(Family::P256, Hash::Sha512, false, &ECDSA_P256_SHA512_ASN1),
    method(Family::P256, Hash::Sha384, false, &ECDSA_P256_SHA384_ASN1),
    method(Family::P384, Hash::Sha256, false, &ECDSA_P384_SHA256_ASN1),
    method(Family::P384, Hash::Sha512, false, &ECDSA_P384_SHA512_ASN1),
];

/// The methods of keys of an algorithm that are not the algorithm's own.
pub(crate) fn other_methods(algorithm: &Algorithm) -> impl Iterator<Item = &'static Method> {
    let is_own = |method: &&Method| !method.is_pss && method.hash == algorithm.hash;
    METHODS.iter().filter(|method| method.family == algorithm.family).filter(move |method| !is_own(method))
}
