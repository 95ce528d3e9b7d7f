"""Papers on the association's letterhead."""

from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string

from kit import pdf
from outbox.queries import letterhead


def on_letterhead(template: str, context: Mapping[str, Any], *, css: str = "") -> bytes:
    """A tagged PDF of a template that extends `pdf/letter.html`, in the active language.

    `css` names a further style sheet. Raises kit.pdf.NoPdf where none can be drawn.
    """
    style = render_to_string("pdf/letter.css") + (render_to_string(css) if css else "")
    return pdf.render(render_to_string(template, {**context, "head": letterhead()}), style)
