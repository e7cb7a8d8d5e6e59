"""bench.py [--rounds NUMBER]   Measures visitorseal beside what people write by hand, and prints the rounds for tools/bench."""

import argparse
import json

import calls
import processes

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--rounds", type=int, help="the rounds of each row; fewer are quicker")
parser.add_argument("--json", action="store_true", help=argparse.SUPPRESS)
asked = parser.parse_args().rounds
for measured in (calls.measured(asked or 31), processes.measured(asked or 15)):
    for name, than, unit, rounds in measured:
        ours, theirs = zip(*rounds)
        print(json.dumps({"name": name, "than": than, "unit": unit, "ours": ours, "theirs": theirs}), flush=True)
