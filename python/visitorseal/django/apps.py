"""The application that `INSTALLED_APPS` names."""

from django.apps import AppConfig
from django.core.checks import register


class VisitorsealConfig(AppConfig):
    """Adds the template tags and the system checks; there are no models."""

    name = "visitorseal.django"
    label = "visitorseal"
    verbose_name = "visitorseal"

    def ready(self) -> None:
        """Registers the system checks."""
        from . import checks

        for check in checks.ALL:
            register(check, "visitorseal")
        for check in checks.OF_DEPLOYMENT:
            register(check, "visitorseal", deploy=True)
