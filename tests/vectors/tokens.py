"""Signatures of tokens (RFC 7515, 7518 and 8037) and public keys as JWK (RFC 7517).

OpenSSL makes RSA and Ed25519 signatures, which are the same each time. An ECDSA signature by OpenSSL is another each time, so
Python makes it after RFC 6979, and OpenSSL verifies it.
"""

import functools
import hashlib
import hmac
import json
import tempfile

from tools import KEYS, as_bytes, b64url, compact, hmac_of, openssl, rsa_sign, signing_input

ALGORITHMS = ["HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "ES256", "ES384", "EdDSA"]


def hash_of_algorithm(algorithm):
    return f"sha{algorithm[2:]}"


def is_shared(algorithm):
    return algorithm.startswith("HS")


def is_random(algorithm):
    """Whether each signature is another."""
    return algorithm.startswith("ES")


def pair_of(algorithm, other=False):
    """The name of the key pair in keys/ that signs with an algorithm, or of another."""
    kind = {"RS": "2048", "ES256": "p256", "ES384": "p384", "EdDSA": "ed25519"}
    kind = kind.get(algorithm) or kind[algorithm[:2]]
    first = {"2048": "rsa-2048", "p256": "ec-p256", "p384": "ec-p384", "ed25519": "ed25519"}[kind]
    return f"other-{kind}" if other else first


def header_of(algorithm, kid=None, **more):
    return compact({"typ": "JWT", "alg": algorithm, **({} if kid is None else {"kid": kid}), **more})


# --- Signatures ------------------------------------------------------------------------------

def signature(algorithm, key, message):
    """The bytes of a signature. `key` is the bytes of a shared secret, or the name of a pair in keys/."""
    if is_shared(algorithm):
        return hmac_of(hash_of_algorithm(algorithm), key, message)
    if algorithm.startswith("RS"):
        return rsa_sign(message, key, hash_of_algorithm(algorithm))
    return eddsa(message, key) if algorithm == "EdDSA" else ecdsa(message, key, hash_of_algorithm(algorithm))


def sign_text(algorithm, key, text):
    """A signing input with its signature."""
    return f"{text}.{b64url(signature(algorithm, key, as_bytes(text)))}"


def token_of(algorithm, key, payload, header=None):
    """A token. Payload and header may be raw text, to make hostile tokens."""
    return sign_text(algorithm, key, signing_input(payload, header or header_of(algorithm)))


@functools.lru_cache(maxsize=None)
def eddsa(message, key):
    with tempfile.NamedTemporaryFile() as file:
        file.write(message)
        file.flush()
        return openssl("pkeyutl", "-sign", "-rawin", "-inkey", KEYS / f"{key}.private.pem", "-in", file.name)


ED25519_ORDER = 2**252 + 27742317777372353535851937790883648493


# --- ECDSA after RFC 6979 ----------------------------------------------------------------------

class Curve:
    """y² = x³ - 3x + b modulo p: the numbers of FIPS 186-4, appendix D.1.2."""

    def __init__(self, size, p, b, order, x, y):
        self.size, self.p, self.b, self.order, self.base = size, p, b, order, (x, y, 1)

    def add(self, one, two):
        """Adds points as (x, y, z), which stand for x/z² and y/z³. None is the point at infinity."""
        if one is None or two is None:
            return one or two
        p, (x1, y1, z1), (x2, y2, z2) = self.p, one, two
        u1, u2 = x1 * z2 * z2 % p, x2 * z1 * z1 % p
        s1, s2 = y1 * z2 * z2 * z2 % p, y2 * z1 * z1 * z1 % p
        if u1 == u2:
            if s1 != s2 or y1 == 0:
                return None
            m, s = (3 * x1 * x1 - 3 * pow(z1, 4, p)) % p, 4 * x1 * y1 * y1 % p
            x3 = (m * m - 2 * s) % p
            return x3, (m * (s - x3) - 8 * pow(y1, 4, p)) % p, 2 * y1 * z1 % p
        h, r = (u2 - u1) % p, (s2 - s1) % p
        h2, h3 = h * h % p, h * h * h % p
        x3 = (r * r - h3 - 2 * u1 * h2) % p
        return x3, (r * (u1 * h2 - x3) - s1 * h3) % p, h * z1 * z2 % p

    def times(self, factor, point=None):
        result, point = None, point or self.base
        while factor:
            result = self.add(result, point) if factor & 1 else result
            point, factor = self.add(point, point), factor >> 1
        return result

    def affine(self, point):
        x, y, z = point
        inverse = pow(z, -1, self.p)
        return x * inverse * inverse % self.p, y * inverse**3 % self.p

    def is_on(self, x, y):
        return (y * y - (x * x * x - 3 * x + self.b)) % self.p == 0


P256 = Curve(
    32, 2**256 - 2**224 + 2**192 + 2**96 - 1,
    0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b,
    0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551,
    0x6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296,
    0x4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5)
P384 = Curve(
    48, 2**384 - 2**128 - 2**96 + 2**32 - 1,
    0xb3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aef,
    0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973,
    0xaa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a385502f25dbf55296c3a545e3872760ab7,
    0x3617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c00a60b1ce1d7e819d7a431d7c90ea0e5f)
CURVES = {"P-256": P256, "P-384": P384}


def curve_of(key):
    return P384 if "384" in key else P256


def ecdsa_numbers(curve, private, message, hash_name):
    """r and s of RFC 6979, section 3.2, for hashes as long as the order of the curve. With another hash the nonce is another."""
    order, size = curve.order, curve.size
    digest = hashlib.new(hash_name, message).digest()
    number = int.from_bytes(digest[:size], "big")
    seed = private.to_bytes(size, "big") + (number % order).to_bytes(size, "big")
    key, value = bytes(len(digest)), b"\1" * len(digest)

    def mac(text):
        return hmac.new(key, text, hash_name).digest()

    for mark in [b"\0", b"\1"]:
        key = mac(value + mark + seed)
        value = mac(value)
    while True:
        text = b""
        while len(text) < size:
            value = mac(value)
            text += value
        nonce = int.from_bytes(text[:size], "big")
        if 0 < nonce < order:
            r = curve.affine(curve.times(nonce))[0] % order
            s = pow(nonce, -1, order) * (number + r * private) % order
            if r and s:
                return r, s
        key = mac(value + b"\0")
        value = mac(value)


def raw(curve, r, s):
    """RFC 7518, section 3.4: r and s, each as long as the curve."""
    return r.to_bytes(curve.size, "big") + s.to_bytes(curve.size, "big")


@functools.lru_cache(maxsize=None)
def private_number(key):
    """The private number of an EC key: the first OCTET STRING of RFC 5915."""
    der = openssl("ec", "-in", KEYS / f"{key}.private.pem", "-outform", "DER")
    at = der.index(b"\2\1\1\4") + 4
    return int.from_bytes(der[at + 1:at + 1 + der[at]], "big")


@functools.lru_cache(maxsize=None)
def ecdsa(message, key, hash_name):
    curve = curve_of(key)
    return raw(curve, *ecdsa_pair(message, key, hash_name))


@functools.lru_cache(maxsize=None)
def ecdsa_pair(message, key, hash_name):
    """r and s. OpenSSL verifies them."""
    check_rfc_6979()
    curve = curve_of(key)
    r, s = ecdsa_numbers(curve, private_number(key), message, hash_name)
    with tempfile.NamedTemporaryFile() as file:
        file.write(der_signature(r, s))
        file.flush()
        openssl("dgst", f"-{hash_name}", "-verify", KEYS / f"{key}.public.pem", "-signature", file.name, data=message)
    return r, s


def der_signature(r, s):
    """The form in which OpenSSL writes an ECDSA signature."""
    def integer(number):
        content = number.to_bytes(number.bit_length() // 8 + 1, "big")
        return bytes([2, len(content)]) + content
    content = integer(r) + integer(s)
    return bytes([0x30, len(content)]) + content


def pss(message, key, hash_name, salt_length):
    """RFC 8017, section 8.1.1, with a salt that is the same each time. OpenSSL verifies the signature."""
    text = openssl("rsa", "-in", KEYS / f"{key}.private.pem", "-noout", "-text").decode()
    exponent = int("".join(text.split("privateExponent:")[1].split("prime1:")[0].split()).replace(":", ""), 16)
    modulus, _ = rsa_public(key)

    def digest(data):
        return hashlib.new(hash_name, data).digest()

    size, length = (modulus.bit_length() + 6) // 8, hashlib.new(hash_name).digest_size
    salt = (digest(b"a salt") * 32)[:size - length - 2 if salt_length == "max" else length]
    hashed = digest(bytes(8) + digest(message) + salt)
    block = bytes(size - length - len(salt) - 2) + b"\1" + salt
    mask = b"".join(digest(hashed + counter.to_bytes(4, "big")) for counter in range(size // length + 1))[:len(block)]
    masked = bytearray(one ^ other for one, other in zip(block, mask))
    masked[0] &= 0xFF >> (8 * size - modulus.bit_length() + 1)
    signature = pow(int.from_bytes(bytes(masked) + hashed + b"\xbc", "big"), exponent, modulus).to_bytes(size, "big")
    with tempfile.NamedTemporaryFile() as file:
        file.write(signature)
        file.flush()
        openssl("dgst", f"-{hash_name}", "-sigopt", "rsa_padding_mode:pss", "-sigopt", f"rsa_pss_saltlen:{len(salt)}", "-verify",
                KEYS / f"{key}.public.pem", "-signature", file.name, data=message)
    return signature


# RFC 6979, appendices A.2.5 and A.2.6: the private number, and r and s for the message "sample".
RFC_6979 = [
    (P256, "sha256", 0xC9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721,
     0xEFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716,
     0xF7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8),
    (P384, "sha384", 0x6B9D3DAD2E1B8C1C05B19875B6659F4DE23C3B667BF297BA9AA47740787137D896D5724E4C70A825F872C9EA60D2EDF5,
     0x94EDBB92A5ECB8AAD4736E56C691916B3F88140666CE9FA73D64C4EA95AD133C81A648152E44ACF96E36DD1E80FABE46,
     0x99EF4AEB15F178CEA1FE40DB2603138F130E740A19624526203B6351D0A3A94FA329C145786E679E7B82C71A38628AC8),
]


@functools.lru_cache(maxsize=None)
def check_rfc_6979():
    """Stops if the signatures of RFC 6979 come out otherwise."""
    for curve, hash_name, private, r, s in RFC_6979:
        if ecdsa_numbers(curve, private, b"sample", hash_name) != (r, s):
            raise SystemExit("an ECDSA signature of RFC 6979 is wrong: the arithmetic here has a fault")


# --- JWK -------------------------------------------------------------------------------------

def b64number(number, size=None):
    return b64url(number.to_bytes(size or (number.bit_length() + 7) // 8, "big"))


@functools.lru_cache(maxsize=None)
def spki(key):
    return openssl("pkey", "-in", KEYS / f"{key}.private.pem", "-pubout", "-outform", "DER")


@functools.lru_cache(maxsize=None)
def _jwk(key):
    der = spki(key)
    if key.endswith("ed25519"):
        return {"kty": "OKP", "crv": "Ed25519", "x": b64url(der[-32:])}
    if "-p" in key:
        curve = curve_of(key)
        point = der[-2 * curve.size:]
        x, y = point[:curve.size], point[curve.size:]
        return {"kty": "EC", "crv": f"P-{8 * curve.size}", "x": b64url(x), "y": b64url(y)}
    n, e = rsa_public(key)
    return {"kty": "RSA", "n": b64number(n), "e": b64number(e)}


def jwk(key, **more):
    """The public key of a pair in keys/, with more members."""
    return {**_jwk(key), **more}


def rsa_public(key):
    """n and e, as OpenSSL prints them."""
    text = openssl("rsa", "-in", KEYS / f"{key}.private.pem", "-noout", "-modulus").decode()
    return int(text.strip().removeprefix("Modulus="), 16), 65537


def jwk_text(key, **more):
    return compact(jwk(key, **more))


def jwks_text(*keys):
    return json.dumps({"keys": list(keys)}, separators=(",", ":"))
