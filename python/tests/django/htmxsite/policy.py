"""A strict Content-Security-Policy. Only inline scripts need a nonce."""

import secrets

from django.conf import settings


def policy(get_response):
    """Middleware that sets the header, and `request.csp_nonce` if the site writes inline scripts."""

    def middleware(request):
        scripts = "'self'"
        if settings.WAY == "inline":
            request.csp_nonce = secrets.token_urlsafe(16)
            scripts += f" 'nonce-{request.csp_nonce}'"
        response = get_response(request)
        response["Content-Security-Policy"] = f"default-src 'self'; script-src {scripts}; base-uri 'none'"
        return response

    return middleware
