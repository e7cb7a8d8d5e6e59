"""Many threads and forked processes share one signer and one verifier."""

import concurrent.futures
import ctypes
import json
import os
import sys
import threading

import pytest
import visitorseal
from samples import JANE, NOW, PRIVATE, PUBLIC, SECRET

PAIRS = {
    "hmac": (visitorseal.Signer("bookbag", SECRET), visitorseal.Verifier("bookbag", SECRET)),
    "rsa": (visitorseal.Signer("orlo", PRIVATE), visitorseal.Verifier("orlo", PUBLIC)),
}
SIGNER, VERIFIER = PAIRS["rsa"]
FIELDS = SIGNER.sign(JANE, now=NOW).fields
each_pair = pytest.mark.parametrize("signer, verifier", PAIRS.values(), ids=PAIRS)


def name_verified(signer, verifier, name):
    verified = verifier.verify(signer.sign(JANE, name=name, now=NOW).fields, now=NOW)
    return {**verified.unsigned, **verified.signed}["name"]


@each_pair
def test_each_of_many_threads_gets_its_own_result(signer, verifier):
    names = [f"Jane {number}" for number in range(400)]
    with concurrent.futures.ThreadPoolExecutor(16) as threads:
        assert list(threads.map(lambda name: name_verified(signer, verifier, name), names)) == names


LONG_CALLS = {
    "sign": lambda: [SIGNER.sign(JANE, now=NOW) for _ in range(300)],
    "sign-many": lambda: SIGNER.sign_many([JANE] * 300, now=NOW),
    "sign-many with a shared secret": lambda: PAIRS["hmac"][0].sign_many([JANE] * 30_000, now=NOW),
    "verify": lambda: [VERIFIER.verify(FIELDS, now=NOW) for _ in range(3000)],
    "verify-json": lambda: [VERIFIER.verify_json(json.dumps(FIELDS), now=NOW) for _ in range(3000)],
    "explain": lambda: [visitorseal.explain("orlo", PUBLIC, FIELDS, now=NOW) for _ in range(300)],
}


@pytest.fixture
def no_thread_switches():
    """Turns off the switch of threads by time, so that only a released GIL lets another thread run."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1000)
    yield
    sys.setswitchinterval(interval)


@pytest.mark.parametrize("call", LONG_CALLS.values(), ids=LONG_CALLS)
def test_other_threads_run_during_a_long_call(call, no_thread_switches):
    finished = threading.Event()
    thread = threading.Thread(target=lambda: (call(), finished.set()))
    thread.start()  # returns when the thread releases the GIL
    ran_meanwhile = not finished.is_set()
    thread.join()
    assert ran_meanwhile and finished.is_set()


@each_pair
def test_interrupting_a_thread_inside_a_call_does_not_harm_the_others(signer, verifier):
    class Interruption(Exception):
        pass

    def work(started):
        try:
            while True:
                signed = signer.sign(JANE, now=NOW)
                started.set()
                verifier.verify(signed.fields, now=NOW)
        except Interruption:
            pass

    for _ in range(20):
        started = threading.Event()
        thread = threading.Thread(target=work, args=(started,))
        thread.start()
        started.wait()
        interrupt = ctypes.pythonapi.PyThreadState_SetAsyncExc
        assert interrupt(ctypes.c_ulong(thread.ident), ctypes.py_object(Interruption)) == 1
        thread.join(30)
        assert not thread.is_alive()
        assert name_verified(signer, verifier, "Jane") == "Jane"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
@each_pair
def test_a_forked_process_signs_and_verifies(signer, verifier):
    child = os.fork()
    if child == 0:
        # Never returns into the test runner.
        try:
            os._exit(0 if name_verified(signer, verifier, "Jane") == "Jane" else 1)
        finally:
            os._exit(2)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    assert name_verified(signer, verifier, "Jane") == "Jane"
