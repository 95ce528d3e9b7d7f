"""Paper for the door as tagged PDF: the sign-in sheet and the name badges."""

from itertools import batched

from django.template.loader import render_to_string

from events.models import Meeting
from events.queries.sheets import badges, lines
from kit import pdf
from outbox.queries import letterhead

# Empty lines at the end of the sheet, for those who come unannounced.
EMPTY = 15
BADGES_A_PAGE = 10


def sign_in_sheet(meeting: Meeting) -> bytes:
    """The numbered sheet with room to sign, in the active language. Raises kit.pdf.NoPdf."""
    found = {"lines": lines(meeting), "empty": range(EMPTY)}
    return _paper("sheet", meeting, found)


def name_badges(meeting: Meeting) -> bytes:
    """Ten badges of 90 x 54 mm to a page, to be cut along the lines. Raises kit.pdf.NoPdf."""
    pages = [list(batched(page, 2)) for page in batched(badges(meeting), BADGES_A_PAGE)]
    return _paper("badges", meeting, {"pages": pages})


def _paper(name: str, meeting: Meeting, found: dict) -> bytes:
    css = render_to_string(f"events/pdf/{name}.css")
    context = found | {"meeting": meeting, "head": letterhead()}
    return pdf.render(render_to_string(f"events/pdf/{name}.html", context), css)
