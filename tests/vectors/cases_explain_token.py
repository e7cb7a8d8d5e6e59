"""explain.json, second half: mistakes with tokens and their keys."""

import base64
import hashlib
import json

from cases_explain import CLAIMS, GOOD, OTHER, TIMES, case, correct, mac, standard
from cases_token_kinds import Maker
from catalogue import JANE, PUBLIC, of_kind
from parts_token import PLAIN
from tokens import der_signature, ecdsa, ecdsa_pair, hash_of_algorithm, header_of, pair_of, pss, signature
from tools import NOW, as_bytes, b64url, compact, hmac_hex, key_text, openssl, rsa_sign, sign_with_rsa, signing_input, token

EXPIRED = {**CLAIMS, "iat": NOW - 4200, "exp": NOW - 3600}


def cases():
    yield from token_forms()
    yield from token_wrappers()
    yield from token_headers()
    yield from token_claims()
    yield from token_several()
    yield from pairs()
    yield from shared_secrets()


def sent(name, comment, value, first, *also, **more):
    return case(name, comment, "orlo", {"jwt": value}, first, also, **more)


def hs256(claims, secret):
    text = signing_input(claims, '{"alg":"HS256","typ":"JWT"}')
    return f"{text}.{b64url(mac('sha256')(as_bytes(secret), text.encode()))}"


def unsigned_token(claims):
    return signing_input(claims, '{"alg":"none"}') + "."


def with_header(claims=None, key="rsa-2048", **members):
    return token(claims or GOOD, compact({"typ": "JWT", "alg": "RS256", **members}), key)


def encrypted():
    """RFC 7516 with dir and A128CBC-HS256 (RFC 7518, section 5.2): five parts, the second empty."""
    header = b64url('{"alg":"dir","enc":"A128CBC-HS256"}')
    key, iv = hashlib.sha256(b"a content key").digest(), hashlib.md5(b"an initialization vector").digest()
    text = openssl("enc", "-aes-128-cbc", "-K", key[16:].hex(), "-iv", iv.hex(), data=as_bytes(compact(GOOD)))
    length = (8 * len(header)).to_bytes(8, "big")
    tag = mac("sha256")(key[:16], header.encode() + iv + text + length)[:16]
    return ".".join([header, "", b64url(iv), b64url(text), b64url(tag)])


def encrypted_with_rsa():
    """The same form with an encrypted key. Nothing decrypts it, so any 256 bytes will do."""
    parts = encrypted().split(".")
    return ".".join([b64url('{"alg":"RSA-OAEP","enc":"A128CBC-HS256"}'), b64url(rsa_sign(b"any")), *parts[2:]])


def token_forms():
    good = token(GOOD)
    header, payload, signature = good.split(".")
    for name, value in [("number", 5), ("list", ["not", "one"]), ("bool", True), ("object-other", {"game": "chess"})]:
        yield sent(f"form-{name}", "a token is text", value, "token_not_text")
    for name, value in [("object", {"token": good}), ("object-jwt", {"jwt": good}), ("object-text", compact({"token": good})),
                        ("object-text-spaces", json.dumps({"jwt": good}, indent=2))]:
        yield sent(f"form-{name}", "the whole response of the site's server instead of its token", value, "token_in_object")
    for name, value, code in [
        ("quoted", f'"{good}"', "token_quoted"), ("single-quoted", f"'{good}'", "token_quoted"),
        ("bearer", f"Bearer {good}", "token_bearer"), ("bearer-lower-case", f"bearer {good}", "token_bearer"),
        ("url-encoded", good.replace(".", "%2E"), "token_url_encoded"), ("url-encoded-lower-case", good.replace(".", "%2e"), "token_url_encoded"),
        ("cut-signature", good[:-10], "token_cut"), ("cut-half", good[:len(good) - len(signature) // 2], "token_cut"),
        ("cut-255", good[:255], "token_cut"), ("cut-last-part", f"{header}.{payload}", "token_cut"),
        ("cut-payload", f"{header}.{payload[:40]}", "token_cut"),
        ("digest", hmac_hex("a-secret", JANE["email"]), "token_is_digest"),
        ("encrypted", encrypted(), "token_encrypted"), ("encrypted-rsa", encrypted_with_rsa(), "token_encrypted"),
        ("word", "hello", "token_malformed"), ("none", "None", "token_malformed"), ("empty", "", "token_malformed"),
        ("email", "jane@example.com", "token_malformed"), ("four-parts", f"{good}.{signature}", "token_malformed"),
        ("header-not-json", token(GOOD, "RS256"), "token_malformed"), ("payload-not-json", token("name=Jane Doe"), "token_malformed"),
        ("payload-list", token([GOOD]), "token_malformed"), ("payload-twice", token(compact(GOOD)[:-1] + ',"name":"x"}'), "token_malformed"),
        ("base64-percent", f"{header}.{payload[:20]}!{payload[21:]}.{signature}", "token_malformed"),
        ("five-parts", f"{good}.{payload}.{signature}", "token_malformed"),
    ]:
        yield sent(f"form-{name}", "not a token in compact form", value, code)
    yield sent("form-too-large", "a picture among the claims", token({**GOOD, "picture": "data:image/png;base64," + "A" * 6500}),
               "token_too_large")
    yield case("form-8193", "8192 bytes are the maximum", "orlo", ['{"jwt":"', "x", 8193, '"}'], "token_too_large")


def token_wrappers():
    good = token(GOOD)
    short = token({"name": "J"})
    entities = "".join(f"&#{ord(char)};" if char in "-_." else char for char in good)
    quotes = f"&quot;{good}&quot;"
    in_quotes, in_words, in_address, escaped, twice = "token_quoted", "token_in_text", "token_in_address", "token_escaped", "token_twice"
    for name, value, first, *also in [
        ("jwt", f"JWT {good}", "token_bearer"), ("header", f"Authorization: Bearer {good}", "token_bearer"),
        ("lines", "\n".join(good[at:at + 64] for at in range(0, len(good), 64)), in_quotes), ("newline", f"{good}\n", in_quotes),
        ("python", f"b'{good}'", in_quotes), ("twice-quoted", json.dumps(json.dumps(good)), in_quotes), ("backticks", f"`{good}`", in_quotes),
        ("list", [good], "token_in_object"), ("list-text", json.dumps([good]), "token_in_object"),
        ("nested", {"data": {"token": good}}, "token_in_object"), ("dict-python", str({"token": good}), in_words),
        ("query", f"?jwt={good}", in_address), ("query-more", f"jwt={good}&widget=1#top", in_address),
        ("address", f"https://acme.example/chat?lang=en&jwt={good}", in_address), ("fragment", f"https://acme.example/#access_token={good}", in_address),
        ("path", f"https://acme.example/login/{good}", in_address), ("query-encoded", f"?jwt={good.replace('.', '%2E')}", in_address, "token_url_encoded"),
        ("entities", entities, escaped), ("entities-hex", "".join(f"&#x{ord(char):x};" if char in "-_." else char for char in good), escaped),
        ("entities-quotes", quotes, escaped, in_quotes), ("javascript", good.replace(".", "\\u002e"), escaped), ("javascript-hex", good.replace(".", "\\x2E"), escaped),
        ("query-entities", f"https://acme.example/?a=b&amp;jwt={good}&amp;c=d", in_address),
        ("word", f"token: {good}", in_words), ("sentence", f"The token is {good}.", in_words), ("tag", f"<jwt>{good}</jwt>", in_words),
        ("template", "{{ " + good + " }}", in_words), ("semicolon", f"{good};", in_words), ("angles", f"<{good}>", in_words),
        ("twice", good + good, twice), ("twice-point", f"{good}.{good}", twice), ("twice-comma", f"{good},{good}", twice), ("twice-space", f"{good} {good}", twice),
        ("twice-lines", f"{good}\n{good}\n", twice), ("two", f"{good} {short}", twice), ("two-joined", good + short, twice),
        ("bearer-quoted", f'"Bearer {good}"', in_quotes, "token_bearer"),
    ]:
        yield sent(f"wrapper-{name}", "there is something around the token", value, first, *also)
    yield case("wrapper-name", "the token has another name", "orlo", {"jwt": None, "token": good}, "field_misspelt")
    yield sent("claim-game", "another claim is not a misspelt one", token({"game": "chess", "isLoggedIn": True}), "claim_missing")
    # One token inside another.
    for name, value in [("nested-text", token(good)), ("nested-json", token(json.dumps(good))), ("nested-claim", token({"token": good, **TIMES})),
                        ("nested-claim-other-key", token({"jwt": good}, key="rsa-2048"))]:
        yield sent(f"twice-{name}", "the site signed a token", value, twice)
    yield sent("twice-nested-expired", "the inner token has expired", token({"token": token(EXPIRED)}), twice, "token_expired")
    # A part is lost, and dots stand for it.
    for name, value in [("ellipsis", good[:40] + "\u2026"), ("dots", good[:40] + "..."), ("middle", good[:40] + "..." + good[-20:]),
                        ("middle-ellipsis", good[:40] + "\u2026" + good[-20:]), ("begin", "eyJ..."), ("parts", "eyJhbGciOi\u2026.eyJuYW1lIj\u2026.abc\u2026")]:
        yield sent(f"shortened-{name}", "a console shows a long text with dots", value, "token_cut")
    # The claims in place of a token.
    claims, payload = "token_is_claims", good.split(".")[1]
    for name, value in [("object", GOOD), ("text", compact(GOOD)), ("text-spaces", json.dumps(GOOD, indent=2)), ("quoted", json.dumps(compact(GOOD))),
                        ("payload", payload), ("payload-padded", base64.b64encode(as_bytes(compact(GOOD))).decode()),
                        ("payload-signed", f"{payload}.{good.split('.')[2]}"), ("registered", {"sub": "42", "exp": NOW + 600})]:
        yield sent(f"claims-{name}", "nobody signed the claims", value, claims)
    yield from right_tokens()


def right_tokens():
    """What looks like a mistake, and is a good token."""
    good = token(GOOD)
    for name, claims in {"claim-token": {"session": good}, "claim-token-own": {"token": good}, "claim-dots": {"note": "eyJ..."},
                         "claim-address": {"page": "https://acme.example/?jwt=eyJ"}, "exp-hours": {"exp": NOW + 7200}, "exp-far": {"exp": NOW + 315360000}}.items():
        yield correct(f"right-{name}", "a good token with a claim that looks like a mistake", "orlo", {"jwt": token({**GOOD, **claims})})
    hours_ago = {**CLAIMS, "iat": NOW - 7200, "exp": NOW + 600}
    yield correct("right-iat-hours", "a token of two hours ago that is still valid", "orlo", {"jwt": token(hours_ago)})
    spaces = token(json.dumps(GOOD, indent=1), json.dumps({"typ": "JWT", "alg": "RS256"}, indent=1))
    yield correct("right-spaces", "JSON with spaces in header and payload", "orlo", {"jwt": spaces})
    yield sent("right-spaces-bearer", "a token that begins otherwise than eyJ", f"Bearer {spaces}", "token_bearer")


def token_headers():
    pem = key_text("rsa-2048.public.pem")
    refused = "algorithm_refused"
    for name, alg in [("none", "none"), ("none-title", "None"), ("none-upper-case", "NONE"), ("none-mixed", "nOnE")]:
        for end, signature in [("", "."), ("-signed", f".{token(GOOD).split('.')[2]}")]:
            yield sent(f"alg-{name}{end}", "unsigned", signing_input(GOOD, compact({"alg": alg})) + signature, "token_unsigned", field="alg")
    yield sent("alg-none-two-parts", "unsigned, and without the last point", signing_input(GOOD, '{"alg":"none"}'), "token_unsigned", field="alg")
    yield sent("alg-hs256", "a shared secret, as most JWT samples have it", hs256(GOOD, "your-256-bit-secret"), refused)
    for alg, digest in [("RS384", "sha384"), ("RS512", "sha512")]:
        text = signing_input(GOOD, compact({"typ": "JWT", "alg": alg}))
        yield sent(f"alg-{alg.lower()}", "another algorithm with a good signature", sign_with_rsa(text, "rsa-2048", digest), refused)
    for alg in ["ps256", "es256", "eddsa"]:
        yield sent(f"alg-{alg}", "another algorithm with a good signature", key_text(f"{alg}.token.txt"), refused)
    yield sent("alg-lower-case", "alg is RS256 and nothing else", token(GOOD, '{"typ":"JWT","alg":"rs256"}'), refused)
    yield sent("alg-absent", "alg is RS256 and nothing else", token(GOOD, '{"typ":"JWT"}'), refused)
    for name, secret in [("pem", pem), ("pem-stripped", pem.removesuffix("\n"))]:
        yield sent(f"hs256-{name}", "the public key as the secret of an HMAC", hs256(GOOD, secret), "hs256_with_pem")
    jwk = {"kty": "RSA", "e": "AQAB", "n": b64url(b"\xc3" * 256)}
    for name, value in [("crit", ["exp"]), ("jwk", jwk), ("cty", "JWT"), ("x5t", "AAAA"), ("typ", "at+jwt")]:
        yield sent(f"header-{name}", "a header holds alg, typ and kid and nothing else", with_header(**{name: value}), "header_refused",
                   field=name)
    first, second = {**PUBLIC, "kid": "2026-11"}, {**OTHER, "kid": "2026-05"}
    yield sent("kid-unknown", "none of the keys has this name", with_header(kid="2025"), "key_unknown", keys=[first, second], field="kid")
    yield sent("kid-wrong", "the name of the other key", with_header(kid="2026-05"), "kid_other_key", keys=[first, second], field="kid")
    yield sent("other-key", "signed by another key", token(GOOD, key="other-2048"), "signature_mismatch")
    yield sent("other-size", "signed by another key of another size", token(GOOD, key="rsa-4096"), "signature_mismatch")
    edited = signing_input({**GOOD, "name": "Mallory"}) + "." + token(GOOD).split(".")[2]
    yield sent("edited", "the payload was changed after it was signed", edited, "signature_mismatch")


def token_claims():
    for name, more, code, field in [
        ("expired", {"iat": NOW - 4200, "exp": NOW - 3600}, "token_expired", "exp"), ("expired-now", {"exp": NOW}, "token_expired", "exp"),
        ("nbf", {**TIMES, "nbf": NOW + 60}, "token_not_yet_valid", "nbf"),
        ("iat", {"iat": NOW + 1000, "exp": NOW + 7200}, "token_not_yet_valid", "iat"),
        ("exp-milliseconds", {"iat": NOW, "exp": (NOW + 600) * 1000}, "time_in_milliseconds", "exp"),
        ("iat-milliseconds", {"iat": NOW * 1000, "exp": NOW + 600}, "time_in_milliseconds", "iat"),
        ("nbf-milliseconds", {**TIMES, "nbf": NOW * 1000}, "time_in_milliseconds", "nbf"),
        ("milliseconds", {"iat": NOW * 1000, "exp": (NOW + 600) * 1000}, "time_in_milliseconds", "exp"),
        ("exp-text", {"exp": str(NOW + 600)}, "claim_type", "exp"), ("exp-negative", {"exp": -1}, "claim_value", "exp"),
    ]:
        yield sent(f"time-{name}", "a good signature over wrong times", token({**CLAIMS, **more}), code, field=field)

    for name, value in {"number": 3600, "small": 60, "day": 86400, "text": "3600", "hour": "1h", "words": "1 hour", "minutes": "15 minutes", "days": "7d",
                        "php": "+1 hour", "iso": "PT1H", "seconds": "30s"}.items():
        yield sent(f"time-duration-{name}", "exp is a duration", token({**CLAIMS, "iat": NOW, "exp": value}), "time_is_duration", field="exp")
    for name, value in {"iso": "2026-11-20T01:00:00Z", "iso-fraction": "2026-11-20T01:00:00.000Z", "iso-zone": "2026-11-20T02:00:00+01:00",
                        "iso-bare": "2026-11-20T01:00:00", "sql": "2026-11-20 01:00:00", "day": "2026-11-21", "rfc2822": "Fri, 20 Nov 2026 01:00:00 +0000",
                        "http": "Fri, 20 Nov 2026 01:00:00 GMT", "javascript": "Fri Nov 20 2026 02:00:00 GMT+0100 (Central European Standard Time)",
                        "ruby": "2026-11-20 01:00:00 UTC", "american": "11/20/2026, 1:00:00 AM", "german": "20.11.2026 01:00"}.items():
        yield sent(f"time-date-{name}", "exp is a date", token({**CLAIMS, "exp": value}), "time_form", field="exp")
    yield sent("time-date-iat", "iat is a date", token({**CLAIMS, "iat": "2026-11-20T00:00:00Z"}), "time_form", field="iat")
    for name, unit in {"microseconds": 10**6, "nanoseconds": 10**9}.items():
        yield sent(f"time-{name}", "exp is in another unit", token({**CLAIMS, "exp": (NOW + 600) * unit}), "time_form", field="exp")
    for name, seconds in {"1": 3600, "2": 7200, "5-30": 19800, "9": 32400, "14": 50400, "late": 3600 - 20, "early": 3600 + 20}.items():
        times = {"iat": NOW + seconds, "exp": NOW + seconds + 600}
        yield sent(f"time-zone-{name}", "a local time that was taken for UTC", token({**CLAIMS, **times}), "time_zone", field="iat")
        yield sent(f"time-zone-nbf-{name}", "a local time that was taken for UTC", token({**CLAIMS, "nbf": NOW + seconds}), "time_zone", field="nbf")
    for name, seconds in {"minutes": 1000, "half": 1800, "three-halves": 5400, "day": 86400}.items():
        yield sent(f"time-ahead-{name}", "no zone is off by this", token({**CLAIMS, "nbf": NOW + seconds}), "token_not_yet_valid", field="nbf")
    for name, seconds in {"5": 18000, "3-30": 12600}.items():
        times = {"iat": NOW - seconds, "exp": NOW - seconds + 600}
        yield sent(f"time-zone-behind-{name}", "an old token, or a zone in the west", token({**CLAIMS, **times}), "token_expired", field="exp")

    def renamed(**names):
        return token({names.get(claim, claim): value for claim, value in GOOD.items()})

    yield sent("case-name", "claims are case-sensitive", renamed(name="Name"), "claim_case")
    yield sent("case-name-upper", "claims are case-sensitive", renamed(name="NAME"), "claim_case")
    yield sent("case-logged-in", "claims are case-sensitive", renamed(isLoggedIn="isloggedin"), "claim_case")
    yield sent("case-logged-in-pascal", "claims are case-sensitive", renamed(isLoggedIn="IsLoggedIn"), "claim_case")
    yield sent("claim-renamed", "not the scheme's claim", renamed(name="customer"), "claim_missing", field="name")
    for name, changes, code, field in [
        ("name-absent", {"name": ...}, "claim_missing", "name"), ("name-null", {"name": None}, "claim_missing", "name"),
        ("logged-in-absent", {"isLoggedIn": ...}, "claim_missing", "isLoggedIn"),
        ("logged-in-text", {"isLoggedIn": "true"}, "claim_type", "isLoggedIn"), ("logged-in-number", {"isLoggedIn": 1}, "claim_type", "isLoggedIn"),
        ("name-number", {"name": 42}, "claim_type", "name"), ("email-list", {"email": ["jane@example.com"]}, "claim_type", "email"),
        ("logged-in-false", {"isLoggedIn": False}, "claim_value", "isLoggedIn"), ("name-empty", {"name": ""}, "claim_value", "name"),
        ("email-newline", {"email": "jane@example.com\n"}, "claim_value", "email"), ("audience", {"aud": "orlo"}, "claim_value", "aud"),
    ]:
        payload = {claim: value for claim, value in {**GOOD, **changes}.items() if value is not ...}
        yield sent(f"claim-{name}", "a good signature over a claim that the scheme does not allow", token(payload), code, field=field)


def token_several():
    """Several mistakes. They are reported in the order of the verifier: form, header, signature, time, claims."""
    pem = key_text("rsa-2048.public.pem")
    nameless = {claim: value for claim, value in GOOD.items() if claim != "name"}
    logged_in_text = {"isLoggedIn": "true"}
    other = token(EXPIRED, key="other-2048")
    for name, text, first, also in [
        ("other-key-expired", other, "signature_mismatch", ["token_expired"]),
        ("other-key-expired-type", token({**EXPIRED, **logged_in_text}, key="other-2048"), "signature_mismatch",
         ["token_expired", "claim_type"]),
        ("hs256-pem-expired", hs256(EXPIRED, pem), "hs256_with_pem", ["token_expired"]),
        ("hs256-milliseconds", hs256({**CLAIMS, "exp": NOW * 1000}, "a-secret"), "algorithm_refused", ["time_in_milliseconds"]),
        ("none-nameless", unsigned_token(nameless), "token_unsigned", ["claim_missing"]),
        ("bearer-expired", f"Bearer {token(EXPIRED)}", "token_bearer", ["token_expired"]),
        ("quoted-other-key", f'"{token(GOOD, key="other-2048")}"', "token_quoted", ["signature_mismatch"]),
        ("object-expired", {"token": token(EXPIRED)}, "token_in_object", ["token_expired"]),
        ("url-encoded-nameless", token(nameless).replace(".", "%2E"), "token_url_encoded", ["claim_missing"]),
        ("cut-expired", token(EXPIRED)[:-50], "token_cut", ["token_expired"]),
        ("crit-early", with_header({**GOOD, "nbf": NOW + 60}, crit=["exp"]), "header_refused", ["token_not_yet_valid"]),
        ("jwk-other-key", with_header(key="other-2048", jwk={"kty": "RSA"}), "header_refused", ["signature_mismatch"]),
        ("expired-case", token({"Name" if claim == "name" else claim: value for claim, value in EXPIRED.items()}), "token_expired",
         ["claim_case"]),
        ("swapped-times", token({**CLAIMS, "iat": NOW + 600, "exp": NOW - 5}), "token_expired", ["token_not_yet_valid"]),
        ("milliseconds-type", token({**CLAIMS, **logged_in_text, "exp": NOW * 1000}), "time_in_milliseconds", ["claim_type"]),
        ("early-audience", token({**CLAIMS, "nbf": NOW + 60, "aud": "orlo"}), "token_not_yet_valid", ["claim_value"]),
        ("nameless-type", token({**nameless, **logged_in_text}), "claim_missing", ["claim_type"]),
    ]:
        yield sent(f"several-{name}", "more than one mistake", text, first, *also)
    yield sent("several-kid-expired", "more than one mistake", with_header(EXPIRED, kid="2025"), "key_unknown", "token_expired",
               keys=[{**PUBLIC, "kid": "2026-11"}])


def pairs():
    """How sites sign by mistake with the right key of a pair, in each algorithm."""
    for algorithm in ["RS256", "RS384", "RS512", "ES256", "ES384", "EdDSA"]:
        make = Maker(PLAIN[algorithm])
        key, text, own = make.own_key, make.text(), hash_of_algorithm(algorithm)

        def explained(name, comment, value, first, *also, field=make.name, make=make):
            return case(f"pair-{name}", comment, make.scheme, make.body(value), first, also, settings=make.settings, field=field)

        def signed(message, make=make, key=key):
            return signature(make.algorithm, key, as_bytes(message))

        good = signed(text)
        forms = {"hex": good.hex(), "hex-upper-case": good.hex().upper(), "hex-encoded": b64url(as_bytes(good.hex())), "base64-twice": b64url(as_bytes(standard(good))),
                 "base64url-twice": b64url(as_bytes(b64url(good)))}
        if any(char in standard(good) for char in "+/="):
            forms["base64"] = standard(good)
        if "=" in standard(good):
            forms["padded"] = base64.urlsafe_b64encode(good).decode()
        if algorithm.startswith("ES"):
            der = der_signature(*ecdsa_pair(as_bytes(text), key, own))
            forms |= {"der": b64url(der), "der-hex": der.hex()}
        for name, part in forms.items():
            yield explained(f"form-{name}", "the right signature in another form", f"{text}.{part}", "token_signature_form")
        yield from other_hashes(explained, algorithm, key, text)
        header, payload = text.split(".")
        plain = [base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)) for part in (header, payload)]
        digest = hashlib.sha256(as_bytes(text))
        for name, message in {"payload": payload, "payload-decoded": plain[1], "decoded": plain[0] + b"." + plain[1], "no-point": header + payload,
                              "two-points": f"{text}.", "hash": digest.digest(), "hash-hex": digest.hexdigest()}.items():
            yield explained(f"input-{name}", "other bytes are signed than the token's first two parts", f"{text}.{b64url(signed(message))}", "token_input")
        # Everything in standard base64, and signed as it is written, or as it should be.
        wide = signing_input({**make.claims, "note": "~~???>>>"}, make.header)
        sent_text = ".".join(standard(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))) for part in wide.split("."))
        for name, message in {"": sent_text, "-url": wide}.items():
            yield explained(f"base64-standard{name}", "the token in standard base64", f"{sent_text}.{standard(signed(message))}", "token_base64")
        other = signature(algorithm, pair_of(algorithm, other=True), as_bytes(text))
        yield explained("other-key", "another key", f"{text}.{b64url(other)}", "signature_mismatch")
        yield explained("other-key-hex", "another key, in hex", f"{text}.{other.hex()}", "signature_mismatch")
        if algorithm.startswith("ES"):
            der = der_signature(*ecdsa_pair(as_bytes(text), pair_of(algorithm, other=True), own))
            yield explained("other-key-der", "another key, in DER", f"{text}.{b64url(der)}", "token_signature_form", "signature_mismatch")
        named = make.token(header=header_of(algorithm, "new"))
        keys = [{"file": f"{pair_of(algorithm, other=True)}.public.pem", "kid": "new"}, {"file": f"{key}.public.pem", "kid": "old"}]
        yield case("pair-kid-other", "the name of the other key", make.scheme, make.body(named), "kid_other_key", settings=make.settings, field="kid", keys=keys)


def other_hashes(explained, algorithm, key, text):
    """The right key, but another hash, or the padding of RSA-PSS."""
    own = hash_of_algorithm(algorithm)
    if algorithm == "EdDSA":
        return
    hashes = {"RS": ["sha1", "sha256", "sha384", "sha512"], "ES256": ["sha1", "sha384", "sha512"], "ES384": ["sha256", "sha512"]}
    for name in hashes.get(algorithm) or hashes[algorithm[:2]]:
        if name != own:
            made = rsa_sign(as_bytes(text), key, name) if algorithm.startswith("RS") else ecdsa(as_bytes(text), key, name)
            yield explained(f"hash-{name}", "the right key over another hash", f"{text}.{b64url(made)}", "token_hash")
            yield explained(f"hash-{name}-hex", "the right key over another hash, in hex", f"{text}.{made.hex()}", "token_signature_form", "token_hash")
    if algorithm.startswith("RS"):
        for name in ["sha256", "sha384", "sha512"]:
            for salt in ["digest", "max"]:
                made = pss(as_bytes(text), key, name, salt)
                yield explained(f"pss-{name}-{salt}", "the right key with RSA-PSS", f"{text}.{b64url(made)}", "token_padding")


def shared_secrets():
    """How sites make the signature of a token with a shared secret by mistake."""
    schemes = [scheme for scheme in of_kind(is_token=True) if scheme.is_shared and scheme.algorithm == "HS256" and scheme.secret == "text"]
    make = Maker(next(scheme for scheme in schemes if scheme.kid and isinstance(scheme.section.get("lifetime"), dict)))
    name, text, secret = make.name, make.text(), make.own_key

    def explained(what, comment, value, first, *also, field=name, made=make, **more):
        return case(what, comment, made.scheme, made.body(value), first, also, settings=made.settings, field=field, **more)

    def signed_with(key, message=text, digest="sha256"):
        return f"{text}.{b64url(mac(digest)(key, as_bytes(message)))}"

    header, payload = text.split(".")
    plain = [base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)).decode() for part in (header, payload)]
    for what, message in [("decoded", ".".join(plain)), ("payload", payload), ("payload-decoded", plain[1]), ("no-point", header + payload),
                          ("padded", ".".join(standard(as_bytes(part)) for part in plain)), ("two-points", f"{text}.")]:
        yield explained(f"input-{what}", "other bytes are signed than the token's first two parts", signed_with(secret, message), "token_input")
    for digest in ["sha1", "sha384", "sha512"]:
        yield explained(f"hash-{digest}", "the header says HS256", signed_with(secret, digest=digest), "token_hash")
    raw = mac("sha256")(secret, as_bytes(text))
    digits, hashed = raw.hex(), hashlib.sha256(as_bytes(text))
    for what, message in [("hash", hashed.digest()), ("hash-hex", hashed.hexdigest())]:
        yield explained(f"input-{what}", "the text was hashed before", signed_with(secret, message), "token_input")
    for what, end in [("hex", digits), ("hex-upper-case", digits.upper()), ("hex-encoded", b64url(as_bytes(digits))), ("base64", standard(raw)),
                      ("base64-twice", b64url(as_bytes(standard(raw))))]:
        yield explained(f"signature-{what}", "the digits of the signature, not its bytes", f"{text}.{end}", "token_signature_form")
    for what, key, code in [
        ("newline", secret + b"\n", "secret_space"), ("quotes", b'"' + secret + b'"', "secret_quotes"),
        ("hex", as_bytes(secret.hex()), "secret_hex"), ("base64", as_bytes(standard(secret)), "secret_base64"),
    ]:
        yield explained(f"key-{what}", "the secret in another form", signed_with(key), code, field=None)
    decodable = b64url(hashlib.sha256(b"a secret in base64url").digest())
    yield explained("key-base64url", "the site decodes the secret", signed_with(base64.urlsafe_b64decode(decodable + "=")), "secret_base64",
                    field=None, keys=[{"text": decodable}])
    yield explained("key-other", "another secret", signed_with(b"the secret of another site, of any length"), "secret_unknown")
    for other in ["HS384", "HS512"]:
        value = make.token(header=make.with_alg(other), algorithm=other)
        yield explained(f"alg-{other.lower()}", "another algorithm with the right secret", value, "algorithm_refused", field="alg")
    yield explained("kid-missing", "the vendor demands the name of the key", make.token(header='{"typ":"JWT","alg":"HS256"}'), "kid_missing",
                    field="kid")
    yield explained("end-missing", "the vendor demands a time", make.token(make.changed("exp", ...)), "expiry_missing", field="exp")
    yield explained("end-milliseconds", "the time in another unit", make.token({**make.claims, "exp": (NOW + 600) * 1000}),
                    "time_in_milliseconds", field="exp")
    short = Maker(next(scheme for scheme in schemes if scheme.maximum()))
    yield explained("end-late", "the vendor allows less", short.token({**short.claims, "exp": NOW + short.scheme.maximum() + 60}),
                    "lifetime_too_long", field="exp", made=short)
