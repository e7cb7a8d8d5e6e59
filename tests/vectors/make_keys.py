"""Makes the missing test keys in keys/. Each is made once and committed, and protects nothing. `make.py --keys` runs this."""

import base64
import pathlib
import subprocess
import tempfile

import tokens
from tools import KEYS, b64url, compact, openssl, rsa_sign, signing_input

PASSPHRASE = "pass:visitorseal"

# RFC 7515, appendix A.2: the key, the header, the payload and their signature.
RFC7515_JWK = {
    "n": "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SF"
         "d2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo"
         "7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkM"
         "Ls91kzk2PAcDTW9gb54h4FRWyuXpoQ",
    "e": "AQAB",
    "d": "Eq5xpGnNCivDflJsRQBXHx1hdR1k6Ulwe2JZD50LpXyWPEAeP88vLNO97IjlA7_GQ5sLKMgvfTeXZx9SE-7YwVol2NXOoAJe46sui395"
         "IW_GO-pWJ1O0BkTGoVEn2bKVRUCgu-GjBVaYLU6f3l9kJfFNS3E0QbVdxzubSu3Mkqzjkn439X0M_V51gfpRLI9JYanrC4D4qAdGcopV"
         "_0ZHHzQlBjudU2QvXt4ehNYTCBr6XCLQUShb1juUO1ZdiYoFaFQT5Tw8bGUl_x_jTj3ccPDVZFD9pIuhLhBOneufuBiB4cS98l2SR_RQ"
         "yGWSeWjnczT0QU91p1DhOVRuOopznQ",
    "p": "4BzEEOtIpmVdVEZNCqS7baC4crd0pqnRH_5IB3jw3bcxGn6QLvnEtfdUdiYrqBdss1l58BQ3KhooKeQTa9AB0Hw_Py5PJdTJNPY8cQn7"
         "ouZ2KKDcmnPGBY5t7yLc1QlQ5xHdwW1VhvKn-nXqhJTBgIPgtldC-KDV5z-y2XDwGUc",
    "q": "uQPEfgmVtjL0Uyyx88GZFF1fOunH3-7cepKmtH4pxhtCoHqpWmT8YAmZxaewHgHAjLYsp1ZSe7zFYHj7C6ul7TjeLQeZD_YwD66t62wD"
         "mpe_HlB-TnBA-njbglfIsRLtXlnDzQkv5dTltRJ11BKBBypeeF6689rjcJIDEz9RWdc",
}


# --- DER and PEM ---------------------------------------------------------------------

def der(tag, content):
    size = len(content)
    if size < 128:
        return bytes([tag, size]) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + content


def der_integer(number):
    return der(0x02, number.to_bytes(number.bit_length() // 8 + 1, "big"))


def der_sequence(*parts):
    return der(0x30, b"".join(parts))


def der_integers(data):
    """The integers of a SEQUENCE of INTEGERs."""
    def content(at):
        size, at = data[at + 1], at + 2
        if size & 0x80:
            count = size & 0x7F
            size, at = int.from_bytes(data[at:at + count], "big"), at + count
        return at, at + size
    at, end = content(0)
    numbers = []
    while at < end:
        start, stop = content(at)
        numbers.append(int.from_bytes(data[start:stop], "big"))
        at = stop
    return numbers


def public_der(algorithm, key):
    """SubjectPublicKeyInfo: the algorithm's identifiers in hex, and the key's bytes."""
    return der_sequence(der_sequence(bytes.fromhex(algorithm)), der(0x03, b"\0" + key))


def rsa_public_der(modulus, exponent):
    return public_der("06092a864886f70d010101" "0500", der_sequence(der_integer(modulus), der_integer(exponent)))


def off_curve():
    """A public key of P-256 whose point is not on the curve."""
    point = tokens.spki("ec-p256")[-64:]
    x, y = int.from_bytes(point[:32], "big"), int.from_bytes(point[32:], "big") ^ 1
    if tokens.P256.is_on(x, y):
        raise SystemExit("the point is on the curve")
    key = b"\4" + tokens.raw(tokens.P256, x, y)
    return pem("PUBLIC KEY", public_der("06072a8648ce3d0201" "06082a8648ce3d030107", key))


def small_order():
    """A public key of Ed25519 that is the neutral element: it verifies one signature for every message."""
    return pem("PUBLIC KEY", public_der("06032b6570", b"\1" + bytes(31)))


def pem(tag, data, width=64):
    text = base64.b64encode(data).decode()
    lines = [text[at:at + width] for at in range(0, len(text), width)]
    return "\n".join([f"-----BEGIN {tag}-----", *lines, f"-----END {tag}-----", ""]).encode()


def rsa_numbers(name):
    """version, n, e, d, p, q, dp, dq, qi of a private key."""
    return der_integers(openssl("rsa", "-in", KEYS / name, "-traditional", "-outform", "DER"))


# --- Key formats of SSH -------------------------------------------------------------------------

def ssh_bytes(data):
    return len(data).to_bytes(4, "big") + data


def ssh_integer(number):
    return ssh_bytes(number.to_bytes(number.bit_length() // 8 + 1, "big"))


def ssh_point(key):
    """The name of SSH's algorithm for a pair that is not RSA, and what follows it in the public key (RFC 5656, RFC 8709)."""
    der = tokens.spki(key)
    if key.endswith("ed25519"):
        return "ssh-ed25519", ssh_bytes(der[-32:])
    size = tokens.curve_of(key).size
    return f"ecdsa-sha2-nistp{8 * size}", ssh_bytes(f"nistp{8 * size}".encode()) + ssh_bytes(der[-2 * size - 1:])


def ssh_name(key):
    return "ssh-rsa" if key.endswith("2048") else ssh_point(key)[0]


def ssh_public(key):
    if key.endswith("2048"):
        _, n, e, *_ = rsa_numbers(f"{key}.private.pem")
        return ssh_bytes(b"ssh-rsa") + ssh_integer(e) + ssh_integer(n)
    name, point = ssh_point(key)
    return ssh_bytes(name.encode()) + point


def ssh_line(key):
    return lambda: f"{ssh_name(key)} {base64.b64encode(ssh_public(key)).decode()} test\n".encode()


def ssh_file(key):
    """RFC 4716: lines of at most 72 characters, and a comment before them."""
    def make():
        text = base64.b64encode(ssh_public(key)).decode()
        lines = [text[at:at + 70] for at in range(0, len(text), 70)]
        comment = ['Comment: "a 2048-bit key, as ssh-keygen -e \\', 'writes it"']
        return "\n".join(["---- BEGIN SSH2 PUBLIC KEY ----", *comment, *lines, "---- END SSH2 PUBLIC KEY ----", ""]).encode()
    return make


def ssh_private(key):
    """What follows the algorithm's name in a private key: PROTOCOL.key, and draft-miller-ssh-agent, section 3.2."""
    if key.endswith("2048"):
        _, n, e, d, p, q, _, _, qi = rsa_numbers(f"{key}.private.pem")
        return b"".join(map(ssh_integer, [n, e, d, qi, p, q]))
    if key.endswith("ed25519"):
        public = tokens.spki(key)[-32:]
        seed = openssl("pkey", "-in", KEYS / f"{key}.private.pem", "-outform", "DER")[-32:]
        return ssh_bytes(public) + ssh_bytes(seed + public)
    return ssh_point(key)[1] + ssh_integer(tokens.private_number(key))


def openssh_private(key):
    """OpenSSH's PROTOCOL.key: no passphrase, one key."""
    private = bytes(8) + ssh_bytes(ssh_name(key).encode()) + ssh_private(key) + ssh_bytes(b"test")
    private += bytes(range(1, 1 + -len(private) % 8))
    head = b"openssh-key-v1\0" + ssh_bytes(b"none") * 2 + ssh_bytes(b"") + (1).to_bytes(4, "big")
    return pem("OPENSSH PRIVATE KEY", head + ssh_bytes(ssh_public(key)) + ssh_bytes(private), 70)


def openssh_encrypted(key):
    """ssh-keygen writes a key with a passphrase in OpenSSH's form."""
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "key"
        file.write_bytes(openssl("pkey", "-in", KEYS / f"{key}.private.pem", "-traditional"))
        file.chmod(0o600)
        subprocess.run(["ssh-keygen", "-q", "-p", "-P", "", "-N", PASSPHRASE.removeprefix("pass:"), "-f", file], check=True,
                       stdout=subprocess.DEVNULL)
        return file.read_bytes()


# --- The keys --------------------------------------------------------------------------------

def generated(*options):
    return lambda: openssl("genpkey", *options)


def public_of(name, *options):
    return lambda: openssl("pkey", "-in", KEYS / name, "-pubout", *options)


def rsa_of(name, *options):
    return lambda: openssl("rsa", "-in", KEYS / name, *options)


def sec1_of(name, *options):
    return lambda: openssl("ec", "-in", KEYS / name, *options)


def only_public(algorithm, *options):
    """The public half of a new key whose private half is not kept."""
    def make():
        with tempfile.NamedTemporaryFile() as file:
            arguments = ["-algorithm", algorithm, *options]
            if algorithm == "DSA":
                file.write(openssl("genpkey", "-genparam", *arguments))
                file.flush()
                arguments = ["-paramfile", file.name]
            return openssl("pkey", "-pubout", data=openssl("genpkey", *arguments))
    return make


def jwk_of(key, **more):
    return lambda: (tokens.jwk_text(key, **more) + "\n").encode()


def private_jwk(key):
    """RFC 7518, sections 6.2.2 and 6.3.2, and RFC 8037, section 2: a public JWK with its private part."""
    def make():
        if key == "ed25519":
            private = {"d": b64url(openssl("pkey", "-in", KEYS / "ed25519.private.pem", "-outform", "DER")[-32:])}
        elif "-p" in key:
            private = {"d": tokens.b64number(tokens.private_number(key), tokens.curve_of(key).size)}
        else:
            numbers = rsa_numbers(f"{key}.private.pem")[3:]
            private = dict(zip(["d", "p", "q", "dp", "dq", "qi"], map(tokens.b64number, numbers)))
        return (tokens.jwk_text(key, **private) + "\n").encode()
    return make


# The kid of each public key in the JWK set. The last RSA key is an older one.
SET = {"rsa-2048": "rsa-1", "ec-p256": "p256-1", "ec-p384": "p384-1", "ed25519": "ed25519-1", "other-2048": "rsa-0"}


def jwk_set():
    return (tokens.jwks_text(*(tokens.jwk(key, kid=kid, use="sig") for key, kid in SET.items())) + "\n").encode()


def rfc7515_private():
    number = {k: int.from_bytes(base64.urlsafe_b64decode(v + "=="), "big") for k, v in RFC7515_JWK.items()}
    n, e, d, p, q = (number[k] for k in "nedpq")
    if p * q != n or pow(pow(2, e, n), d, n) != 2:
        raise SystemExit("the numbers of RFC 7515 A.2 are not an RSA key")
    numbers = [0, n, e, d, p, q, d % (p - 1), d % (q - 1), pow(q, -1, p)]
    return openssl("pkcs8", "-topk8", "-nocrypt", "-inform", "DER", data=der_sequence(*map(der_integer, numbers)))


def certificate(key):
    """A self-signed certificate from 2020 to 2999. Only `openssl ca` takes dates."""
    private = KEYS / f"{key}.private.pem"
    digest = "null" if key == "ed25519" else "sha256"
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        (folder / "index").write_text("")
        (folder / "ca.cnf").write_text(
            f"[ca]\ndefault_ca=ca\n[ca]\ndatabase={folder}/index\nnew_certs_dir={folder}\ndefault_md={digest}\n"
            "policy=policy\nrand_serial=yes\n[policy]\ncommonName=supplied\n[req]\ndistinguished_name=dn\n[dn]\n")
        request = openssl("req", "-new", "-key", private, "-subj", "/CN=visitorseal test", "-config", folder / "ca.cnf")
        (folder / "request").write_bytes(request)
        return openssl("ca", "-config", folder / "ca.cnf", "-selfsign", "-keyfile", private, "-in", folder / "request", "-startdate", "20200101000000Z", "-enddate", "29991231235959Z",
                       "-batch", "-notext")


CLAIMS = {"name": "Jane Doe", "isLoggedIn": True}


def token_with(alg, sign):
    text = signing_input(CLAIMS, compact({"typ": "JWT", "alg": alg}))
    return lambda: f"{text}.{b64url(sign(text.encode()))}".encode()


def ps256(message):
    return rsa_sign(message, "rsa-2048", "sha256", "-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:32")


def es256(message):
    return tokens.signature("ES256", "ec-p256", message)


def eddsa(message):
    return tokens.signature("EdDSA", "ed25519", message)


RECIPES = {
    "rsa-2048.private.pem": generated("-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"),
    "rsa-2048.private.pkcs1.pem": rsa_of("rsa-2048.private.pem", "-traditional"),
    "rsa-2048.public.pem": public_of("rsa-2048.private.pem"),
    "rsa-2048.public.pkcs1.pem": rsa_of("rsa-2048.private.pem", "-RSAPublicKey_out"),
    "rsa-2048.literal-newlines.txt": lambda: (KEYS / "rsa-2048.private.pem").read_bytes().replace(b"\n", b"\\n"),
    "other-2048.private.pem": generated("-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"),
    "other-2048.public.pem": public_of("other-2048.private.pem"),
    "rsa-4096.private.pem": generated("-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:4096"),
    "rsa-4096.public.pem": public_of("rsa-4096.private.pem"),
    "rsa-1024.private.pem": generated("-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:1024"),
    "rsa-1024.public.pem": public_of("rsa-1024.private.pem"),
    "rsa-2047.private.pem": generated("-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2047"),
    "rsa-2047.public.pem": public_of("rsa-2047.private.pem"),
    "rsa-e1.public.pem": lambda: pem("PUBLIC KEY", rsa_public_der(rsa_numbers("rsa-2048.private.pem")[1], 1)),
    "encrypted.pkcs8.pem": lambda: openssl("pkcs8", "-topk8", "-v2", "aes-256-cbc", "-in",
                                           KEYS / "rsa-2048.private.pem", "-passout", PASSPHRASE),
    "encrypted.legacy.pem": rsa_of("rsa-2048.private.pem", "-traditional", "-aes256", "-passout", PASSPHRASE),
    "certificate.pem": lambda: certificate("rsa-2048"),
    "certificate.ec-p256.pem": lambda: certificate("ec-p256"),
    "certificate.ed25519.pem": lambda: certificate("ed25519"),
    "request.pem": lambda: openssl("req", "-new", "-key", KEYS / "rsa-2048.private.pem", "-subj", "/CN=visitorseal test"),
    "ec-p256.private.pem": generated("-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"),
    "ec-p256.public.pem": public_of("ec-p256.private.pem"),
    "ed25519.private.pem": generated("-algorithm", "ED25519"),
    "ed25519.public.pem": public_of("ed25519.private.pem"),
    "ec-p256.private.sec1.pem": sec1_of("ec-p256.private.pem"),
    # As `openssl ecparam -name prime256v1 -genkey` writes a key.
    "ec-p256.private.params.pem": lambda: (pem("EC PARAMETERS", bytes.fromhex("06082a8648ce3d030107"))
                                           + (KEYS / "ec-p256.private.sec1.pem").read_bytes()),
    "ec-p256-off-curve.public.pem": off_curve,
    "ec-p384.private.pem": generated("-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384"),
    "ec-p384.private.sec1.pem": sec1_of("ec-p384.private.pem"),
    "ec-p384.public.pem": public_of("ec-p384.private.pem"),
    "ec-p521.private.pem": generated("-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-521"),
    "ec-p521.public.pem": public_of("ec-p521.private.pem"),
    "ec-secp256k1.private.pem": generated("-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:secp256k1"),
    "ec-secp256k1.public.pem": public_of("ec-secp256k1.private.pem"),
    "ed25519-small-order.public.pem": small_order,
    "ed448.public.pem": only_public("ED448"),
    "x25519.private.pem": generated("-algorithm", "X25519"),
    "x25519.public.pem": public_of("x25519.private.pem"),
    "rsa-pss.private.pem": generated("-algorithm", "RSA-PSS", "-pkeyopt", "rsa_keygen_bits:2048"),
    "rsa-pss.public.pem": public_of("rsa-pss.private.pem"),
    "dsa.public.pem": only_public("DSA", "-pkeyopt", "dsa_paramgen_bits:2048"),
    "encrypted.sec1.pem": sec1_of("ec-p256.private.pem", "-aes256", "-passout", PASSPHRASE),
    "other-p256.private.pem": generated("-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"),
    "other-p256.public.pem": public_of("other-p256.private.pem"),
    "other-p384.private.pem": generated("-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384"),
    "other-p384.public.pem": public_of("other-p384.private.pem"),
    "other-ed25519.private.pem": generated("-algorithm", "ED25519"),
    "other-ed25519.public.pem": public_of("other-ed25519.private.pem"),
    "rsa-2048.jwk.json": jwk_of("rsa-2048"),
    "rsa-2048.private.jwk.json": private_jwk("rsa-2048"),
    "ec-p256.jwk.json": jwk_of("ec-p256"),
    "ec-p256.private.jwk.json": private_jwk("ec-p256"),
    "ec-p384.jwk.json": jwk_of("ec-p384"),
    "ed25519.jwk.json": jwk_of("ed25519"),
    "ed25519.private.jwk.json": private_jwk("ed25519"),
    "public.jwks.json": jwk_set,
    "openssh.private.pem": lambda: openssh_private("rsa-2048"),
    "openssh.ec-p256.private.pem": lambda: openssh_private("ec-p256"),
    "openssh.ed25519.private.pem": lambda: openssh_private("ed25519"),
    "openssh.encrypted.pem": lambda: openssh_encrypted("rsa-2048"),
    "ssh.public.txt": ssh_line("rsa-2048"),
    "ssh.ec-p256.public.txt": ssh_line("ec-p256"),
    "ssh.ed25519.public.txt": ssh_line("ed25519"),
    "ssh.rfc4716.txt": ssh_file("rsa-2048"),
    "ssh.rfc4716.ed25519.txt": ssh_file("ed25519"),
    "two-keys.public.pem": lambda: b"".join((KEYS / f"{name}-2048.public.pem").read_bytes() for name in ["rsa", "other"]),
    "empty.pem": lambda: b"",
    "rfc7515-a2.private.pem": rfc7515_private,
    "rfc7515-a2.public.pem": public_of("rfc7515-a2.private.pem"),
    # These signatures differ each time, so they are made once, like a key.
    "ps256.token.txt": token_with("PS256", ps256),
    "es256.token.txt": token_with("ES256", es256),
    "eddsa.token.txt": token_with("EdDSA", eddsa),
}


def make_missing():
    KEYS.mkdir(exist_ok=True)
    for name, recipe in RECIPES.items():
        path = KEYS / name
        if not path.exists():
            path.write_bytes(recipe())
            print("made", path.name)
