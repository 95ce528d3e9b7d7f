"""Every part of a page in every state, as `/parts/` shows it: snippets a page could hold.

Groups have translated names; the words in the snippets are examples. A test holds them beside
templates/parts/ and the tags: who adds a part shows it here.
"""

# ruff: noqa: E501 -- a snippet stands on one line, as in a page

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SCHEMES = ("light", "dark")
WIDTHS = (320, 768, 1280)


@dataclass(frozen=True)
class Part:
    """One part: its name, its group, (what is shown, template snippet) per state, and the
    height of its frame in CSS pixels where no script measures it."""

    name: str
    group: Promise
    states: tuple[tuple[str, str], ...]
    height: int = 360


def parts() -> dict[Promise, list[Part]]:
    """Group -> its parts, in the order they are read."""
    groups: dict[Promise, list[Part]] = {}
    for part in PARTS:
        groups.setdefault(part.group, []).append(part)
    return groups


def part_named(name: str) -> Part | None:
    """The part of that name, or none."""
    return next((part for part in PARTS if part.name == name), None)


def _file(name: str, words: str = "") -> str:
    given = f" with {words}" if words else ""
    return f'{{% include "parts/{name}.html"{given} %}}'


def _people(*rows: str) -> str:
    return f'<ul class="people">{"".join(f"{{% person_row {row} %}}" for row in rows)}</ul>'


def _chart(tag: str) -> str:
    return f"{{% load charts %}}{{% {tag} %}}"


BUTTON = '<button class="button {}"{}>{}</button>'
BUTTONS = "".join(
    BUTTON.format(*words)
    for words in (
        ("primary", "", "Primary"), ("", "", "Plain"), ("quiet", "", "Quiet"),
        ("danger", "", "Danger"), ("chosen", "", "Chosen"), ("primary", " disabled", "Disabled"),
    )
)  # fmt: skip
TABLE = (
    '<div class="table-wrap"><table class="table" role="table"><thead role="rowgroup">'
    '<tr role="row"><th role="columnheader" scope="col">Who</th>'
    '<th role="columnheader" scope="col">Came</th></tr></thead><tbody role="rowgroup">'
    '<tr role="row"><td role="cell" data-label="Who">A. Example</td>'
    '<td role="cell" class="number" data-label="Came">0</td></tr>'
    '<tr role="row"><td role="cell" data-label="Who">{{ long }}</td>'
    '<td role="cell" class="number" data-label="Came">1,234,567</td></tr></tbody></table></div>'
)

PARTS = (
    Part("site_head", _("Page"), (
        ("A stranger", _file("site_head", "user=stranger")),
        ("A member", _file("site_head", "user=member")),
        ("An officer", _file("site_head", "user=officer")),
    ), 520),
    Part("site_foot", _("Page"), (
        ("A stranger", _file("site_foot", "user=stranger")),
        ("A member", _file("site_foot", "user=member")),
    ), 460),
    Part("demo_banner", _("Page"), (("In the demo", _file("demo_banner")),), 160),
    Part("factor_banner", _("Page"), (
        ("In the days of grace", _file("factor_banner", "proof_by=today")),
        ("Afterwards", _file("factor_banner", "proof_by=today rests=1")),
    ), 260),
    Part("languages", _("Page"), (("Buttons", _file("languages")),), 140),
    Part("kept_styles", _("Page"), (("Nothing to see: the links of the shell", _file("kept_styles")),), 120),
    Part("page_head", _("Page"), (
        ("Title alone", _file("page_head", 'title="Members"')),
        ("With everything", _file("page_head", 'title="An example" eyebrow="Series" lead="What it is about." back_url="/" back_label="Home"')),
        ("Long", _file("page_head", "title=long lead=long_word")),
    ), 620),
    Part("buttons", _("Forms"), (("All looks", f'<p class="actions">{BUTTONS}</p>'),), 340),
    Part("form", _("Forms"), (
        ("Untouched", '<form class="form">{{ form }}</form>'),
        ("Refused", '<form class="form">{{ refused }}</form>'),
    ), 900),
    Part("field", _("Forms"), (
        ("With help", '<div class="form">{{ form.name.as_field_group }}</div>'),
        ("Optional", _file("field", "field=form.email")),
        ("Error", _file("field", "field=refused.email")),
        ("Choices", _file("field", "field=form.how")),
        ("Disabled", _file("field", "field=form.fixed")),
        ("To be ticked", _file("field", "field=refused.yes")),
    ), 820),
    Part("error_summary", _("Forms"), (
        ("Errors", _file("error_summary", "form=refused")),
        ("None: nothing is shown", _file("error_summary", "form=form")),
    )),
    Part("search", _("Forms"), (
        ("Empty", _file("search", 'label="Find a member" hint="Name or city"')),
        ("Filled", _file("search", 'label="Find a member" q=long')),
    )),
    Part("meeting_card", _("Meetings"), (
        ("Plain facts", _file("meeting_card", 'meeting=meeting speakers="A. Example"')),
        ("Seats and an answer", _file("meeting_card", "meeting=meeting seating=some answer=waiting")),
        ("Full, online", _file("meeting_card", "meeting=online seating=full")),
        ("Cancelled", _file("meeting_card", "meeting=cancelled")),
        ("Long", _file("meeting_card", "meeting=wordy speakers=long plain=1")),
    ), 900),
    Part("date_block", _("Meetings"), (
        ("Small", _file("date_block", "at=at zone=zone")),
        ("Large, with the year", _file("date_block", 'at=at zone=zone size="large" show_year=1')),
    ), 420),
    Part("answer_badge", _("Meetings"), (
        ("Each state", "{% for state in answers %}" + _file("answer_badge", "state=state") + " {% endfor %}"),
        ("A long queue", _file("answer_badge", 'state="waitlisted" number=12345')),
    ), 240),
    Part("seat_meter", _("Meetings"), (
        ("Nobody yet", _file("seat_meter", "taken=0 capacity=20")),
        ("One seat left", _file("seat_meter", "taken=19 capacity=20")),
        ("Full, people waiting", _file("seat_meter", "taken=20 capacity=20 waiting=128")),
        ("No limit", _file("seat_meter", "taken=1 capacity=None")),
        ("No limit, many", _file("seat_meter", "taken=12345 capacity=None")),
    ), 480),
    Part("ticket", _("Meetings"), (
        ("A member", '{% include "events/ticket_part.html" with ticket=ticket %}'),
        ("A guest, long names", '{% include "events/ticket_part.html" with ticket=guest_ticket %}'),
    ), 760),
    Part("qr", _("Meetings"), (("A code", '{% load codes %}{% qr "EXAMPLE" "An example of a code" %}'),), 300),
    Part("times", _("Meetings"), (
        ("Day", "{% local_day at zone %}"),
        ("Hour", "{% local_time at zone with_zone=True %}"),
        ("Both", "{% when at meeting.ends_at zone %}"),
        ("Pieces", "{% date_parts at zone as part %}{{ part.weekday }} {{ part.day }} {{ part.month }} {{ part.year }}"),
    ), 420),
    Part("person_row", _("People"), (
        ("Looks", _people(
            '"A. Example" "a" note="Exampleton"',
            '"B. Example" "b" href="/" badge="Member" tone="good"',
            'long "c" note=long_word badge="Lapsed" tone="bad"',
            '"Vacant" "d" symbol="seat"',
        )),
        ("Nobody", _people()),
    ), 460),
    Part("face", _("People"), (
        ("Initials", '{% face "A. Example" "a" %} {% face "" "none" %} {% face long "b" size="large" %}'),
        ("Photo", '{% static "img/icon-192.png" as photo %}{% face "A. Example" "a" photo_url=photo %}'),
    ), 300),
    Part("standing_badge", _("People"), (
        ("Each standing", "{% for one in standings %}" + _file("standing_badge", "standing=one") + " {% endfor %}"),
    ), 220),
    Part("notice", _("Messages"), (
        ("For your information", _file("notice", 'text="The room has changed."')),
        ("Good", _file("notice", 'text="Noted." tone="good"')),
        ("Careful", _file("notice", 'title="Dues" text="They are due." tone="warn" href="/" action="Renew"')),
        ("Bad, long", _file("notice", 'text=long_word tone="bad" title=long')),
    ), 620),
    Part("empty", _("Messages"), (
        ("What to do next", _file("empty", 'title="No meeting yet" text="The first one is being planned." href="/" action="See the archive" symbol="calendar"')),
        ("Title alone", _file("empty", 'title="Nobody here"')),
    ), 560),
    Part("toast", _("Messages"), (
        ("Said", _file("toast", 'text="Noted: you are coming."')),
        ("With undo", _file("toast", 'text="Checked in." undo="/undo/"')),
        ("Failed, long", _file("toast", 'text=long tone="error"')),
    ), 420),
    Part("toast_oob", _("Messages"), (("Beside an htmx answer", _file("toast_oob", 'text="Noted."')),), 180),
    Part("pager", _("Lists"), (
        ("First page", _file("pager", "page=first")),
        ("Between", _file("pager", "page=middle")),
        ("Last of very many", _file("pager", "page=last")),
    ), 440),
    Part("table", _("Lists"), (("Cards on a phone", TABLE),), 420),
    Part("icon", _("Pictures"), (
        ("All", '<p class="row">{% for name in icons %}<span>{% icon name %} {{ name }}</span>{% endfor %}</p>'),
    ), 460),
    Part("bar_chart", _("Charts"), (
        ("Some", _chart('bar_chart pairs "Said yes" "Month" "Members"')),
        ("Limits and below nothing", _chart('bar_chart odd_pairs "Very different" "What" "How many"')),
        ("Nothing", _chart('bar_chart nothing "Said yes" "Month" "Members"')),
    ), 760),
    Part("line_chart", _("Charts"), (
        ("Two lines", _chart('line_chart lines "Said yes and came" "Month" "Said yes" "Came"')),
        ("One point", _chart('line_chart one_line "Said yes" "Month" "Said yes"')),
        ("Nothing", _chart('line_chart nothing "Said yes" "Month" "Said yes"')),
    ), 980),
    Part("sparkline", _("Charts"), (
        ("A year", _chart('sparkline sparks "Came" "Month" "Members"')),
        ("Nothing", _chart('sparkline nothing "Came" "Month" "Members"')),
    ), 360),
    Part("timeline", _("Charts"), (
        ("A seat and an empty row", _chart('timeline rows "Seats" "Seat" today')),
        ("Nothing", _chart('timeline nothing "Seats" "Seat" today')),
    ), 560),
)  # fmt: skip
