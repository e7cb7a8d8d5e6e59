import os
from pathlib import Path

from csp.constants import NONCE, NONE, SELF
from django.core.management.utils import get_random_secret_key

BASE_DIR = Path(__file__).parent.parent
DESK = os.environ["DESK"]
SECRETS = Path(os.environ["SECRETS"])

SECRET_KEY = get_random_secret_key()
SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = "shop.urls"
INSTALLED_APPS = ["django.contrib.sessions", "django.contrib.staticfiles", "csp", "visitorseal.django"]
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "shop" / "static"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "csp.middleware.CSPMiddleware",
    "visitorseal.django.middleware.VisitorMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "shop" / "templates"],
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    },
]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [NONCE],
        "style-src": [SELF],
        "connect-src": [SELF, DESK],
        "img-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}

# One brand per widget.
VISITORSEAL = {
    "reamaze": {"scheme": "reamaze", "secret": SECRETS / "reamaze.txt"},
    "fernand": {"scheme": "fernand", "secret": SECRETS / "fernand.txt"},
    "orlo": {
        "scheme": "orlo",
        "secret": SECRETS / "orlo-private.pem",
        "settings": {
            "widget_id": "demo",
            "lifetime": 3600,
            "embed_code": "<script>window.orloCustomer = 'JWT_TOKEN';</script>",
            "mobile_url": f"{DESK}/mobile/WIDGET_ID?jwt=JWT_TOKEN",
        },
    },
    "bookbag": {"scheme": "bookbag", "secret": SECRETS / "bookbag.txt"},
    "thread": {"scheme": "thread", "secret": SECRETS / "thread.txt", "settings": {"app_id": "demo"}},
}
for brand in VISITORSEAL.values():
    brand |= {"visitor": "shop.visitors.visitor", "email_verified": True}
