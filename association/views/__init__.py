"""Home pages, the set-up, health, and the pages nobody wants to see."""

from association.views.errors import csrf_failure, server_error
from association.views.health import healthz
from association.views.home import home
from association.views.setup import setup

__all__ = ["csrf_failure", "healthz", "home", "server_error", "setup"]
