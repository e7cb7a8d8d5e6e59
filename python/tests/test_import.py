"""Importing the package loads and hides nothing else."""

import builtins
import pathlib
import subprocess
import sys

import visitorseal

LOADED = """
import sys
sys.path.insert(0, sys.argv[1])
before = set(sys.modules)
import visitorseal
print(*sorted(set(sys.modules) - before))
"""


def test_an_import_loads_no_module_but_its_own():
    package = pathlib.Path(visitorseal.__file__).parents[1]
    # Isolated and without `site`, which may load other modules.
    command = [sys.executable, "-I", "-S", "-c", LOADED, package]
    loaded = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert loaded == ["visitorseal", "visitorseal._core", "visitorseal._errors", "visitorseal._script"]


def test_a_star_import_hides_none_of_pythons_names():
    assert not set(visitorseal.__all__) & set(dir(builtins))
