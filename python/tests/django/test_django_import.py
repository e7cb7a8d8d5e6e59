"""The package can be imported before there are settings, as INSTALLED_APPS and settings modules do."""

import subprocess
import sys

import pytest
from django.apps import apps

PUBLIC = ["", ".apps", ".brands", ".jinja2", ".middleware", ".templatetags.visitorseal", ".test", ".views"]


@pytest.mark.parametrize("module", PUBLIC)
def test_a_module_is_imported_without_settings(module):
    code = (
        f"import visitorseal.django{module}; from django.apps import apps; from django.conf import settings;"
        "assert not settings.configured and not apps.ready"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_application_has_a_label_of_its_own():
    assert apps.get_app_config("visitorseal").name == "visitorseal.django"
