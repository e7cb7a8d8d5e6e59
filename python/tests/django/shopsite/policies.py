"""The two ways to a strict Content-Security-Policy in Django, each as the settings that it takes."""

import django
import pytest

from .settings import MIDDLEWARE

SCRIPTS = "visitorseal.django.middleware.VisitorScriptMiddleware"
DJANGO = "django.middleware.csp.ContentSecurityPolicyMiddleware"
DJANGO_CSP = "csp.middleware.CSPMiddleware"


def django_settings(*after):
    """Django's own, since 6.0."""
    if django.VERSION < (6, 0):
        pytest.skip("Django has a Content-Security-Policy of its own since 6.0")
    from django.utils.csp import CSP

    policy = {"default-src": [CSP.NONE], "script-src": [CSP.NONCE]}
    return {"MIDDLEWARE": [*MIDDLEWARE, DJANGO, *after], "SECURE_CSP": policy}


def django_csp_settings(*after):
    """The package django-csp."""
    constants = pytest.importorskip("csp.constants", reason="django-csp is not installed")
    policy = {"default-src": [constants.NONE], "script-src": [constants.NONCE]}
    return {
        "MIDDLEWARE": [*MIDDLEWARE, DJANGO_CSP, *after],
        "CONTENT_SECURITY_POLICY": {"DIRECTIVES": policy},
    }


def both_settings(*after):
    """Both at once: one nonce, in the header of whichever writes it first."""
    django_csp_settings()
    return django_settings(DJANGO_CSP, *after)


EACH = [django_settings, django_csp_settings]
ALL = [*EACH, both_settings]
