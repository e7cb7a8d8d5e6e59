from functools import cache

from django.conf import settings
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_POST

from visitorseal import Signer

from .visitors import CUSTOMERS, visitor

BRANDS = list(settings.VISITORSEAL)
PAGES = [f"/{brand}" for brand in BRANDS]
# On these pages the window stays when a customer signs in or out. Orlo documents no sign-out, so its page is loaded again.
KEPT = [brand for brand in BRANDS if brand != "orlo"]

# No cache may store a page with a visitor's script.
private = cache_control(private=True, no_store=True)


class SeeOther(HttpResponseRedirect):
    status_code = 303


@private
@require_GET
def page(request, brand=""):
    late = request.GET.get("late", "")
    late = f"?late={late}" if late.isascii() and late.isdigit() else ""
    context = {
        "brands": BRANDS,
        "brand": brand,
        "keeps_window": brand in KEPT,
        "file": f"visitorseal/{brand}.js",
        "customers": CUSTOMERS,
        "customer": visitor(request),
        "widget": f"{settings.DESK}/widgets/{brand}.js{late}",
    }
    return render(request, "page.html", context)


@private
@require_GET
def orlo_mobile(request):
    """The page of Orlo's widget for mobile apps. The token in its address says who the visitor is."""
    customer = visitor(request)
    return SeeOther(orlo().sign(customer).url() if customer else "/orlo")


@cache
def orlo():
    """The signer for the mobile page, created at its first request."""
    brand = settings.VISITORSEAL["orlo"]
    return Signer("orlo", brand["secret"].read_text(), **brand["settings"])


@private
@require_POST
def sign_in(request):
    request.session["customer"] = request.POST.get("customer")
    return back(request)


@private
@require_POST
def sign_out(request):
    request.session.flush()
    return back(request)


def back(request):
    """Redirects only to the shop's own pages, because anyone can edit the form."""
    path = request.POST.get("next")
    return SeeOther(path if path in PAGES else "/")
