"""Posts end with an erasure; the last who can appoint stays until a successor stands."""

import pytest

from members.actions import erasures
from members.models import ErasedPerson
from members.personal import Refused
from roles.models import Term
from tests.roles.characters import AT, TODAY, person, seat, term

pytestmark = pytest.mark.django_db
SELF = ErasedPerson.Via.SELF


def test_the_last_who_can_appoint_is_not_erased() -> None:
    president = person("A president")
    term(seat("President", "Board admin"), president, "2026-01-01", "2027-01-01")

    with pytest.raises(Refused, match="Appoint a successor first"):
        erasures.erase(person=president, via=SELF, by=president, at=AT)


def test_with_a_second_who_can_appoint_the_first_is_erased_and_the_post_ends() -> None:
    president, other = person("A president"), person("Another president")
    term(seat("President", "Board admin"), president, "2026-01-01", "2027-01-01")
    term(seat("Vice president", "Board admin"), other, "2026-01-01", "2027-01-01")

    erasures.erase(person=president, via=SELF, by=president, at=AT)

    assert Term.objects.get(person=president).period.upper == TODAY


def test_who_holds_the_post_over_is_not_erased_either() -> None:
    president = person("A president")
    term(seat("President", "Board admin"), president, "2025-01-01", "2026-01-01")

    with pytest.raises(Refused):
        erasures.erase(person=president, via=SELF, by=president, at=AT)
