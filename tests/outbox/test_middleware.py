"""During a request every instant is told on the association's clock."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.http import HttpResponse
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from outbox.middleware import AssociationClock, AssociationClockMiddleware
from outbox.models import Letterhead
from outbox.queries import letterhead

pytestmark = pytest.mark.django_db
# Hypothesis takes its bounds without a zone.
YEARS = (datetime(2000, 1, 1), datetime(2040, 1, 1))  # noqa: DTZ001
EVENING = datetime(2026, 11, 24, 18, 0, tzinfo=UTC)


@pytest.fixture
def berlin():
    return Letterhead.objects.create(
        name="The Circle", timezone="Europe/Berlin", sender="circle@example.org",
        signer_name="The office", reply_to="office@example.org", founded_at=EVENING,
    )  # fmt: skip


def answered(view):
    return AssociationClockMiddleware(view)(RequestFactory().get("/"))


def told(request) -> HttpResponse:
    words = Template("{{ at|date:'H:i' }} {{ at|date:'H:i' }}")
    return HttpResponse(words.render(Context({"at": EVENING})))


def test_a_page_tells_an_instant_on_the_clock_of_the_letterhead(berlin):
    assert answered(told).content == b"19:00 19:00"


def test_before_set_up_the_clock_is_utc():
    assert answered(told).content == b"18:00 18:00"


def test_the_zone_is_asked_for_once_and_only_if_an_instant_is_told(
    berlin, django_assert_num_queries
):
    with django_assert_num_queries(1):
        answered(told)
    with django_assert_num_queries(0):
        answered(lambda request: HttpResponse("no time of day"))


def test_after_the_request_the_clock_is_as_before(berlin):
    before = timezone.get_current_timezone_name()

    answered(told)

    assert timezone.get_current_timezone_name() == before


def test_the_database_cuts_days_by_the_name_of_the_zone(berlin):
    answered(lambda request: HttpResponse(timezone.get_current_timezone_name()))

    with timezone.override(AssociationClock(letterhead())):
        assert timezone.get_current_timezone_name() == "Europe/Berlin"


@given(at=st.datetimes(*YEARS, timezones=st.just(UTC)))
def test_the_clock_goes_as_its_zone_gap_and_fold_included(at):
    clock = AssociationClock(Letterhead(timezone="Europe/Berlin"))
    assert clock.own == ZoneInfo("Europe/Berlin")

    here, there = at.astimezone(clock), at.astimezone(clock.own)

    assert here.replace(tzinfo=None) == there.replace(tzinfo=None)
    assert (here.fold, here.utcoffset(), here.dst(), here.tzname()) == (
        there.fold, there.utcoffset(), there.dst(), there.tzname(),
    )  # fmt: skip
    assert here.astimezone(UTC) - at == timedelta(0)
