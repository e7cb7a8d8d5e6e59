"""The rows that need a new interpreter for each measurement."""

import subprocess
import sys
from time import perf_counter_ns

VISITOR = '{"id": "user-123", "name": "Jane Doe", "email": "jane@example.com", "attributes": {"plan": "growth"}}'
SCRIPT = f"""
from visitorseal import Signer
print(Signer("bookbag", "a secret").sign({VISITOR}).script("bm9uY2U="))
"""
SCRIPT_BY_HAND = f"""
import hashlib, hmac, json
visitor = {VISITOR}
metadata = {{"name": visitor["name"], "email": visitor["email"], **visitor["attributes"]}}
digest = hmac.new(b"a secret", visitor["id"].encode(), hashlib.sha256).hexdigest()
fields = json.dumps({{"user_id": visitor["id"], "user_hash": digest, "user_metadata": metadata}})
fields = fields.replace("<", "\\\\u003c").replace(">", "\\\\u003e").replace("&", "\\\\u0026")
print(f"<script nonce=\\"bm9uY2U=\\">window.bookbag('identify', {{fields}});</script>")
"""
KEPT = """
import gc, os, sys
signers = int(sys.argv[1])
def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
make(0)
gc.collect()
before = resident()
kept = [make(index) for index in range(signers)]
print((resident() - before) / signers)
"""
SIGNER = "from visitorseal import Signer\nmake = lambda index: Signer('bookbag', f'a secret {index}')\n"
HMAC = "import hmac\nmake = lambda index: hmac.new(f'a secret {index}'.encode(), digestmod='sha256')\n"


def printed(code, *arguments):
    """The number that a new interpreter prints."""
    return float(subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, check=True).stdout)


def took(statement):
    """The nanoseconds that a new interpreter needs for a statement."""
    return printed(f"import time; start = time.perf_counter_ns(); {statement}; print(time.perf_counter_ns() - start)")


def lived(code):
    """The nanoseconds from the start of an interpreter to its end."""
    start = perf_counter_ns()
    subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    return perf_counter_ns() - start


# The name, what we compare with, the unit, what measures, and the two codes.
ROWS = [
    ("load time", "import hmac, hashlib", "ns", took, "import visitorseal", "import hmac, hashlib"),
    ("cold start to the first script", "hmac, json.dumps", "ns", lived, SCRIPT, SCRIPT_BY_HAND),
]
# Only Linux tells the memory so exactly.
if sys.platform == "linux":
    ROWS.append(("memory of a signer", "a kept HMAC object", "bytes", printed, SIGNER + KEPT, HMAC + KEPT))


def measured(rounds):
    rows = []
    signers = 10_000 if rounds > 1 else 1_000
    for name, than, unit, measure, *codes in ROWS:
        arguments = [str(signers)] if unit == "bytes" else []
        # The first round fills the system's caches.
        repeat = (min(rounds, 2) if unit == "bytes" else rounds) + 1
        pairs = [[measure(code, *arguments) for code in codes] for _ in range(repeat)]
        rows.append((name, than, unit, pairs[1:]))
    return rows
