"""verify.json, third part: tokens of every algorithm, made by hand. Each is good but for what the case tests."""

import base64
import hashlib

from cases_verify import case, refused, verified_visitor
from catalogue import TYPED, at_length, is_representative, key_of, of_kind, only, other_key, read, secret_of, settings_of, visitor_of
from parts_token import EDDSA, ES256, ES384, HS256, PLAIN
from scheme_file import join
from tokens import (ALGORITHMS, ED25519_ORDER, curve_of, der_signature, hash_of_algorithm, header_of, is_shared, jwk, pair_of, raw,
                    sign_text, signature)
from tools import NOW, as_bytes, b64url, compact, hmac_of, key_text, rsa_sign, signing_input

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
IN_FULL = ["HS256", "ES256", "EdDSA"]  # one of each kind, beside Orlo's RS256; the other algorithms have the short set


class Maker:
    """Makes tokens for one scheme, and cases with them."""

    def __init__(self, scheme, visitor=None, settings=None, prefix=""):
        self.scheme = scheme = read(scheme)
        self.visitor = visitor or only(scheme, visitor_of(scheme))
        self.settings = settings_of(scheme) if settings is None else settings
        self.algorithm, self.name, self.prefix = scheme.algorithm, scheme.signature_name, prefix
        self.own_key = scheme.key(secret_of(scheme)) if scheme.is_shared else pair_of(self.algorithm)
        self.values = scheme.values(self.visitor, self.settings)
        self.claims = scheme.claims.fill(self.values, scheme.own_attributes)
        self.header = scheme.header(self.values)
        self.good = verified_visitor(scheme, self.visitor, settings=self.settings)

    def text(self, payload=None, header=None):
        return signing_input(self.claims if payload is None else payload, self.header if header is None else header)

    def token(self, payload=None, header=None, key=None, algorithm=None):
        return sign_text(algorithm or self.algorithm, key or self.own_key, self.text(payload, header))

    def with_alg(self, alg, **more):
        """The header with another `alg`."""
        kid = None if self.scheme.kid is None else join(self.scheme.kid, self.values, None)
        return header_of(alg, kid, **more)

    def body(self, token):
        values = {**self.values, "signature": token}
        return self.scheme.fields.fill(values, self.scheme.own_attributes)

    def case(self, name, comment, token=None, *, body=None, settings=None, **more):
        settings = self.settings if settings is None else settings
        made = case("part", comment, self.scheme, body or self.body(token), settings=settings, **more)
        return {**made, "id": f"{self.prefix}{self.scheme.name}-{name}"}

    def changed(self, path, value):
        return changed(self.claims, path, value)


def cases():
    for scheme in filter(is_representative, of_kind(is_token=True)):
        if not at_length(scheme):
            yield from vendor(Maker(scheme))
    for name in ALGORITHMS:
        make = Maker(PLAIN[name])
        yield make.case("good", "a token as the scheme makes it", make.token(), **make.good)
        yield make.case("other-key", "the signature of another key", make.token(key=other_of(make)), attack=11,
                        **refused("signature_mismatch", make.name))
        yield from algorithms(make)
        yield from signatures(make)
        if name in IN_FULL:
            yield from headers(make)
            yield from kids(make)
            yield from payloads(make)
            yield from times(make)
            yield from encodings(make)
            yield from sizes(make)
    yield from ecdsa()
    yield from ed25519()


def changed(claims, path, value):
    """Claims with another value at a path; ... removes the claim."""
    first, *rest = path.split(".", 1)
    value = changed(claims.get(first, {}), rest[0], value) if rest else value
    return {name: of for name, of in {**claims, first: value}.items() if of is not ...}


def other_of(make):
    """A key that the verifier does not have."""
    return make.scheme.key(secret_of(make.scheme, "new")) if make.scheme.is_shared else pair_of(make.algorithm, other=True)


# --- A vendor's scheme -----------------------------------------------------------------------

def vendor(make):
    """What every scheme with tokens must refuse. The constants, times and settings are the file's own."""
    scheme = make.scheme
    yield make.case("alg-none", "unsigned", f"{make.text(header=make.with_alg('none'))}.", attack=1, **refused("algorithm_refused", "alg"))
    other = next(name for name in ALGORITHMS if is_shared(name) == scheme.is_shared and name != scheme.algorithm)
    key = make.own_key if scheme.is_shared else pair_of(other)
    yield make.case("alg-other", "another algorithm with a good signature", make.token(header=make.with_alg(other), algorithm=other, key=key),
                    attack=3, **refused("algorithm_refused", "alg"))
    yield from claims_of_scheme(make)
    yield from ends_of_scheme(make)
    if scheme.kid is not None:
        yield from kid_of_scheme(make)
    accent = {**make.visitor, **{word: value for word, value in {"name": "Ren\u00e9", "id": "ren\u00e9"}.items() if word in make.visitor}}
    if accent != make.visitor:
        of = Maker(scheme, accent, make.settings)
        yield of.case("non-ascii", "UTF-8 in claims", of.token(), **of.good)


def constants_of(scheme, table=None, before=""):
    """The path and value of each constant that stands in every token."""
    for name, part in (table or scheme.claims).members.items():
        if hasattr(part, "members"):
            if part.is_constant():
                yield from constants_of(scheme, part, f"{before}{name}.")
        elif not isinstance(part, list) and not hasattr(part, "condition"):
            yield f"{before}{name}", part


def texts_of(scheme):
    """The path and pieces of each claim with settings and nothing else."""
    for name, part in scheme.claims.members.items():
        if isinstance(part, list) and all(isinstance(piece, str) or piece.setting for piece in part):
            yield name, part


def claims_of_scheme(make):
    """Constants, settings and required claims: absent, and with another value."""
    scheme = make.scheme
    stated = {**dict(constants_of(scheme)), **{path: join(part, make.values, None) for path, part in texts_of(scheme)}}
    for path, value in stated.items():
        if value is None:
            continue
        yield make.case(f"claim-{path}-absent", "a good signature, but the claim is absent", make.token(make.changed(path, ...)), attack=9,
                        **refused("claim_missing", path))
        if isinstance(value, str):
            yield make.case(f"claim-{path}-other", "a good signature over another value", make.token(make.changed(path, "another")), attack=9,
                            **refused("claim_value", path))
            if path == "aud":
                yield make.case("aud-list", "RFC 7519, section 4.1.3: a list that names the audience",
                                make.token(make.changed(path, ["another", value])), **make.good)
    of_visitor = {path: one for path, one in scheme.claims.placeholders() if one.is_of_visitor}
    for path in scheme.section.get("required", []):
        if path in of_visitor:
            empty = "claim_type" if set(of_visitor[path].filters) & set(TYPED) - {"address"} else "claim_value"
            yield make.case(f"claim-{path}-absent", "a good signature, but the claim is absent", make.token(make.changed(path, ...)), attack=9,
                            **refused("claim_missing", path))
            yield make.case(f"claim-{path}-empty", "a good signature over an empty claim", make.token(make.changed(path, "")), attack=9,
                            **refused(empty, path))


def ends_of_scheme(make):
    """The times that the file states, to the second."""
    scheme = make.scheme
    claims = scheme.claims.members
    lifetime, maximum, age = scheme.lifetime(make.settings), scheme.maximum(), scheme.section.get("max_age")
    if is_time(claims.get("exp"), "expires") and lifetime is not None:
        yield make.case("exp-last-second", "a second before it expires", make.token(), now=make.claims["exp"] - 1, **make.good)
        yield make.case("exp-over", "the second at which it expires", make.token(), attack=8, now=make.claims["exp"],
                        **refused("token_expired", "exp"))
        if not isinstance(scheme.section["lifetime"], str):
            yield make.case("exp-absent", "the scheme has a lifetime", make.token(make.changed("exp", ...)), attack=8,
                            **refused("claim_missing", "exp"))
    if is_time(claims.get("exp"), "expires") and maximum is not None:
        longest = make.token({**make.claims, "exp": NOW + maximum})
        yield make.case("exp-longest", "the vendor's maximum", longest, **make.good)
        yield make.case("exp-too-long", "a second more than the vendor's maximum", make.token({**make.claims, "exp": NOW + maximum + 1}), attack=8,
                        **refused("claim_value", "exp"))
    if is_time(claims.get("iat"), "now") and age is not None:
        exp = {"exp": NOW + age + 10} if "exp" in make.claims else {}
        old = make.token({**make.claims, **exp})
        yield make.case("iat-oldest", "as old as the scheme allows", old, now=NOW + age - 1, **make.good)
        yield make.case("iat-too-old", "a second older", old, attack=8, now=NOW + age, **refused("token_expired", "iat"))


def is_time(part, name):
    return isinstance(part, list) and len(part) == 1 and not isinstance(part[0], str) and part[0].name == name


def kid_of_scheme(make):
    """The scheme demands a kid."""
    kid = join(make.scheme.kid, make.values, None)
    key = key_of(make.scheme)
    refusal = refused("header_refused", "kid")
    yield make.case("kid-absent", "the scheme demands a kid", make.token(header=header_of(make.algorithm)), attack=5, **refusal)
    yield make.case("kid-other", "another kid than the scheme's", make.token(header=header_of(make.algorithm, "another")), attack=5, **refusal)
    yield make.case("kid-of-key", "the key of that name", make.token(), keys=[{**key, "kid": kid}], **make.good)
    yield make.case("kid-of-other-key", "none of the keys has this name", make.token(), attack=5, keys=[{**key, "kid": "another"}],
                    **refused("key_unknown", "kid"))


# --- Algorithms ------------------------------------------------------------------------------

def algorithms(make):
    refusal = refused("algorithm_refused", "alg")
    mismatch = refused("signature_mismatch", make.name)
    for alg in ["none", "None", "NONE"]:
        text = make.text(header=make.with_alg(alg))
        yield make.case(f"alg-{alg}", "unsigned", f"{text}.", attack=1, **refusal)
        yield make.case(f"alg-{alg}-signed", "`alg` says unsigned, but the token is signed", sign_text(make.algorithm, make.own_key, text),
                        attack=1, **refusal)
    for name, alg in [("lower-case", make.algorithm.lower()), ("space", f"{make.algorithm} "), ("null", None), ("list", [make.algorithm])]:
        yield make.case(f"alg-{name}", "alg is the scheme's and nothing else", make.token(header=make.with_alg(alg)), attack=3, **refusal)
    yield make.case("alg-absent", "alg is the scheme's and nothing else", make.token(header='{"typ":"JWT"}'), attack=1, **refusal)
    for other in [name for name in ALGORITHMS if name != make.algorithm]:
        key = as_bytes(secret_of(HS256)) if is_shared(other) else pair_of(other)
        key = make.own_key if is_shared(other) and make.scheme.is_shared else key
        row = 35 if is_shared(other) == make.scheme.is_shared and is_shared(other) else 2 if is_shared(other) else 3
        yield make.case(f"alg-{other.lower()}", "another algorithm with a good signature", make.token(header=make.with_alg(other), algorithm=other,
                        key=key), attack=row, **refusal)
        yield make.case(f"signed-{other.lower()}", "the signature of another algorithm under the scheme's `alg`",
                        make.token(algorithm=other, key=key), attack=row, **mismatch)
    yield make.case("ps256", "another algorithm with a good signature", key_text("ps256.token.txt"), attack=3, **refusal)
    if not make.scheme.is_shared:
        yield from with_public_key(make, refusal, mismatch)
    empty = make.text() + "."
    yield make.case("empty-signature", "no key makes an empty signature", empty, attack=1, **mismatch)


def with_public_key(make, refusal, mismatch):
    """The public key as the secret of an HMAC, however it is written."""
    pair = pair_of(make.algorithm)
    pem = key_text(f"{pair}.public.pem")
    in_full = make.algorithm in IN_FULL
    spellings = {"pem": pem, "stripped": pem.strip(), "crlf": pem.replace("\n", "\r\n"), "bom": "\ufeff" + pem, "comment": "# our key\n" + pem,
                 "jwk": compact(jwk(pair))}
    for name, text in spellings.items() if in_full else [("pem", pem)]:
        forged = make.token(header=make.with_alg("HS256"), algorithm="HS256", key=as_bytes(text))
        yield make.case(f"hs256-{name}", "the public key as the secret of an HMAC", forged, attack=2, keys=[{"text": text}], **refusal)
        yield make.case(f"hs256-{name}-plain-key", "another spelling of the public key as the secret of an HMAC", forged, attack=2, **refusal)
        yield make.case(f"hmac-{name}", "`alg` is the scheme's, but the signature is an HMAC with the public key",
                        make.token(algorithm="HS256", key=as_bytes(text)), attack=2, **mismatch)
    der = base64.b64decode("".join(pem.split("-----")[2].split()))
    yield make.case("hs256-der", "the public key as the secret of an HMAC", make.token(header=make.with_alg("HS256"), algorithm="HS256", key=der),
                    attack=2, **refusal)


# --- Headers and kids ------------------------------------------------------------------------

def headers(make):
    forged = jwk("other-2048") if make.scheme.is_shared else jwk(pair_of(make.algorithm, other=True))
    members = {
        "crit-unknown": {"crit": ["exp"]}, "crit-empty": {"crit": []}, "crit-text": {"crit": "exp"},
        "crit-b64": {"crit": ["b64"], "b64": False}, "b64": {"b64": False}, "zip": {"zip": "DEF"}, "jwk": {"jwk": forged},
        "jku": {"jku": "https://example.com/keys.json"}, "x5u": {"x5u": "https://example.com/key.pem"}, "x5c": {"x5c": []},
        "cty": {"cty": "JWT"}, "proto": {"__proto__": {"alg": "none"}},
    }
    for name, more in members.items():
        yield make.case(f"header-{name}", "a header holds alg, typ and kid and nothing else", make.token(header=make.with_alg(make.algorithm, **more)),
                        attack=4, **refused("header_refused", next(iter(more))))
    if not make.scheme.is_shared:
        header = make.with_alg(make.algorithm, jwk=forged)
        yield make.case("header-jwk-forged", "signed with the key in the header", make.token(header=header, key=other_of(make)), attack=4,
                        **refused("header_refused", "jwk"))
    malformed = refused("token_malformed", make.name)
    for name, header in [("twice", f'{{"alg":"{make.algorithm}","alg":"{make.algorithm}"}}'),
                         ("twice-escaped", f'{{"alg":"{make.algorithm}","\\u0061lg":"none"}}')]:
        yield make.case(f"header-{name}", "each member once", make.token(header=header), attack=6, **malformed)
    for name, header in {"list": "[]", "null": "null", "cut": make.header[:-1], "two": make.header * 2}.items():
        yield make.case(f"header-{name}", "the header is one JSON object", make.token(header=header), attack=7, **malformed)
    yield make.case("typ-other", "`typ`, if present, must be JWT", make.token(header=compact({"alg": make.algorithm, "typ": "at+jwt"})), attack=4,
                    **refused("header_refused", "typ"))
    yield make.case("typ-absent", "`typ` is optional", make.token(header=compact({"alg": make.algorithm})), **make.good)


def kids(make):
    own, other = key_of(make.scheme), other_key(make.scheme)
    keys = [{**own, "kid": "2026-11"}, {**other, "kid": "2026-05"}]

    def with_kid(kid, key=None):
        return make.token(header=compact({"typ": "JWT", "alg": make.algorithm, "kid": kid}), key=key)

    yield make.case("kid-first", "the key of that name", with_kid("2026-11"), keys=keys, **make.good)
    second = verified_visitor(make.scheme, make.visitor, 1, make.settings)
    yield make.case("kid-second", "the key of that name", with_kid("2026-05", other_of(make)), keys=keys, **second)
    yield make.case("kid-wrong", "only the key of that name is tried", with_kid("2026-05"), attack=5, keys=keys,
                    **refused("signature_mismatch", make.name))
    yield make.case("kid-none-second", "a token without a kid is tried with every key", make.token(key=other_of(make)), keys=keys, **second)
    yield make.case("kid-keys-without", "the keys have no names, so the name in the token is ignored", with_kid("2026-11"), **make.good)
    for name, kid in [("other", "2025"), ("path", "../../dev/null"), ("sql", "' UNION SELECT 'x")]:
        yield make.case(f"kid-unknown-{name}", "none of the keys has this name", with_kid(kid), attack=5, keys=keys,
                        **refused("key_unknown", "kid"))
    for name, kid in [("nul", "2026-11\0"), ("empty", ""), ("too-long", "k" * 257), ("number", 1), ("null", None), ("list", ["2026-11"])]:
        yield make.case(f"kid-{name}", "a kid is text of 1 to 256 bytes without control characters", with_kid(kid), attack=5, keys=keys,
                        **refused("header_refused", "kid"))
    yield make.case("kid-shared", "two keys with one kid: the constructor of the verifier refuses it", make.token(), attack=5,
                    keys=[keys[0], {**other, "kid": "2026-11"}], **refused("kid_invalid", "keys[1]"))


# --- Payloads, times, encodings, sizes -----------------------------------------------------------

def payloads(make):
    good = compact(make.claims)
    deep = good[:-1] + ',"a":' + "[" * 3000 + "]" * 3000 + "}"
    for name, attack, payload in [
        ("array", 7, f"[{good}]"), ("text", 7, '"user-123"'), ("null", 7, "null"), ("empty", 7, ""), ("not-json", 7, "sub=user-123"),
        ("cut", 7, good[:-1]), ("two", 7, good * 2), ("utf8", 7, b'{"sub":"\xff"}'), ("surrogate", 19, '{"sub":"\\ud800"}'),
        ("bom", 7, "\ufeff" + good), ("deep", 7, deep), ("twice", 6, good[:-1] + ',"sub":"user-123"}'),
        ("twice-escaped", 6, good[:-1] + ',"s\\u0075b":"mallory"}'), ("twice-exp", 6, good[:-1] + ',"exp":9999999999}'),
    ]:
        yield make.case(f"payload-{name}", "the payload is one JSON object with each member once", make.token(payload), attack=attack,
                        max_token=65536, **refused("token_malformed", make.name))
    for name, value, code in [("number", 5, None), ("fraction", 1.5, "claim_type"), ("list", ["user-123"], "claim_type"), ("empty", "", "claim_value"),
                              ("null", None, "claim_missing"), ("nul", "user-123\0", "claim_value"), ("bool", True, "claim_type")]:
        expected = refused(code, "sub") if code else verified_visitor(make.scheme, {**make.visitor, "id": str(value)}, settings=make.settings)
        yield make.case(f"sub-{name}", "an id is text, or a whole number", make.token({**make.claims, "sub": value}), attack=9, **expected)
    yield make.case("email-object", "a claim of another type", make.token({**make.claims, "email": {}}), attack=9, **refused("claim_type", "email"))
    yield make.case("audience", "the scheme has no aud", make.token({**make.claims, "aud": "another"}), attack=9, **refused("claim_value", "aud"))
    registered = {"iss": "https://example.com", "iat": NOW, "nbf": NOW}
    yield make.case("registered", "claims of RFC 7519 that the scheme does not use", make.token({**make.claims, **registered}), **make.good)
    with_id = {"verified": {**make.good["verified"], "token_id": "t-1"}}
    yield make.case("token-id", "the verifier hands out the jti", make.token({**make.claims, "jti": "t-1"}), **with_id)


def times(make):
    for claim, leeway in [(claim, leeway) for claim in ["exp", "nbf", "iat"] for leeway in [0, 60]]:
        for offset in [-1, 0, 1]:
            moment = NOW + leeway + offset if claim == "exp" else NOW - leeway + offset
            good = offset < 0 if claim == "exp" else offset >= 0
            code = "token_expired" if claim == "exp" else "token_not_yet_valid"
            yield make.case(f"{claim}-leeway-{leeway}-at{offset:+d}", "to the second, RFC 7519, section 4.1", make.token({**make.claims, claim: NOW}),
                            attack=8, leeway=leeway, now=moment, **(make.good if good else refused(code, claim)))
    for claim in ["exp", "nbf", "iat"]:
        for name, text, code in [("string", f'"{NOW + 60}"', "claim_type"), ("null", "null", "claim_type"), ("negative", "-1", "claim_value"),
                                 ("1e300", "1e300", "claim_value"), ("milliseconds", str(NOW * 1000), "claim_value")]:
            others = {name: value for name, value in make.claims.items() if name != claim}
            yield make.case(f"{claim}-{name}", "not a Unix time in seconds before the year 10000",
                            make.token(f'{compact(others)[:-1]},"{claim}":{text}}}'), attack=8, **refused(code, claim))
    without = {name: value for name, value in make.claims.items() if name != "exp"}
    yield make.case("exp-absent", "the scheme has a lifetime, so every token ends", make.token(without), attack=8, **refused("claim_missing", "exp"))
    expired = make.token({**make.claims, "exp": NOW})
    yield make.case("observe-expired", "an expired token counts as a wrong signature", expired, policy="observe",
                    anonymous={"unsigned": {}, "refusal": "token_expired"})


def encodings(make):
    """base64url after RFC 7515, section 2."""
    token = make.token()
    text, signed = token.rsplit(".", 1)
    header, payload = text.split(".")
    unused = len(signed) % 4 in (2, 3)
    changed = signed[:-1] + ALPHABET[ALPHABET.index(signed[-1]) | 1] if unused else None
    parts = {
        "padded": f"{text}.{signed}{'=' * (-len(signed) % 4) or '='}", "newline": f"{token}\n", "space": f"{token} ", "nul": f"{token}\0",
        "plus": f"{text}.+{signed[1:]}", "slash": f"{text}./{signed[1:]}", "percent": f"{token}%3D", "comma": f"{token},",
        "leading-space": f" {token}", "four-parts": f"{token}.{signed}", "two-parts": text, "quoted": f'"{token}"', "bearer": f"Bearer {token}",
        **({"unused-bits": f"{text}.{changed}"} if changed and changed != signed else {}),
    }
    for name, of in parts.items():
        yield make.case(f"base64-{name}", "three parts of base64url without padding, and nothing else", of, attack=10,
                        **refused("token_malformed", make.name))
    for name, of in [("payload-padded", f"{header}.{payload}="), ("payload-newline", f"{header}.{payload[:8]}\n{payload[8:]}")]:
        yield make.case(f"base64-{name}", "each text is signed unchanged", sign_text(make.algorithm, make.own_key, of), attack=10,
                        **refused("token_malformed", make.name))


def sizes(make):
    large = make.token({**make.claims, "a": "x" * 6200})
    yield make.case("size", "8192 bytes are the default maximum", large, attack=12, **refused("token_too_large", make.name))
    yield make.case("size-raised", "the caller sets another maximum", large, attack=12, max_token=16384, **make.good)


# --- Signatures ------------------------------------------------------------------------------

def signatures(make):
    text = make.text()
    good = signature(make.algorithm, make.own_key, text.encode())
    mismatch = refused("signature_mismatch", make.name)
    size = len(good)
    for name, changed in {
        "truncated": good[:-1], "half": good[:size // 2], "extended": good + b"\0", "leading-zero": b"\0" + good, "zero": bytes(size),
        "ones": b"\xff" * size, "flipped": bytes([good[0] ^ 1]) + good[1:], "reversed": good[::-1], "twice": good * 2, "one-byte": b"\0",
    }.items():
        yield make.case(f"signature-{name}", "not the signature of this token", f"{text}.{b64url(changed)}", attack=11, **mismatch)
    other = make.text({**make.claims, "sub": "user-124"})
    yield make.case("signature-other-payload", "the signature of another payload", f"{other}.{b64url(good)}", attack=11, **mismatch)
    spaced = make.text(header=make.header.replace(",", ", "))
    yield make.case("signature-other-header", "the signature of another header", f"{spaced}.{b64url(good)}", attack=11, **mismatch)
    if make.scheme.is_shared:
        other_hash = "sha256" if make.algorithm != "HS256" else "sha512"
        short = hmac_of(other_hash, make.own_key, text)[:size]
        for name, changed in [("other-hash", short), ("hash", hashlib.new(hash_of_algorithm(make.algorithm), make.own_key + text.encode()).digest()),
                              ("swapped", hmac_of(hash_of_algorithm(make.algorithm), text, make.own_key)),
                              ("hex", as_bytes(good.hex())), ("decoded", hmac_of(hash_of_algorithm(make.algorithm), make.own_key,
                                                                                 compact(make.claims)))]:
            yield make.case(f"signature-{name}", "another computation with the right secret", f"{text}.{b64url(changed)}", attack=17, **mismatch)
    if make.algorithm.startswith("RS"):
        pss = ["-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:0"]
        for name, digest, options in [("pss", hash_of_algorithm(make.algorithm), pss), ("sha1", "sha1", [])]:
            changed = rsa_sign(text.encode(), make.own_key, digest, *options)
            yield make.case(f"signature-{name}", "another padding or hash", f"{text}.{b64url(changed)}", attack=3, **mismatch)


def ecdsa():
    """Row 36: the forms of an ECDSA signature."""
    for scheme in [ES256, ES384]:
        make = Maker(scheme)
        mismatch = refused("signature_mismatch", make.name)
        curve, text = curve_of(make.own_key), make.text()
        good = signature(make.algorithm, make.own_key, text.encode())
        r, s = int.from_bytes(good[:curve.size], "big"), int.from_bytes(good[curve.size:], "big")
        n = curve.order
        for name, changed in {
            "der": der_signature(r, s), "r-zero": raw(curve, 0, s), "s-zero": raw(curve, r, 0), "both-zero": raw(curve, 0, 0),
            "r-order": raw(curve, n, s), "s-order": raw(curve, r, n), "both-order": raw(curve, n, n), "r-one": raw(curve, 1, s),
            "s-negative-r": raw(curve, n - r, s), "swapped": raw(curve, s, r), "r-prime": raw(curve, curve.p, s),
            "padded": b"\0" + raw(curve, r, s) + b"\0", "both-padded": b"\0" + good[:curve.size] + b"\0" + good[curve.size:],
            "both-short": raw(curve, r, s)[1:curve.size] + raw(curve, r, s)[curve.size + 1:],
        }.items():
            yield make.case(f"ecdsa-{name}", "r and s are numbers from 1 to the order, each as long as the curve", f"{text}.{b64url(changed)}",
                            attack=36, **mismatch)
        yield make.case("ecdsa-other-s", "n - s is a signature too: OpenSSL makes one or the other", f"{text}.{b64url(raw(curve, r, n - s))}",
                        attack=36, **make.good)
        other = "ES384" if make.algorithm == "ES256" else "ES256"
        yield make.case("ecdsa-other-curve", "a signature on another curve", make.token(algorithm=other, key=pair_of(other)), attack=36, **mismatch)


def ed25519():
    """Row 36: RFC 8032, section 5.1.7: s must be less than the order."""
    make = Maker(EDDSA)
    mismatch = refused("signature_mismatch", make.name)
    text = make.text()
    good = signature("EdDSA", make.own_key, text.encode())
    s = int.from_bytes(good[32:], "little")
    for name, changed in {
        "s-not-canonical": good[:32] + (s + ED25519_ORDER).to_bytes(32, "little"),
        "s-not-canonical-twice": good[:32] + (s + 2 * ED25519_ORDER).to_bytes(32, "little"),
        "s-zero": good[:32] + bytes(32), "r-neutral": b"\1" + bytes(31) + good[32:], "r-neutral-s-zero": b"\1" + bytes(63),
        "s-order": good[:32] + ED25519_ORDER.to_bytes(32, "little"), "swapped": good[32:] + good[:32],
        "r-sign": good[:31] + bytes([good[31] ^ 0x80]) + good[32:], "s-high-bit": good[:63] + bytes([good[63] | 0x80]),
    }.items():
        yield make.case(f"ed25519-{name}", "only one text is the signature of a message", f"{text}.{b64url(changed)}", attack=36, **mismatch)
