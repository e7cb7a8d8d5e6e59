"""explain.json, third part: keys that a verifier cannot read, and what was meant by them.

Each token is good, so that the first finding is about the key. Python changes the keys, which OpenSSL made.
"""

import base64
import json
import urllib.parse

from cases_explain import GOOD, case, correct, standard
from cases_token_kinds import Maker
from parts_token import PLAIN
from tokens import jwk_text, pair_of
from tools import KEYS, as_bytes, key_text, token

ALGORITHMS = ["RS256", "ES256", "ES384", "EdDSA"]


def cases():
    for algorithm in ALGORITHMS:
        yield from texts(Maker(PLAIN[algorithm]))
    yield from private_texts()
    yield from kinds()
    yield from others()
    yield from jwks()
    yield from right()


def of_key(make, name, comment, key, first, *also):
    """A verifier with this key gets the good token of the pair."""
    key = {"hex": key.hex()} if isinstance(key, bytes) else key if isinstance(key, dict) else {"text": key}
    return case(f"key-{name}", comment, make.scheme, make.body(make.token()), first, also, keys=[key], settings=make.settings, field="keys[0]")


def account(pem):
    """The file of a service account, as Google's console gives it."""
    return {"type": "service_account", "project_id": "acme", "private_key_id": "0f1e2d3c", "private_key": pem,
            "client_email": "widget@acme.example", "token_uri": "https://oauth2.example/token"}


def damaged(pem):
    """What variables, dashboards and editors do to a PEM: the name, the text and the codes."""
    first, *body, last = pem.strip().split("\n")
    lines, literal, in_base64 = [first, *body, last], "key_literal_newlines", standard(as_bytes(pem))
    for name, separator in [("literal", "\\n"), ("literal-crlf", "\\r\\n"), ("literal-cr", "\\r"), ("literal-twice", "\\\\n"), ("slashes", "/n"),
                            ("letters", "n"), ("breaks", "<br>"), ("strings", '" +\n"'), ("mail", "\n> "), ("no-break-spaces", "\u00a0\u200b")]:
        yield name, separator.join(lines), [literal]
    yield "quoted", '"' + "\\n".join(lines) + '"', ["key_quoted", literal]
    yield "single-quoted", "'" + "\\n".join(lines) + "'", ["key_quoted", literal]
    yield "base64", in_base64, ["key_base64"]
    yield "base64-lines", base64.encodebytes(as_bytes(pem)).decode(), ["key_base64"]
    yield "base64-twice", standard(as_bytes(in_base64)), ["key_base64"]
    yield "base64-quoted", f'"{in_base64}"', ["key_quoted", "key_base64"]
    yield "base64-literal", standard(as_bytes("\\n".join(lines))), ["key_base64", literal]
    yield "json", json.dumps(account(pem)), ["key_in_json"]
    yield "json-lines", json.dumps(account(pem), indent=2), ["key_in_json"]
    yield "json-php", json.dumps(account(pem)).replace("/", "\\/"), ["key_in_json"]
    yield "json-base64", standard(as_bytes(json.dumps(account(pem)))), ["key_base64", "key_in_json"]
    yield "url", urllib.parse.quote(pem), ["key_escaped"]
    yield "form", urllib.parse.quote_plus(pem), ["key_escaped"]
    yield "html", pem.replace("+", "&#43;").replace("=", "&#61;").replace("\n", "&#10;"), ["key_escaped"]
    for charset in ["utf-16", "utf-16-le", "utf-16-be"]:
        yield charset, pem.encode(charset), ["key_charset"]
    yield "utf-16-crlf", pem.replace("\n", "\r\n").encode("utf-16"), ["key_charset"]
    yield "no-first-line", "\n".join(lines[1:]), ["key_lines_lost"]
    yield "no-last-line", "\n".join(lines[:-1]), ["key_lines_lost"]
    yield "body", "\n".join(body), ["key_lines_lost"]
    yield "body-one-line", "".join(body), ["key_lines_lost"]
    yield "dashes", pem.replace("-----", "----"), ["key_lines_changed"]
    yield "long-dashes", pem.replace("-----", "\u2014"), ["key_lines_changed"]
    yield "no-spaces", pem.replace(" ", ""), ["key_lines_changed"]
    yield "small-letters", pem.replace(first, first.lower()), ["key_lines_changed"]
    yield "other-label", pem.replace(first, "-----BEGIN CERTIFICATE-----"), ["key_lines_changed"]
    yield "der", base64.b64decode("".join(body)), ["key_der"]
    yield "first-line", first, ["key_cut"]
    yield "cut", pem[:len(first) + 40], ["key_cut"]


def texts(make):
    for name, text, codes in damaged(key_text(f"{make.own_key}.public.pem")):
        yield of_key(make, name, "a public key that something changed on its way", text, *codes)
    yield of_key(make, "first-line-quoted", "the variable ends at the first line break", '"-----BEGIN PUBLIC KEY-----', "key_cut")


def private_texts():
    """A verifier with the private key: the advice about the text does not lead to the next error."""
    make = Maker(PLAIN["RS256"])
    for name, text, codes in damaged(key_text("rsa-2048.private.pem")):
        codes = [code for code in codes if code != "key_der"]
        if codes != ["key_cut"]:
            yield of_key(make, f"private-{name}", "a private key that something changed on its way", text, *codes, "key_private")


def kinds():
    """Keys of another kind, for verifying."""
    for algorithm, files in {
        "RS256": {
            "rsa-2048.private.pem": "key_private", "rsa-2048.private.pkcs1.pem": "key_private", "certificate.pem": "key_certificate",
            "request.pem": "key_certificate", "rsa-1024.public.pem": "key_too_short", "encrypted.pkcs8.pem": "key_encrypted",
            "encrypted.legacy.pem": "key_encrypted", "openssh.private.pem": "key_unsupported", "openssh.encrypted.pem": "key_unsupported",
            "ssh.public.txt": "key_unsupported", "ssh.rfc4716.txt": "key_unsupported", "empty.pem": "key_empty",
            "two-keys.public.pem": "key_malformed", "rsa-e1.public.pem": "key_weak", "rsa-pss.public.pem": "key_algorithm",
            "dsa.public.pem": "key_algorithm",
        },
        "ES256": {
            "ec-p256.private.pem": "key_private", "ec-p256.private.sec1.pem": "key_private", "ec-p256.private.params.pem": "key_private",
            "certificate.ec-p256.pem": "key_certificate", "encrypted.sec1.pem": "key_encrypted", "openssh.ec-p256.private.pem": "key_unsupported",
            "ssh.ec-p256.public.txt": "key_unsupported", "ec-p384.public.pem": "key_algorithm", "ec-p521.public.pem": "key_algorithm",
            "ec-secp256k1.public.pem": "key_algorithm",
        },
        "EdDSA": {
            "ed25519.private.pem": "key_private", "certificate.ed25519.pem": "key_certificate", "openssh.ed25519.private.pem": "key_unsupported",
            "ssh.ed25519.public.txt": "key_unsupported", "ssh.rfc4716.ed25519.txt": "key_unsupported", "x25519.public.pem": "key_algorithm",
            "ed448.public.pem": "key_algorithm",
        },
    }.items():
        make = Maker(PLAIN[algorithm])
        for file, code in files.items():
            yield of_key(make, file, "a key of another kind", {"file": file}, code)
        other = {"RS256": ["certificate.ec-p256.pem", "ssh.ed25519.public.txt", "ed25519.public.pem", "ec-p256.public.pem", "encrypted.sec1.pem"],
                 "ES256": ["certificate.pem", "ssh.public.txt", "openssh.private.pem", "request.pem", "encrypted.legacy.pem"],
                 "EdDSA": ["certificate.pem", "openssh.ec-p256.private.pem", "ssh.rfc4716.txt"]}[algorithm]
        for file in other:
            yield of_key(make, f"other-{file}", "a key of another algorithm, in whatever it stands", {"file": file}, "key_algorithm")
    make = Maker(PLAIN["RS256"])
    for form in ["x509", "pkey"]:
        name = {"x509": "certificate.pem", "pkey": "rsa-2048.private.pem"}[form]
        der = base64.b64decode("".join(line for line in key_text(name).split("\n") if not line.startswith("-----")))
        yield of_key(make, f"der-{name}", "a key of another kind in binary", der, {"x509": "key_certificate", "pkey": "key_private"}[form])
    chain = key_text("certificate.pem") * 2
    for name, text, code in [("chain", chain, "key_certificate"), ("with-certificate", key_text("rsa-2048.private.pem") + chain, "key_certificate"),
                             ("pair", key_text("rsa-2048.private.pem") + key_text("rsa-2048.public.pem"), "key_malformed")]:
        yield of_key(make, name, "a file with several blocks", text, code)


def others():
    """What is no key."""
    make = Maker(PLAIN["RS256"])
    for name, text in {
        "secret": "your-256-bit-secret", "path": "/run/secrets/public.pem", "path-relative": "keys/public.pem", "path-windows": "C:\\keys\\public",
        "address": "https://acme.example/.well-known/jwks.json", "word": "undefined", "variable": "${PUBLIC_KEY}", "json": '{"type":"service_account"}',
        "pgp": "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmQENBF\n-----END PGP PUBLIC KEY BLOCK-----\n",
        "xml": "<RSAKeyValue><Modulus>AQAB</Modulus><Exponent>AQAB</Exponent></RSAKeyValue>",
    }.items():
        yield of_key(make, f"no-{name}", "no key at all", text, "key_malformed")
    yield of_key(make, "blank", "an empty variable", " \n", "key_empty")


def jwks():
    make = Maker(PLAIN["RS256"])
    jwk = jwk_text("rsa-2048")
    for name, text, codes in [
        ("base64", standard(as_bytes(jwk)), ["key_base64"]), ("quoted", f"'{jwk}'", ["key_quoted"]), ("json", json.dumps(jwk), ["key_quoted"]),
        ("set-base64", base64.b64encode((KEYS / "public.jwks.json").read_bytes()).decode(), ["key_base64"]),
        ("private", key_text("rsa-2048.private.jwk.json"), ["key_private"]),
        ("private-base64", standard((KEYS / "rsa-2048.private.jwk.json").read_bytes()), ["key_base64", "key_private"]),
        ("other", jwk_text("ec-p256"), ["key_algorithm"]), ("encryption", jwk_text("rsa-2048", use="enc"), ["key_use"]),
    ]:
        yield of_key(make, f"jwk-{name}", "a JWK that cannot be used as it is", text, *codes)


def right():
    """What looks like one of these mistakes, and is a good key."""
    for algorithm in ALGORITHMS:
        make = Maker(PLAIN[algorithm])
        pem = key_text(f"{pair_of(algorithm)}.public.pem")
        for name, text in {"variable": f'PUBLIC_KEY="{pem}"', "comment": f"the key of Acme -----\n{pem}", "spaces": pem.replace("\n", " "),
                           "cr": pem.replace("\n", "\r"), "indented": pem.replace("\n", "\n    "), "mark": "\ufeff" + pem}.items():
            yield correct(f"key-right-{name}", "a key in a text that looks damaged", make.scheme, make.body(make.token()), keys=[{"text": text}],
                          settings=make.settings)
    yield correct("key-right-orlo", "a good key", "orlo", {"jwt": token(GOOD)}, keys=[{"file": "rsa-2048.public.pkcs1.pem"}])
