"""A tie explains itself: why two people know each other, and a first line to write."""

from collections.abc import Mapping
from datetime import date
from urllib.parse import quote

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from network.models import Touch
from network.queries.people import Known


def reasons(one: Known) -> list[str]:
    """Sentences without names, the weightiest first: "5 meetings since March 2024"."""
    found: Mapping[str, tuple[int, date]] = {
        source: (count, first) for source, count, first in one.reasons
    }
    said = []
    if "meeting" in found:
        count, first = found["meeting"]
        since = date_format(first, "YEAR_MONTH_FORMAT")
        words = ngettext(
            "{count} meeting together, in {since}", "{count} meetings together since {since}", count
        )
        said.append(words.format(count=count, since=since))
    if "role" in found:
        months = found["role"][0]
        words = ngettext(
            "{months} month in the same body", "{months} months in the same body", months
        )
        said.append(words.format(months=months))
    if "job" in found:
        count = found["job"][0]
        words = ngettext("{count} job done together", "{count} jobs done together", count)
        said.append(words.format(count=count))
    if "coffee" in found:
        count = found["coffee"][0]
        words = ngettext(
            "{count} lunch or coffee together", "{count} lunches or coffees together", count
        )
        said.append(words.format(count=count))
    if one.touches:
        last = one.touches[0]
        how = Touch.Channel(last.channel).label
        said.append(_("{how} on {day}").format(how=how, day=date_format(last.on)))
    return said


def silence(one: Known, day: date) -> str:
    """How long ago the last contact was."""
    return ago(one.last_on, day)


def ago(then: date, day: date) -> str:
    """How long before `day` that was, in the largest fitting unit."""
    days = (day - then).days
    if days < 1:
        return _("today")
    if days < 14:
        return ngettext("{count} day ago", "{count} days ago", days).format(count=days)
    if days < 60:
        weeks = days // 7
        return ngettext("{count} week ago", "{count} weeks ago", weeks).format(count=weeks)
    months = round(days / 30.44)
    if months < 24:
        return ngettext("{count} month ago", "{count} months ago", months).format(count=months)
    years = days // 365
    return ngettext("{count} year ago", "{count} years ago", years).format(count=years)


def memory(one: Known) -> str:
    """The meeting both were at, in words; empty where there was none."""
    if one.memory is None:
        return ""
    month = date_format(one.memory.on, "YEAR_MONTH_FORMAT")
    if one.memory.topic:
        return _("You were both at “{topic}” in {month}.").format(
            topic=one.memory.topic, month=month
        )
    return _("You were both at {title} in {month}.").format(title=one.memory.title, month=month)


def memory_between(one: Known) -> str:
    """The same memory as one of the two tells the other."""
    if one.memory is None:
        return ""
    what = one.memory.topic or one.memory.title
    month = date_format(one.memory.on, "YEAR_MONTH_FORMAT")
    words = _("I just thought of “{what}” in {month}, where we both were.")
    return words.format(what=what, month=month)


def first_line(one: Known) -> str:
    """A line to begin with, to be changed at will."""
    name = one.person.first_name
    if one.memory is None:
        return _("Hello {name}, we have not spoken for a while. How are you?").format(name=name)
    year = one.memory.on.year
    what = one.memory.topic or one.memory.title
    return _(
        "Hello {name}, I just thought of “{what}” in {year}, where we both were. How are you?"
    ).format(name=name, what=what, year=year)


def ways(one: Known) -> list[tuple[str, str, str]]:
    """(kind, address, words) of the ways to reach this person that they show."""
    line = quote(first_line(one))
    found = []
    if one.phone:
        number = "".join(c for c in one.phone if c.isdigit() or c == "+")
        found.append(("call", f"tel:{number}", _("Call")))
        found.append(("text", f"sms:{number}?&body={line}", _("Text")))
    if one.email:
        address = quote(one.email, safe="@+")
        found.insert(0, ("mail", f"mailto:{address}?body={line}", _("Write")))
    return found
