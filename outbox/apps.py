from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class OutboxConfig(AppConfig):
    name = "outbox"
    verbose_name = _("Letters")

    def ready(self) -> None:
        """Let upper packages fill the composer socket: each has a module `sockets`."""
        autodiscover_modules("sockets")
