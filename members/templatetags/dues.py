"""The words beside a person on the dues board."""

from typing import Any

from django import template
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from members.rules import money

register = template.Library()


@register.simple_tag
def dues_amount(cents: int, currency: str) -> str:
    """An amount as people read it."""
    return money(cents, currency)


@register.simple_tag
def dues_note(row: Any) -> str:
    """Plan, last paid day and dues of a row of the board."""
    until = _("until {day}").format(day=date_format(row.last_day)) if row.last_day else ""
    return " · ".join(part for part in (row.plan.name, until, row.amount) if part)


@register.simple_tag
def dues_badge(row: Any, state: str) -> str:
    """How long it has been, or how long there is."""
    if row.last_day is None or state == "paid":
        return ""
    days = abs(row.late)
    if row.late > 0:
        return ngettext("{days} day ago", "{days} days ago", days).format(days=days)
    return ngettext("in {days} day", "in {days} days", days).format(days=days)


@register.simple_tag
def bank_amount(cents: int) -> str:
    """An amount of a statement, which names no currency."""
    return money(cents, "").strip()
