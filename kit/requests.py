"""What our middleware puts on a request, for the types' sake."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails


class HtmxRequest(HttpRequest):
    """A request that has passed django-htmx's middleware; true where htmx asks for a part."""

    htmx: HtmxDetails
