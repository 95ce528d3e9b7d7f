"""Two people never fill one seat at once, whichever path and however many connections write."""

import threading
from collections.abc import Callable
from datetime import date

import pytest
from django.db import IntegrityError, OperationalError, connection
from django.db.backends.postgresql.psycopg_any import DateRange
from psycopg.errors import DeadlockDetected

from roles.actions import terms
from roles.actions.errors import SeatTaken
from roles.models import Seat, Term
from tests.roles.characters import AT, person, seat

pytestmark = pytest.mark.django_db(transaction=True)
RIVALS = 8
PERIOD = DateRange(date(2026, 1, 1), date(2027, 1, 1))


def at_once(act: Callable, people: list) -> list[str]:
    """What became of each try; all start together, each on a connection of its own.

    PostgreSQL refuses a rival in one of two ways: by the constraint, or, where several wait for
    each other's verdict, by ending the wait as a deadlock. Both leave no row; any other fault of
    the database goes on its way and fails the test.
    """
    barrier, outcomes = threading.Barrier(len(people)), []

    def one(who) -> None:
        try:
            barrier.wait(10)
            act(who)
            outcomes.append("in")
        except (SeatTaken, IntegrityError) as error:
            outcomes.append(type(error).__name__)
        except OperationalError as error:
            if not isinstance(error.__cause__, DeadlockDetected):
                raise
            outcomes.append("IntegrityError")
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=[who]) for who in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return sorted(outcomes)


def rivals() -> list:
    return [person(f"Rival {number}", log_in=False) for number in range(RIVALS)]


def raw(where: Seat, kind: str) -> Callable:
    """A write past every action and its lock: only the database stands in the way."""
    return lambda who: Term.objects.create(
        seat=where, person=who, period=PERIOD, kind=kind, appointed_at=AT, via="test"
    )


@pytest.mark.broad
@pytest.mark.parametrize("kind", ["elected", "appointed", "holdover", "acting"])
def test_the_database_lets_one_of_eight_rivals_in(kind: str) -> None:
    where = seat("Treasurer")

    outcomes = at_once(raw(where, kind), rivals())

    assert outcomes == ["IntegrityError"] * (RIVALS - 1) + ["in"]


@pytest.mark.broad
def test_shadows_may_be_many() -> None:
    assert at_once(raw(seat("Treasurer"), "shadow"), rivals()) == ["in"] * RIVALS


def test_the_action_tells_seven_of_eight_who_is_there() -> None:
    where = seat("Treasurer")

    outcomes = at_once(
        lambda who: terms.appoint(
            seat=where, person=who, period=PERIOD, by=None, at=AT, via="setup"
        ),
        rivals(),
    )

    assert outcomes == ["SeatTaken"] * (RIVALS - 1) + ["in"]


@pytest.mark.broad
def test_a_term_taken_back_leaves_the_seat_free_and_stays_on_file() -> None:
    where = seat("Treasurer")
    first, second = rivals()[:2]
    slip = raw(where, "appointed")(first)

    terms.end_early(term=slip, ends_on=date(2025, 12, 1), reason="A slip", by=second, at=AT)
    raw(where, "appointed")(second)

    everything = Term.everything.order_by("id").values_list("person__name", "voided_at")
    assert list(everything) == [("Rival 0", AT), ("Rival 1", None)]
