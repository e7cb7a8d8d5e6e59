"""verify.json, fourth part: the keys of tokens, as PEM and as JWK (RFC 7517)."""

import base64

from cases_token_kinds import Maker
from cases_verify import refused
from catalogue import secret_of
from parts_token import HS256, KID, PLAIN
from tokens import ALGORITHMS, P256, b64number, header_of, is_shared, jwk, jwk_text, jwks_text, pair_of, rsa_public, spki
from tools import b64url, compact, key_text

PAIRS = {"RS256": "rsa-2048", "ES256": "ec-p256", "ES384": "ec-p384", "EdDSA": "ed25519"}  # RS384 and RS512 read the keys of RS256
IN_FULL = ["RS256", "ES256", "EdDSA"]
# Every encoding of a point of small order on Ed25519: RFC 8032's y of the eight points, and those that are not below the prime.
SMALL_ORDER = [
    "0000000000000000000000000000000000000000000000000000000000000000", "0100000000000000000000000000000000000000000000000000000000000000",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05", "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
]


def cases():
    for algorithm in ALGORITHMS:
        if not is_shared(algorithm):
            yield from pem_keys(algorithm)
            yield from jwks(algorithm)
    for algorithm in PAIRS:
        yield from other_kinds(algorithm)
    for algorithm in IN_FULL:
        yield from uses(algorithm)
        yield from sets(algorithm)
        yield from malformed(algorithm)
    yield from weak()
    yield from shared()


def invalid(make, name, code, keys, attack=13, field="keys[0]", comment="the constructor of the verifier refuses it"):
    keys = [{"text": key} if isinstance(key, str) else key for key in keys]
    return make.case(name, comment, make.token(), attack=attack, keys=keys, **refused(code, field))


# --- PEM -------------------------------------------------------------------------------------

def pem_keys(algorithm):
    make = Maker(PLAIN[algorithm])
    own = pair_of(algorithm)
    others = [f"{key}.public.pem" for key in PAIRS.values() if key != own]
    for file in [*others, "rsa-pss.public.pem", "ec-p521.public.pem", "ec-secp256k1.public.pem", "x25519.public.pem", "ed448.public.pem",
                 "dsa.public.pem"]:
        yield invalid(make, f"key-{file}", "key_algorithm", [{"file": file}], attack=34)
    private = {f"{own}.private.pem": "key_private"}
    if "-p" in own:
        private |= {f"{own}.private.sec1.pem": "key_private", "encrypted.sec1.pem": "key_encrypted"}
    # A command that writes the key of another algorithm as PEM would only lead to the next error.
    in_other_forms = {"certificate.pem": "key_certificate", "request.pem": "key_certificate", "openssh.private.pem": "key_unsupported",
                      "openssh.encrypted.pem": "key_unsupported", "ssh.public.txt": "key_unsupported", "ssh.rfc4716.txt": "key_unsupported",
                      "two-keys.public.pem": "key_malformed"}
    if own != "rsa-2048":
        in_other_forms = {**dict.fromkeys(in_other_forms, "key_algorithm"), "two-keys.public.pem": "key_malformed"}
    for key, files in {"ec-p256": ["certificate.ec-p256.pem", "openssh.ec-p256.private.pem", "ssh.ec-p256.public.txt"],
                       "ed25519": ["certificate.ed25519.pem", "openssh.ed25519.private.pem", "ssh.ed25519.public.txt",
                                   "ssh.rfc4716.ed25519.txt"]}.items():
        codes = {file: "key_certificate" if "certificate" in file else "key_unsupported" for file in files}
        in_other_forms |= codes if key == own else dict.fromkeys(files, "key_algorithm")
    for file, code in {**private, "encrypted.pkcs8.pem": "key_encrypted", "empty.pem": "key_empty", **in_other_forms}.items():
        yield invalid(make, f"key-{file}", code, [{"file": file}])
    if algorithm.startswith("RS"):
        for file, code in {"rsa-1024.public.pem": "key_too_short", "rsa-2047.public.pem": "key_too_short", "rsa-e1.public.pem": "key_weak"}.items():
            yield invalid(make, f"key-{file}", code, [{"file": file}])
    if algorithm == "ES256":
        yield invalid(make, "key-ec-p256-off-curve.public.pem", "key_malformed", [{"file": "ec-p256-off-curve.public.pem"}], attack=36)
    yield invalid(make, "key-second", "key_algorithm", [{"file": f"{own}.public.pem"}, {"file": "rsa-pss.public.pem"}], attack=34,
                  field="keys[1]", comment="the error names the key")
    yield invalid(make, "key-secret", "key_malformed", [secret_of(HS256)])
    pem = key_text(f"{own}.public.pem")
    for name, text in {"stripped": pem.strip(), "crlf": pem.replace("\n", "\r\n"), "comment": "# our key\n" + pem,
                       "one-line": pem.replace("\n", " ")}.items():
        yield make.case(f"key-{name}", "the key in this form verifies", make.token(), keys=[{"text": text}], **make.good)


# --- JWK -------------------------------------------------------------------------------------

def jwks(algorithm):
    """A public JWK and a set with every key verify as the PEM does."""
    make = Maker(PLAIN[algorithm])
    own = pair_of(algorithm)
    yield make.case("jwk", "a public JWK", make.token(), keys=[{"file": f"{own}.jwk.json"}], **make.good)
    yield make.case("jwk-alg", "the JWK names its algorithm", make.token(), keys=[{"text": jwk_text(own, alg=algorithm, use="sig")}], **make.good)
    yield make.case("jwks", "keys of a set that the algorithm cannot use are skipped", make.token(), keys=[{"file": "public.jwks.json"}], **make.good)
    other = "RS512" if algorithm == "RS256" else "RS256"
    yield invalid(make, "jwk-alg-other", "key_use", [jwk_text(own, alg=other)], attack=14)


def uses(algorithm):
    """Row 14: what the JWK says about its use. RFC 7517, sections 4.2 to 4.4."""
    make = Maker(PLAIN[algorithm])
    own, token = PAIRS[algorithm], make.token()
    for name, more in {"use": {"use": "sig"}, "key-ops": {"key_ops": ["verify"]}, "both": {"use": "sig", "key_ops": ["verify"], "alg": algorithm},
                       "kid": {"kid": "2026-11"}, "others": {"x5t": "AAAA", "nbf": 0, "ext": True}}.items():
        yield make.case(f"jwk-{name}", "the JWK allows verifying", token, keys=[{"text": jwk_text(own, **more)}], **make.good)
    forbidden = {"use-enc": {"use": "enc"}, "use-other": {"use": "SIG"}, "key-ops-sign": {"key_ops": ["sign"]}, "key-ops-none": {"key_ops": []},
                 "key-ops-others": {"key_ops": ["encrypt", "wrapKey"]}, "use-and-ops": {"use": "sig", "key_ops": ["sign"]},
                 "alg-lower-case": {"alg": algorithm.lower()}, "alg-none": {"alg": "none"}, "alg-hs256": {"alg": "HS256"}}
    for name, more in {**forbidden, **({"alg-pss": {"alg": "PS256"}, "alg-encryption": {"alg": "RSA-OAEP"}} if algorithm == "RS256" else {})}.items():
        yield invalid(make, f"jwk-{name}", "key_use", [jwk_text(own, **more)], attack=14)
    private = "d" if algorithm != "RS256" else "p"
    yield invalid(make, "jwk-private", "key_private", [jwk_text(own, d="AAAA")])
    yield invalid(make, f"jwk-private-{private}", "key_private", [jwk_text(own, **{private: b64url(b"\1" * 32)})])


def other_kinds(algorithm):
    """JWKs of every other kind."""
    make = Maker(PLAIN[algorithm])
    found = {f"of-{key}": jwk_text(key) for key in PAIRS.values() if key != PAIRS[algorithm]}
    point = {"x": b64url(b"\1" * 66), "y": b64url(b"\2" * 66)}
    koblitz = spki("ec-secp256k1")[-64:]
    found |= {
        "p521": compact({"kty": "EC", "crv": "P-521", **point}),
        "secp256k1": compact({"kty": "EC", "crv": "secp256k1", "x": b64url(koblitz[:32]), "y": b64url(koblitz[32:])}),
        "x25519": compact({"kty": "OKP", "crv": "X25519", "x": b64url(spki("x25519")[-32:])}),
        "ed448": compact({"kty": "OKP", "crv": "Ed448", "x": b64url(b"\1" * 57)}),
        "oct": compact({"kty": "oct", "k": b64url(b"0123456789abcdef0123456789abcdef")}), "unknown": '{"kty":"AKP","pub":"AAAA"}',
    }
    for name, key in found.items():
        yield invalid(make, f"jwk-{name}", "key_algorithm", [key], attack=34)


def sets(algorithm):
    """The keys of a set: by kid where token and keys have one, all of them otherwise."""
    make = Maker(PLAIN[algorithm])
    own, other = PAIRS[algorithm], pair_of(algorithm, other=True)
    new, old = jwk(other, kid="new", use="sig"), jwk(own, kid="old", use="sig")
    unusable = [jwk(own, kid="enc", use="enc"), {"kty": "oct", "k": "AAAA", "kid": "oct"}, {"kty": "AKP", "kid": "later", "pub": "AAAA"}]
    foreign = [jwk(key, kid="foreign") for key in PAIRS.values() if key != own]

    def verify(name, comment, token, *keys, **expected):
        attack = 5 if "error" in expected else None
        return make.case(f"jwks-{name}", comment, token, attack=attack, keys=[{"text": key} if isinstance(key, str) else key for key in keys], **expected)

    def with_kid(kid):
        return make.token(header=header_of(make.algorithm, kid))

    key_unknown, mismatch = refused("key_unknown", "kid"), refused("signature_mismatch", make.name)
    both = jwks_text(*unusable, new, *foreign, old)
    yield verify("kid", "the key of that name", with_kid("old"), both, **make.good)
    yield verify("kid-none", "a token without a kid is tried with every key", make.token(), both, **make.good)
    yield verify("kid-wrong", "only the key of that name is tried", with_kid("new"), both, **mismatch)
    for kid in ["enc", "oct", "foreign", "later", "2025", "../old"]:
        yield verify(f"kid-{kid.strip('./')}{'-path' if '/' in kid else ''}", "no usable key has this name", with_kid(kid), both, **key_unknown)
    plain = jwks_text(jwk(other), jwk(own))
    yield verify("unnamed", "keys without names: the kid is ignored", with_kid("2026"), plain, **make.good)
    yield verify("spaces", "white space around the set", make.token(), f" \r\n{both}\n", **make.good)
    second = {"verified": {**make.good["verified"], "key": 1}}
    yield verify("second", "a set is one key of the list", make.token(), {"file": f"{other}.public.pem"}, both, **second)
    yield verify("second-kid", "names of the list and of the set", with_kid("old"), {"file": f"{other}.public.pem", "kid": "first"}, both, **second)
    yield verify("unused", "the set has no key that verified", make.token(), jwks_text(new), {"file": f"{own}.public.pem"}, **second)
    yield verify("members", "RFC 7517, section 5: further members are ignored", make.token(), both[:-1] + ',"next":"/keys"}', **make.good)
    same_name = jwks_text(jwk(own, kid="one"), *(jwk(key, kid="one") for key in PAIRS.values() if key != own))
    yield verify("kid-of-kinds", "RFC 7517, section 4.5: keys of other kinds may have the same kid", with_kid("one"), same_name, **make.good)
    yield verify("kid-of-caller", "a set has the names of its keys", make.token(), {"text": both, "kid": "old"}, **refused("kid_invalid", "keys[0]"))
    yield verify("kid-twice", "two keys with one kid", make.token(), jwks_text(jwk(own, kid="one"), jwk(other, kid="one")),
                 **refused("kid_invalid", "keys[0]"))
    yield verify("kid-twice-list", "two keys with one kid", make.token(), {"file": f"{other}.public.pem", "kid": "old"}, both,
                 **refused("kid_invalid", "keys[1]"))
    many = [jwk(own, kid=str(number)) for number in range(17)]
    yield verify("sixteen", "sixteen keys are the maximum", with_kid("15"), jwks_text(*many[:16]), **make.good)
    yield verify("seventeen", "sixteen keys are the maximum", with_kid("15"), jwks_text(*many), **refused("key_count", "keys[0]"))
    # One JWK alone.
    named = jwk_text(own, kid="old")
    yield verify("one-kid", "the JWK's own kid counts", with_kid("old"), named, **make.good)
    yield verify("one-kid-other", "the JWK's own kid counts", with_kid("new"), named, **key_unknown)
    yield verify("one-kid-caller", "the caller's kid counts before the JWK's own", with_kid("2026"), {"text": named, "kid": "2026"}, **make.good)
    yield verify("one-kid-caller-other", "the caller's kid counts before the JWK's own", with_kid("old"), {"text": named, "kid": "2026"}, **key_unknown)
    for name, kid in [("empty", ""), ("too-long", "k" * 257), ("nul", "a\0")]:
        yield verify(f"one-kid-{name}", "a kid is text of 1 to 256 bytes without control characters", make.token(), jwk_text(own, kid=kid),
                     **refused("kid_invalid", "keys[0]"))
    for name, keys, code in [("unusable", [*unusable, *foreign], "key_algorithm"), ("foreign", foreign, "key_algorithm"),
                             ("use", unusable[:1], "key_use"), ("empty", [], "key_empty")]:
        yield verify(f"none-{name}", "no key of the set can be used", make.token(), jwks_text(*keys), **refused(code, "keys[0]"))
    private = jwk(own, kid="old", d=b64url(b"\1" * 32))
    yield verify("private", "a private key among the public ones", make.token(), jwks_text(new, private), **refused("key_private", "keys[0]"))


def malformed(algorithm):
    """RFC 7518, sections 6.2.1 and 6.3.1, and RFC 8037, section 2."""
    make = Maker(PLAIN[algorithm])
    good = jwk(PAIRS[algorithm])
    text = compact(good)
    numbers = [name for name in good if name not in ("kty", "crv")]
    broken = {
        "empty": "{}", "cut": text[:-1], "two": text * 2, "list": f"[{text}]", "no-kty": compact({k: v for k, v in good.items() if k != "kty"}),
        "twice": text[:-1] + f',"{numbers[0]}":"{good[numbers[0]]}"}}', "twice-escaped": text[:-1] + ',"k\\u0074y":"oct"}',
        "kty-case": compact({**good, "kty": good["kty"].lower() if good["kty"] != "OKP" else "okp"}),
        "keys-text": '{"keys":"none"}', "set-of-texts": '{"keys":["a"]}', "kid-number": compact({**good, "kid": 5}),
    }
    for name in numbers:
        value = good[name]
        broken |= {
            f"{name}-absent": compact({k: v for k, v in good.items() if k != name}), f"{name}-number": compact({**good, name: 5}),
            f"{name}-empty": compact({**good, name: ""}), f"{name}-padded": compact({**good, name: value + "="}),
            f"{name}-standard": compact({**good, name: "+/" + value[2:]}),
        }
        if algorithm != "RS256":
            broken |= {f"{name}-short": compact({**good, name: value[:-4]}), f"{name}-long": compact({**good, name: "AAAA" + value})}
    if "y" in good:
        # RFC 7518, section 6.2.1.2: each coordinate is as long as the curve.
        point = b64decode(good["x"]) + b64decode(good["y"])
        broken |= {"x-shifted": compact({**good, "x": b64url(point[:31]), "y": b64url(point[31:])})}
    if algorithm == "EdDSA":
        broken |= {"x-der": compact({**good, "x": b64url(spki("ed25519"))})}
    codes = {"kty-case": "key_algorithm", "n-empty": "key_too_short"}
    for name, key in broken.items():
        yield invalid(make, f"jwk-{name}", codes.get(name, "key_malformed"), [key])


def b64decode(text):
    return base64.urlsafe_b64decode(text + "==")


def weak():
    """Rows 13 and 36: keys with which a signature proves nothing."""
    make = Maker(PLAIN["EdDSA"])
    for index, text in enumerate(SMALL_ORDER):
        for sign in [0, 0x80]:
            point = bytes.fromhex(text)
            point = point[:31] + bytes([point[31] | sign])
            yield invalid(make, f"jwk-small-order-{index}{'-sign' if sign else ''}", "key_weak",
                          [compact({"kty": "OKP", "crv": "Ed25519", "x": b64url(point)})], attack=36)
    yield invalid(make, "key-ed25519-small-order.public.pem", "key_weak", [{"file": "ed25519-small-order.public.pem"}], attack=36)
    make = Maker(PLAIN["ES256"])
    good = jwk("ec-p256")
    size = P256.size
    for name, x, y in [("off-curve", good["x"], b64url(b"\1" * size)), ("zero", b64number(0, size), b64number(0, size)),
                       ("swapped", good["y"], good["x"]), ("prime", b64number(P256.p, size), good["y"])]:
        yield invalid(make, f"jwk-{name}", "key_malformed", [compact({**good, "x": x, "y": y})], attack=36)
    make = Maker(PLAIN["RS256"])
    n, _ = rsa_public("rsa-2048")
    short, _ = rsa_public("rsa-1024")
    for name, code, modulus, exponent in [("e-1", "key_weak", n, 1), ("1024", "key_too_short", short, 65537)]:
        yield invalid(make, f"jwk-{name}", code, [compact({"kty": "RSA", "n": b64number(modulus), "e": b64number(exponent)})])


def shared():
    """Row 35: what is no shared secret."""
    make = Maker(HS256)
    oct_key = compact({"kty": "oct", "k": b64url(b"0123456789abcdef0123456789abcdef"), "alg": "HS256"})
    for name, key in {"jwk-oct": oct_key, "jwk-set": f'{{"keys":[{oct_key}]}}', "jwk-spaces": f"\n {oct_key} \n", "jwk-public": jwk_text("rsa-2048"),
                      "jwks-public": jwks_text(jwk("ec-p256"))}.items():
        yield invalid(make, f"key-{name}", "secret_is_jwk", [key], attack=35)
    for file in ["rsa-2048.public.pem", "ec-p256.public.pem", "ed25519.public.pem", "rsa-2048.private.pem", "certificate.pem"]:
        yield invalid(make, f"key-{file}", "secret_is_pem", [{"file": file}], attack=35)
    for name, text, code in [("empty", "", "secret_empty"), ("blank", " \n", "secret_empty"), ("bom", "\ufeff" + secret_of(HS256), "secret_encoding")]:
        yield invalid(make, f"key-{name}", code, [text], attack=35)
    yield invalid(make, "key-second-empty", "secret_empty", [secret_of(HS256), ""], attack=35, field="keys[1]")
    make = Maker(KID)
    yield make.case("jwk-kid", "the scheme's kid and the JWK's own", make.token(), keys=[{"text": jwk_text("ed25519", kid="2026-11")}], **make.good)
    yield make.case("jwk-kid-other", "the JWK has another name than the scheme's kid", make.token(), attack=5,
                    keys=[{"text": jwk_text("ed25519", kid="2025")}], **refused("key_unknown", "kid"))
