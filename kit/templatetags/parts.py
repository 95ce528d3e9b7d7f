"""Tags and filters the page parts are made with; loaded in every template as built-ins."""

from collections.abc import Sequence
from datetime import datetime
from zlib import crc32
from zoneinfo import ZoneInfo

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.template.context import Context
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from kit.clock import hours

register = template.Library()

HUES = 8
UNDO = "undo:"
# Pictures that point along the line of reading.
TURNING = {"back", "next"}


@register.filter
def initials(name: object) -> str:
    """At most two letters for a name: `Ada King of Lovelace` -> `AL`."""
    words = [word for word in str(name or "").split() if word[0].isalpha()]
    if not words:
        return "?"
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


@register.filter
def hue(key: object) -> str:
    """The CSS class of one of eight quiet colours, always the same for the same key."""
    return f"hue-{crc32(str(key).encode()) % HUES}"


@register.filter
def percent(part: int | None, whole: int | None) -> int:
    """How much of the whole, 0 to 100; 0 where there is no whole."""
    return max(0, min(100, round(100 * (part or 0) / whole))) if whole else 0


@register.filter
def item(row: Sequence, index: int) -> object:
    """The element at an index; nothing beyond the end."""
    return row[index] if index < len(row) else ""


@register.filter
def undo_url(message: object) -> str:
    """The local address put into a message's extra_tags as `undo:/some/path/`, else nothing."""
    for word in (getattr(message, "extra_tags", "") or "").split():
        if word.startswith(f"{UNDO}/") and not word.startswith(f"{UNDO}//"):
            return word.removeprefix(UNDO)
    return ""


@register.filter
def page_range(page: Page) -> list[int | str]:
    """The page numbers worth showing, with `…` for gaps."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))


@register.simple_tag
def languages() -> list[tuple[str, str]]:
    """Code and own name of each language; Django's own tag would translate the names."""
    return list(settings.LANGUAGES)


@register.simple_tag
def icon(name: str) -> SafeString:
    """One picture of our own sprite; decoration only, so the words beside it carry the meaning."""
    return format_html(
        '<svg class="icon{}" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        " turns" if name in TURNING else "",
        static("img/icons.svg"),
        name,
    )


@register.simple_tag
def face(name: str, key: object, photo_url: str = "", size: str = "") -> SafeString:
    """A photo or coloured initials: decoration beside a name. `size` is "" or "large"."""
    if photo_url:
        return format_html(
            '<img class="face {}" src="{}" alt="" width="96" height="96" loading="lazy">',
            size,
            photo_url,
        )
    # Each value is escaped.
    return SafeString(  # nosec B703
        f'<span class="face {escape(size)} {hue(key)}" aria-hidden="true">'
        f"{escape(initials(name))}</span>"
    )


@register.simple_tag
def person_row(
    name: str,
    key: object,
    href: str = "",
    note: str = "",
    badge: str = "",
    tone: str = "",
    photo_url: str = "",
    symbol: str = "",
) -> SafeString:
    """One person in a `<ul class="people">`. `symbol` is an icon in place of the face, `tone`
    belongs to the badge.

    A page may hold a hundred of these: nested templates, or `format_html` for each piece, would
    cost more than all the rest of it. So every value is escaped here, one by one.
    """
    if symbol:
        picture = f'<span class="face vacant" aria-hidden="true">{icon(symbol)}</span>'
    else:
        picture = face(name, key, photo_url)
    called = (
        f'<a class="name" href="{escape(href)}">{escape(name)}</a>'
        if href
        else f'<span class="name">{escape(name)}</span>'
    )
    said = f'<span class="note">{escape(note)}</span>' if note else ""
    marked = f'<span class="badge {escape(tone)}">{escape(badge)}</span>' if badge else ""
    # Each value is escaped.
    return SafeString(  # nosec B703
        f'<li class="person">{picture}<span class="text">{called}{said}</span>{marked}</li>'
    )


@register.simple_tag(takes_context=True)
def nav_link(context: Context, url_name: str, label: str, exact: bool = False) -> SafeString | str:
    """A list item with a link, marked where the reader is; nothing while the address is unknown."""
    try:
        url = reverse(url_name)
    except NoReverseMatch:
        return ""
    path = getattr(context.get("request"), "path", "")
    here = path == url or (not exact and url != "/" and path.startswith(url))
    current = format_html(' aria-current="{}"', "page" if path == url else "true") if here else ""
    return format_html('<li><a href="{}"{}>{}</a></li>', url, current, label)


def local(at: datetime, zone: str) -> datetime:
    """The instant on the wall clock of an IANA zone; without one, of the current zone."""
    return timezone.localtime(at, ZoneInfo(zone) if zone else None)


def timed(at: datetime, words: str) -> SafeString:
    """Words for an instant, with the exact instant and offset for machines."""
    stamp = at.isoformat(timespec="minutes")
    return format_html('<time datetime="{}">{}</time>', stamp, words)


def day_words(at: datetime) -> str:
    """`Tuesday 24 November 2026`, in the order the reader's language wants."""
    return date_format(at, pgettext("full day", "l j F Y"))


def clock_words(start: datetime, end: datetime | None = None, with_zone: bool = False) -> str:
    """`7 p.m.`, `7 p.m.–9 p.m.`, `19:00–21:00 CET`: wall-clock times already in their zone."""
    return hours(start, end, with_zone=with_zone)


@register.simple_tag
def local_day(at: datetime, zone: str = "") -> SafeString:
    """The weekday and date of an instant in a zone."""
    there = local(at, zone)
    return timed(there, day_words(there))


@register.simple_tag
def local_time(
    start: datetime,
    zone: str = "",
    end: datetime | None = None,
    with_zone: bool = False,
) -> SafeString:
    """The time of an instant in a zone, to `end` where given, with the zone's name where asked."""
    there = local(start, zone)
    return timed(there, clock_words(there, local(end, zone) if end else None, with_zone))


@register.simple_tag
def when(
    start: datetime, end: datetime | None = None, zone: str = "", with_zone: bool = True
) -> SafeString:
    """Day and time in one: `Tuesday 24 November 2026, 7 p.m.–9 p.m. CET`."""
    there, until = local(start, zone), local(end, zone) if end else None
    if until and until.date() != there.date() and (until - there).total_seconds() >= 24 * 3600:
        return format_html(
            "{} – {}", timed(there, day_words(there)), timed(until, day_words(until))
        )
    return timed(there, f"{day_words(there)}, {clock_words(there, until, with_zone)}")


@register.simple_tag
def date_parts(at: datetime, zone: str = "") -> dict[str, str]:
    """What a date block shows: month, day, weekday, year, and the stamp for machines."""
    there = local(at, zone)
    return {
        "month": date_format(there, "M"),
        "day": date_format(there, "j"),
        "weekday": date_format(there, "D"),
        "year": date_format(there, "Y"),
        "stamp": there.date().isoformat(),
    }
