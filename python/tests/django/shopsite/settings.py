"""A site with one brand, as `startproject` makes it."""

from pathlib import Path
from tempfile import TemporaryDirectory

scratch = TemporaryDirectory(prefix="shopsite-")

SECRET_KEY = "a key for tests"
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "shopsite.urls"
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "visitorseal.django",
    "shopsite",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "visitorseal.django.middleware.VisitorMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
            ],
        },
    },
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {"extensions": ["visitorseal.django.jinja2.VisitorExtension"]},
    },
]
DATABASES = {
    "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": Path(scratch.name) / "shop.sqlite3"},
}
USE_TZ = True

SECRET = "the agent's signing secret"
VISITORSEAL = {"shop": {"scheme": "bookbag", "secret": SECRET}}

OWN_SCHEME = """
name = "own"
vendor = "Own"
document = "https://example.com/"
read = 2026-11-20
contact = "{id}"
[signature]
kind = "hmac"
hash = "sha256"
secret = "text"
message = "{id}"
result = "hex"
[fields]
id = "{id}"
hash = "{signature}"
[refused]
status = 403
error = "who_are_you"
"""
