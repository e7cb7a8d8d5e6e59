"""A site with htmx, Django's admin and a strict Content-Security-Policy. `serve_htmx.py` sets the rest."""

from pathlib import Path
from tempfile import TemporaryDirectory

scratch = TemporaryDirectory(prefix="htmxsite-")

SECRET_KEY = "a key for tests"
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "htmxsite.urls"
INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "visitorseal.django",
    "htmxsite",
]
MIDDLEWARE = [
    "htmxsite.policy.policy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "visitorseal.django.middleware.VisitorScriptMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": Path(scratch.name) / "site.sqlite3"}}
STATIC_URL = "/static/"
USE_TZ = True

# The folder of htmx, the widget's code, and a file of the element that the package does not have.
HTMX = WIDGET = ELEMENT_FILE = None
# `element` or `inline`: what the templates' tag writes. With `INSERT` the middleware writes it, also into the admin's pages.
WAY = "element"
INSERT = False
VISITORSEAL = {"shop": {"scheme": "bookbag", "secret": "the agent's signing secret"}}
