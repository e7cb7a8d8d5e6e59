"""What the support widgets are told of who is signed in."""

import json

from django.conf import settings

# The customers by the key to sign in by; the rest is in the visitor's words.
with (settings.BASE_DIR.parent / "customers.json").open(encoding="utf-8") as file:
    CUSTOMERS = {customer.pop("key"): customer for customer in json.load(file)}


def visitor(request):
    """Who is signed in, or nobody."""
    return CUSTOMERS.get(request.session.get("customer"))
