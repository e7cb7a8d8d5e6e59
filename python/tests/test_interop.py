"""Digests are those of Python's hmac. Tokens work with other libraries in both directions."""

import base64
import hashlib
import hmac
import json

import pytest
import visitorseal
from samples import NOW, OTHER_PRIVATE, PRIVATE, PUBLIC, SECRET

SIGNER = visitorseal.Signer("orlo", PRIVATE)
VERIFIER = visitorseal.Verifier("orlo", PUBLIC)
VISITOR = {"name": "Jänne </script>", "email": "jane@example.com", "attributes": {"VIP": True, "Seats": 7}}
CLAIMS = {"name": VISITOR["name"], "isLoggedIn": True, "email": VISITOR["email"], **VISITOR["attributes"]}


@pytest.fixture
def jwt():
    return pytest.importorskip("jwt", reason="PyJWT is not installed")


@pytest.fixture
def joserfc():
    pytest.importorskip("joserfc", reason="joserfc is not installed")
    from joserfc import jwk, jwt

    class JoseRfc:
        """joserfc with PyJWT's calls."""

        @staticmethod
        def encode(claims, key, algorithm):
            return jwt.encode({"alg": algorithm, "typ": "JWT"}, claims, jwk.RSAKey.import_key(key))

        @staticmethod
        def decode(token, key, algorithms):
            return jwt.decode(token, jwk.RSAKey.import_key(key), algorithms=algorithms).claims

    return JoseRfc


@pytest.fixture(params=["jwt", "joserfc"])
def other(request):
    return request.getfixturevalue(request.param)


@pytest.mark.parametrize("size", [0, 1, 55, 56, 63, 64, 65, 1000])
@pytest.mark.parametrize("key_size", [1, 63, 64, 65, 200])
def test_a_digest_is_that_of_hmac(size, key_size):
    key, message = "k" * key_size, bytes(number % 256 for number in range(size))
    expected = hmac.new(key.encode(), message, hashlib.sha256).hexdigest()
    assert visitorseal.Signer("bookbag", key).digest(message) == expected


WRITTEN = {
    "hex": bytes.hex,
    "HEX": lambda mac: mac.hex().upper(),
    "base64": lambda mac: base64.b64encode(mac).decode(),
    "base64url": lambda mac: base64.urlsafe_b64encode(mac).decode().rstrip("="),
}


@pytest.mark.parametrize("result", WRITTEN)
@pytest.mark.parametrize("name", ["sha1", "sha256", "sha512"])
def test_a_digest_has_the_hash_and_the_form_of_its_scheme(name, result):
    scheme = visitorseal.Scheme.parse(
        'name = "own"\nvendor = "Own"\ndocument = "https://example.com/"\nread = 2026-11-20\n'
        f'[signature]\nkind = "hmac"\nhash = "{name}"\nsecret = "text"\nmessage = "{{id}}"\nresult = "{result}"\n'
        '[fields]\nid = "{id}"\nhash = "{signature}"\n'
    )
    signer = visitorseal.Signer(scheme, SECRET)
    messages = [f"user-{number}" for number in range(20)]
    expected = [WRITTEN[result](hmac.digest(SECRET.encode(), message.encode(), name)) for message in messages]
    assert [signer.digest(message) for message in messages] == expected
    assert signer.digest_many(messages) == expected
    assert [signer.sign(id=message).signature for message in messages] == expected
    assert scheme.algorithm == f"HMAC-{name.upper()}"


def test_other_libraries_read_our_tokens(other):
    assert other.decode(SIGNER.sign(VISITOR).signature, PUBLIC, algorithms=["RS256"]) == CLAIMS


def test_other_libraries_read_our_tokens_with_a_lifetime(jwt):
    signer = visitorseal.Signer("orlo", PRIVATE, lifetime=60)
    token = signer.sign(VISITOR, now=NOW).signature
    claims = jwt.decode(token, PUBLIC, algorithms=["RS256"], options={"verify_exp": False})
    assert claims == {**CLAIMS, "exp": NOW + 60}
    assert jwt.decode(signer.sign(VISITOR).signature, PUBLIC, algorithms=["RS256"])["exp"]
    with pytest.raises(jwt.ExpiredSignatureError):
        jwt.decode(signer.sign(VISITOR, now=1).signature, PUBLIC, algorithms=["RS256"])


def test_tokens_of_other_libraries_verify(other):
    verified = VERIFIER.verify({"jwt": other.encode(CLAIMS, PRIVATE, "RS256")})
    assert verified.signed == VISITOR


def test_tokens_of_other_libraries_expire(other):
    fields = {"jwt": other.encode({**CLAIMS, "iat": NOW, "exp": NOW + 60}, PRIVATE, "RS256")}
    assert VERIFIER.verify(fields, now=NOW + 59).is_verified
    with pytest.raises(visitorseal.Refused, match="token_expired"):
        VERIFIER.verify(fields, now=NOW + 60)


def test_a_token_by_another_key_is_refused(other):
    with pytest.raises(visitorseal.Refused, match="signature_mismatch"):
        VERIFIER.verify({"jwt": other.encode(CLAIMS, OTHER_PRIVATE, "RS256")})


@pytest.mark.parametrize("algorithm", ["RS384", "RS512", "PS256"])
def test_a_token_of_another_rsa_algorithm_is_refused(jwt, algorithm):
    with pytest.raises(visitorseal.Refused, match="algorithm_refused"):
        VERIFIER.verify({"jwt": jwt.encode(CLAIMS, PRIVATE, algorithm)})


@pytest.mark.parametrize("policy", ["required", "optional"])
def test_a_token_without_a_signature_is_refused(jwt, policy):
    token = jwt.encode(CLAIMS, None, "none")
    with pytest.raises(visitorseal.Refused, match="algorithm_refused"):
        visitorseal.Verifier("orlo", PUBLIC, policy=policy).verify({"jwt": token})


def signed_with_the_public_key(header):
    """PyJWT refuses to make such a token, because it recognizes a public key."""

    def part(value):
        return base64.urlsafe_b64encode(value).rstrip(b"=")

    message = part(json.dumps(header).encode()) + b"." + part(json.dumps(CLAIMS).encode())
    return (message + b"." + part(hmac.digest(PUBLIC.encode(), message, "sha256"))).decode()


def test_a_token_that_is_signed_with_the_public_key_as_a_secret_is_refused(jwt):
    token = signed_with_the_public_key({"alg": "HS256", "typ": "JWT"})
    made = [token, jwt.encode(CLAIMS, SECRET + "-and-so-many-more", "HS256")]
    for token in made:
        with pytest.raises(visitorseal.Refused, match="algorithm_refused"):
            VERIFIER.verify({"jwt": token})
    token = signed_with_the_public_key({"alg": "RS256", "typ": "JWT"})
    with pytest.raises(visitorseal.Refused, match="signature_mismatch"):
        VERIFIER.verify({"jwt": token})
