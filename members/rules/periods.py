"""Periods of membership: months that end on the right day, renewals, runs without a gap."""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from members.rules.standing import Cover


def add_months(start: date, months: int, anchor: int | None = None) -> date:
    """`months` later on day `anchor` (default: the start's day), or that month's last day."""
    index = start.year * 12 + start.month - 1 + months
    year, month = divmod(index, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(anchor or start.day, last))


def next_period(
    *,
    today: date,
    months: int | None,
    ends: date | None = None,
    grace_days: int = 0,
    anchor: int | None = None,
) -> tuple[date, date | None]:
    """The half-open period a payment received `today` buys; no months = without end.

    `ends` is the first day no longer paid, None for somebody new. Up to the end of the grace days
    the next period follows without a gap; later it starts today, which is a reinstatement.
    """
    if ends is None or today >= ends + timedelta(days=grace_days):
        start, anchor = today, None
    else:
        start = ends
    return start, None if months is None else add_months(start, months, anchor)


@dataclass(frozen=True)
class Run:
    """An unbroken stretch of membership: since when, until which first day not covered."""

    since: date
    ends: date | None


def current_run(covers: Iterable[Cover], day: date) -> Run | None:
    """The last unbroken stretch known on `day` that began by then; None if there never was one.

    A gap of even a day, or a resignation, starts a new run.
    """
    known = sorted((c for c in covers if c.known(day) and c.start <= day), key=lambda c: c.start)
    run: Run | None = None
    for cover in known:
        ends = _effective_end(cover, day)
        joins = run is not None and run.ends is not None and run.ends == cover.start
        run = Run(run.since if run is not None and joins else cover.start, ends)
    return run


def _effective_end(cover: Cover, day: date) -> date | None:
    if cover.resigned_on is None or not cover.leaving(day):
        return cover.end
    return cover.resigned_on if cover.end is None else min(cover.end, cover.resigned_on)
