"""The application for `INSTALLED_APPS`."""

from django.apps import AppConfig
from django.core.checks import register


class VisitorsealConfig(AppConfig):
    """Adds the template tags and the system checks. It has no models."""

    name = "visitorseal.django"
    label = "visitorseal"
    verbose_name = "visitorseal"

    def ready(self) -> None:
        """Registers the system checks."""
        from . import checks

        for check in checks.CHECKS:
            register(check, "visitorseal")
        for check in checks.DEPLOYMENT_CHECKS:
            register(check, "visitorseal", deploy=True)
