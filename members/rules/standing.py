"""Standing of a person on a day, from what was recorded by the end of that day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from members.rules.knobs import RENEWAL_WINDOW


class Standing(TextChoices):
    """How a person stands to the association on a day."""

    PROSPECT = "prospect", _("guest")
    APPLIED = "applied", _("applied")
    ACTIVE = "active", _("member")
    DUE = "due", _("renewal due")
    GRACE = "grace", _("in grace")
    LAPSED = "lapsed", _("lapsed")
    RESIGNED = "resigned", _("resigned")
    HONORARY = "honorary", _("honorary member")
    DECEASED = "deceased", _("died")


# Between jobs nothing is asked for, so nothing is due.
BETWEEN = "between"
CURRENT = frozenset({Standing.ACTIVE, Standing.DUE, Standing.GRACE, Standing.HONORARY})


@dataclass(frozen=True)
class Cover:
    """The facts of one membership: half-open [start, end), no end = without end."""

    start: date
    end: date | None
    recorded_on: date
    grace_days: int = 30
    honorary: bool = False
    voided_on: date | None = None
    resigned_on: date | None = None
    resigned_recorded_on: date | None = None
    basis: str = "dues"

    def known(self, day: date) -> bool:
        """Whether it was recorded, and not voided, by the end of `day`."""
        return self.recorded_on <= day and (self.voided_on is None or self.voided_on > day)

    def left(self, day: date) -> bool:
        """Whether a resignation recorded by `day` has taken effect."""
        return (
            self.resigned_on is not None
            and self.resigned_recorded_on is not None
            and max(self.resigned_on, self.resigned_recorded_on) <= day
        )

    def leaving(self, day: date) -> bool:
        """Whether a resignation was recorded by `day`, in effect or not."""
        return self.resigned_recorded_on is not None and self.resigned_recorded_on <= day


@dataclass(frozen=True)
class Passing:
    """A death: its day, when it was recorded, and when that was taken back as wrong."""

    died_on: date
    recorded_on: date
    voided_on: date | None = None

    def known(self, day: date) -> bool:
        """Whether on `day` the person was believed to have died by then."""
        told = max(self.died_on, self.recorded_on) <= day
        return told and (self.voided_on is None or self.voided_on > day)


def standing(
    covers: Iterable[Cover],
    day: date,
    *,
    deaths: Iterable[Passing] = (),
    window: int = RENEWAL_WINDOW.default,
    applied: bool = False,
) -> Standing:
    """Standing on `day`; `window` is the days before the last paid day when renewal is due.

    Memberships never overlap, so the one that started last decides; before the first one,
    `applied` says whether an application was open on that day.
    """
    if any(death.known(day) for death in deaths):
        return Standing.DECEASED
    known = [cover for cover in covers if cover.known(day)]
    started = [cover for cover in known if cover.start <= day]
    if not started:
        return Standing.APPLIED if applied else Standing.PROSPECT
    last = max(started, key=lambda cover: cover.start)
    if last.left(day):
        return Standing.RESIGNED
    if last.end is None or day < last.end:
        followed = any(cover.start > last.start for cover in known)
        settled = followed or last.leaving(day) or last.basis == BETWEEN
        return _running(last, day, settled=settled, window=window)
    if day < last.end + timedelta(days=last.grace_days):
        return Standing.GRACE
    return Standing.LAPSED


def _running(cover: Cover, day: date, *, settled: bool, window: int) -> Standing:
    if cover.honorary:
        return Standing.HONORARY
    if cover.end is None or settled or day < cover.end - timedelta(days=window + 1):
        return Standing.ACTIVE
    return Standing.DUE
