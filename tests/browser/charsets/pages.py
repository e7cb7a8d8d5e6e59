"""Makes pages with Django's tag and middleware for the task on standard input, in each charset."""

import base64
import codecs
import json
import sys

from django.conf import settings

task = json.load(sys.stdin)
TAG = "visitorseal.django.templatetags.visitorseal"
MIDDLEWARE = "visitorseal.django.middleware.VisitorScriptMiddleware"

settings.configure(
    SECRET_KEY="x" * 50,
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=["visitorseal.django"],
    MIDDLEWARE=[MIDDLEWARE],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {
                "builtins": [TAG],
                "context_processors": ["django.template.context_processors.request"],
            },
        }
    ],
    VISITORSEAL={"shop": {"scheme": "bookbag", "secret": task["secret"], "visitor": lambda request: task["visitor"]}},
)

import django  # noqa: E402

django.setup()

from django.http import HttpResponse  # noqa: E402
from django.template import engines  # noqa: E402
from django.test import Client, override_settings  # noqa: E402
from django.urls import path  # noqa: E402

from visitorseal.django.views import visitor_fields  # noqa: E402


def page(request, tag):
    script = '{% visitor_script "shop" %}' if tag == "tag" else ""
    template = engines["django"].from_string("{{ head|safe }}" + script + "{{ tail|safe }}")
    return HttpResponse(template.render({"head": task["head"], "tail": task["tail"]}, request))


urlpatterns = [path("visitor/<str:brand>", visitor_fields), path("<str:tag>", page)]


def base64_text(data):
    return base64.b64encode(data).decode()


for framework, address in [("Django's tag", "/tag"), ("Django's middleware", "/middleware")]:
    for charset in task["charsets"]:
        line = {"framework": framework, "charset": charset["name"]}
        with override_settings(DEFAULT_CHARSET=codecs.lookup(charset["codec"]).name):
            try:
                line["page"] = base64_text(Client().get(address).content)
            except UnicodeError as error:
                line["error"] = str(error)
        print(json.dumps(line))
    print(json.dumps({"framework": framework, "page": base64_text(Client().get(address).content)}))
print(json.dumps({"framework": "Django's tag", "fields": base64_text(Client().get("/visitor/shop").content)}))
