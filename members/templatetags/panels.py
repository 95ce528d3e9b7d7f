"""`{% slot "person" person now %}`: what upper packages add to a page."""

from datetime import datetime
from typing import Any

from django import template
from django.template.context import RequestContext
from django.template.loader import render_to_string
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from members.panels import panels

register = template.Library()


@register.simple_tag(takes_context=True)
def slot(context: RequestContext, page: str, about: Any, at: datetime) -> SafeString:
    """The panels of a page about this, rendered one after the other."""
    request = context["request"]
    rendered = [
        render_to_string(name, values, request=request)
        for name, values in panels(page, about, request.user, at)
    ]
    return format_html_join("", "{}", ((panel,) for panel in rendered))
