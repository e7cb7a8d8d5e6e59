from pathlib import Path

from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

# Signs out without a page. Pages of htmx run it once in a window.
SITE_SCRIPT = """
document.addEventListener('click', function (event) {
  if (event.target.id !== 'sign-out-fetch') return;
  var token = document.querySelector('[name=csrfmiddlewaretoken]').value;
  fetch('/sign-out/', {method: 'POST', headers: {'X-CSRFToken': token}}).then(function () {
    document.getElementById('who').textContent = 'nobody';
  });
});
"""
# Records each call. A widget of Bookbag's has this function.
WIDGET = """
window.calls = window.calls || [];
window.bookbag = function () { window.calls.push(Array.prototype.slice.call(arguments)); };
"""


def page(request, name="home"):
    return render(request, f"{name}.html", _context())


def part(request):
    """A fragment for htmx to swap in."""
    return HttpResponse(b"<p id='swapped'>A part of the page</p>")


@require_POST
def sign_in(request):
    login(request, get_object_or_404(User, username=request.POST["user"]))
    return redirect("/")


def sign_out(request):
    """Signs out by GET too, as older sites do."""
    logout(request)
    return redirect("/")


def script(request, setting):
    file = getattr(settings, setting)
    if file is None and setting == "WIDGET":
        return _javascript(WIDGET)
    return _javascript(_file(Path(file)).read_bytes())


def site_script(request):
    return _javascript(SITE_SCRIPT)


def _file(path):
    """The path itself, or the built htmx in a folder, such as that of the npm package htmx.org."""
    names = ("htmx.min.js", "htmx.js", "dist/htmx.min.js", "dist/htmx.js")
    return next((path / name for name in names if (path / name).is_file()), path)


def _javascript(code):
    return HttpResponse(code, content_type="text/javascript")


def _context():
    return {
        "tag": None if settings.INSERT else settings.WAY,
        "own_file": settings.ELEMENT_FILE is not None,
        "file": f"visitorseal/{settings.VISITORSEAL['shop']['scheme']}.js",
        "has_file": settings.WAY == "element",
    }
