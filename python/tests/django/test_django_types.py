"""The type hints of the package."""

import subprocess
import sys

import pytest


def test_mypy_accepts_the_package_strictly(tmp_path):
    pytest.importorskip("mypy", reason="mypy is not installed")
    pytest.importorskip("mypy_django_plugin", reason="django-stubs is not installed")
    command = [sys.executable, "-m", "mypy", "--strict", "--package", "visitorseal.django"]
    checked = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
    assert checked.returncode == 0, checked.stdout + checked.stderr
