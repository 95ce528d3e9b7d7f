"""`{% qr code label %}`: a code that a camera reads, drawn without a file of its own."""

from itertools import groupby

import segno
from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

QUIET = 4  # the white edge a scanner needs, in modules
# Any pattern can be read; trying all eight for the neatest one would take four times as long.
PATTERN = 3


@register.simple_tag
def qr(text: str, label: str) -> SafeString:
    """Text (at most 38 of 0-9 and A-Z make the smallest drawing) as an SVG; dark on white in both
    schemes and on paper. `label` is what is heard instead."""
    matrix = segno.make_qr(text, error="m", boost_error=False, mask=PATTERN).matrix
    size = len(matrix) + 2 * QUIET
    lines = [
        (run[0], y, len(run))
        for y, row in enumerate(matrix)
        for dark, cells in groupby(range(len(row)), row.__getitem__)
        if dark and (run := list(cells))
    ]
    return format_html(
        '<svg class="qr" role="img" aria-label="{0}" viewBox="0 0 {1} {1}"'
        ' shape-rendering="crispEdges"><rect width="{1}" height="{1}" fill="#fff"/>'
        '<path d="{2}" stroke="#000"/></svg>',
        label,
        size,
        "".join(f"M{x + QUIET} {y + QUIET}.5h{length}" for x, y, length in lines),
    )
