"""Does jobs with PyJWT. README.md says what a job is."""

import base64
import json
import sys
import warnings

import jwt

# The suite has a short secret on purpose.
warnings.simplefilter("ignore", jwt.warnings.InsecureKeyLengthWarning)


def key_of(job):
    key = job["key"]
    if "secret" in key:
        return base64.b64decode(key["secret"])
    if "jwk" in key:
        return jwt.PyJWK(key["jwk"], job["algorithm"]).key
    return key["pem"]


def make(job):
    key = None if job["algorithm"] == "none" else key_of(job)
    return {"token": jwt.encode(job["claims"], key, job["algorithm"], headers=job["header"])}


def verify(job):
    claims = jwt.decode(
        job["token"],
        key_of(job),
        algorithms=[job["algorithm"]],
        issuer=job["issuer"],
        audience=job["audience"],
        options={"require": ["exp"]},
    )
    return {"claims": claims, "header": jwt.get_unverified_header(job["token"])}


def jwk_of(job):
    algorithm = jwt.get_algorithm_by_name(job["algorithm"])
    return algorithm.to_jwk(algorithm.prepare_key(key_of(job)), as_dict=True) | {"kid": job["kid"]}


def jwk(job):
    return {"jwk": jwk_of(job)}


def missing(owner, words):
    """Says that PyJWT has no call with such a name. If a version has one, gaps.py must say so no longer."""
    calls = [name for name in dir(owner) if any(word in name for word in words)]
    if not calls:
        raise NotImplementedError("no such call")
    return {"calls": calls}


def jwks(job):
    return missing(jwt.PyJWKSet, ("to_", "as_"))


def thumbprint(job):
    return missing(jwt.PyJWK, ("thumbprint",))


JOBS = {"make": make, "verify": verify, "jwk": jwk, "jwks": jwks, "thumbprint": thumbprint}


def answer(job):
    try:
        return JOBS[job["do"]](job)
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"}


answers = [answer(job) for job in json.load(sys.stdin)]
json.dump({"library": f"PyJWT {jwt.__version__}", "answers": answers}, sys.stdout)
