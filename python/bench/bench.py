"""Compares visitorseal with what people write by hand.

Each row is one interleaved run: a round takes our time and theirs, and the ratio is the median of the rounds' ratios.
--json prints one object: {"language", "version", "rows": [{"name", "ours_ns", "theirs_ns", "ratio"}]}. The memory of a
signer is in bytes: "ours_bytes" and "theirs_bytes".
"""

import argparse
import json
import platform
from statistics import median

import calls
import processes

SCALES = [(1e6, "ms"), (1e3, "us"), (1, "ns")]


def row_of(name, than, unit, rounds):
    """A round is a pair: our number and theirs."""
    ours, theirs = (median(side) for side in zip(*rounds))
    ratio = median(our / their for our, their in rounds)
    return {"name": name, "than": than, f"ours_{unit}": ours, f"theirs_{unit}": theirs, "ratio": ratio}


def shown(row, side):
    if f"{side}_bytes" in row:
        return f"{row[f'{side}_bytes']:.0f} B"
    time = row[f"{side}_ns"]
    scale, unit = next((pair for pair in SCALES if time >= pair[0]), SCALES[-1])
    return f"{time / scale:.2f} {unit}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--rounds", type=int, help="the rounds of each row; fewer are quicker")
    options = parser.parse_args()
    measured = calls.measured(options.rounds or 31) + processes.measured(options.rounds or 15)
    rows = [row_of(*row) for row in measured]
    if options.json:
        print(json.dumps({"language": "python", "version": platform.python_version(), "rows": rows}))
        return
    print(f"{'Python ' + platform.python_version():<34}{'beside':<34}{'ours':>12}{'theirs':>12}   ratio")
    for row in rows:
        print(f"{row['name']:<34}{row['than']:<34}{shown(row, 'ours'):>12}{shown(row, 'theirs'):>12}{row['ratio']:>8.3f}")


main()
