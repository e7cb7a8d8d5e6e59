"""Counts comparisons, and prints those that fail."""

import re
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Callable

from gaps import GAPS, gap_of
from programs import Stopped, do_jobs

# Of the comparisons of one topic that fail.
PRINTED = 10


@dataclass
class Task:
    """A job for a library, and `wrong`, which says what is wrong with the answer, or gives None."""

    topic: str
    name: str
    # What gaps.py calls it.
    skill: str
    job: dict
    wrong: Callable[[dict], str | None] = lambda answer: answer.get("error")
    answer: dict = field(default_factory=dict)


def wrong_result(result, expected):
    """What is wrong with a result of visitorseal that must be this, or must be refused with this code and field."""
    got = result if isinstance(expected, dict) else (result.get("code"), result.get("field"))
    return None if got == expected else f"visitorseal says {got}, not {expected}"


class Report:
    def __init__(self):
        self.passed = Counter()
        self.failed = Counter()
        self.gaps = Counter()
        # The library that is compared now, with its version.
        self.library = ""

    def check(self, topic, name, wrong):
        """Counts a comparison."""
        if wrong is None:
            self.passed[self.library, topic] += 1
            return
        self.failed[self.library, topic] += 1
        if self.failed[self.library, topic] <= PRINTED:
            print(f"failed: {self.library} {topic}: {name}: {wrong}")

    @contextmanager
    def expect(self, topic, name, code=None):
        """Counts whether visitorseal refuses its configuration with this code, or does not refuse it."""
        try:
            yield
            got = None
        except Stopped as error:
            got = str(error)
        found = re.match(r"visitorseal: (\w+)", got or "")
        right = got is None if code is None else bool(found) and found[1] == code
        self.check(topic, name, None if right else f"visitorseal says {got or 'nothing'}, not {code or 'nothing'}")

    def run(self, library, tasks):
        """Lets a library do the tasks. The result is the tasks that it did, without those that fall into a gap."""
        self.library, answers = do_jobs(library, [task.job for task in tasks])
        done = []
        for task, task.answer in zip(tasks, answers):
            gap = gap_of(self.library, task.skill)
            if gap is None:
                self.check(task.topic, task.name, task.wrong(task.answer))
                if "error" not in task.answer:
                    done.append(task)
            elif "error" in task.answer:
                self.gaps[gap] += 1
            elif task.wrong(task.answer) is None:
                self.check(task.topic, task.name, "it knows this now. Take the gap out of gaps.py")
        return done

    def print(self):
        """Prints the result, and gives the exit status."""
        for library, topic in dict.fromkeys([*self.passed, *self.failed]):
            failed = self.failed[library, topic]
            count = self.passed[library, topic]
            print(f"failed: {library} {topic}: {failed} of {failed + count}" if failed else f"ok: {library} {topic}: {count}")
        for gap in GAPS:
            if self.gaps[gap]:
                print(f"gap: {gap.library} {gap.why}")
        print(f"tokens: {self.passed.total()} passed, {self.failed.total()} failed")
        return 1 if self.failed else 0
