"""Keys that OpenSSL makes, in each form that visitorseal reads, and shared secrets."""

import base64
import secrets
import subprocess
from dataclasses import dataclass
from pathlib import Path

RSA = ("genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048")
P256 = ("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256")
P384 = ("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384")
CURVES = {P256: "prime256v1", P384: "secp384r1"}
ED25519 = ("genpkey", "-algorithm", "ED25519")

# The form of a shared secret differs from algorithm to algorithm, so that each form occurs.
SECRETS = {"HS256": "text", "HS384": "hex", "HS512": "base64"}
PAIRS = {
    "RS256": RSA, "RS384": RSA, "RS512": RSA,
    "ES256": P256, "ES384": P384,
    "EdDSA": ED25519,
}
ALGORITHMS = [*SECRETS, *PAIRS]


@dataclass
class Keys:
    """The keys of one algorithm: files for visitorseal, by form, and what the libraries get in a job."""

    signing: dict[str, Path]
    verifying: dict[str, Path]
    make: dict
    verify: dict


def openssl(*arguments):
    subprocess.run(("openssl", *arguments), check=True, capture_output=True)


def secret(folder, form, size=64):
    """A new shared secret of at least this size, in the form of the scheme file."""
    content = secrets.token_bytes(size)
    if form == "text":
        content = ("\u00fc" + base64.b64encode(content).decode()).encode()
    write = {"text": bytes.decode, "hex": bytes.hex, "base64": lambda content: base64.b64encode(content).decode()}
    file = folder / f"{secrets.token_hex(4)}.secret"
    file.write_text(write[form](content) + "\n", encoding="utf-8")
    key = {"secret": base64.b64encode(content).decode()}
    return Keys(signing={form: file}, verifying={form: file}, make=key, verify=key)


def pair(folder, command):
    """A new key pair."""
    name = secrets.token_hex(4)
    signing = {"PKCS#8": folder / f"{name}.pkcs8.pem"}
    verifying = {"SPKI": folder / f"{name}.spki.pem"}
    openssl(*command, "-out", signing["PKCS#8"])
    openssl("pkey", "-in", signing["PKCS#8"], "-pubout", "-out", verifying["SPKI"])
    if command is not ED25519:
        form = "PKCS#1" if command is RSA else "SEC 1"
        signing[form] = folder / f"{name}.traditional.pem"
        openssl("pkey", "-in", signing["PKCS#8"], "-traditional", "-out", signing[form])
    if command in CURVES:
        # As `openssl ecparam -genkey` writes it.
        parameters = folder / f"{name}.parameters.pem"
        openssl("ecparam", "-name", CURVES[command], "-out", parameters)
        signing["SEC 1 after its parameters"] = folder / f"{name}.two.pem"
        signing["SEC 1 after its parameters"].write_bytes(parameters.read_bytes() + signing["SEC 1"].read_bytes())
    if command is RSA:
        verifying["PKCS#1"] = folder / f"{name}.public.pkcs1.pem"
        openssl("rsa", "-in", signing["PKCS#8"], "-RSAPublicKey_out", "-out", verifying["PKCS#1"])
    make = {"pem": signing["PKCS#8"].read_text(encoding="ascii")}
    verify = {"pem": verifying["SPKI"].read_text(encoding="ascii")}
    return Keys(signing=signing, verifying=verifying, make=make, verify=verify)


def all_keys(folder):
    """A key for each algorithm. Algorithms of one kind share a pair."""
    pairs = {command: pair(folder, command) for command in dict.fromkeys(PAIRS.values())}
    return {name: secret(folder, form) for name, form in SECRETS.items()} | {
        name: pairs[command] for name, command in PAIRS.items()
    }
