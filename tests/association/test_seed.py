from datetime import UTC, datetime

import pytest
from django.db.models import Count, F, Q

from association.actions import seed
from events.models import Attendance, Meeting, Rsvp, Seating
from members.actions import people
from members.models import Membership, Person, User
from members.queries import members_on

pytestmark = pytest.mark.django_db
AT = datetime(2026, 5, 1, 12, tzinfo=UTC)


def names() -> list[str]:
    return list(Person.objects.order_by("user__email").values_list("name", flat=True))


def test_seeded_members_can_log_in_and_be_found() -> None:
    made = seed.create(members=40, months=30, seed=1, at=AT)

    member = User.objects.get(email="member40@demo.example")
    assert (made.people, made.meetings, Meeting.objects.count()) == (40, 30, 30)
    assert member.check_password("demo")
    assert member.person.emails.get().for_letters
    assert 20 < members_on(AT.date()).count() <= 40


def test_a_second_run_adds_only_what_is_missing() -> None:
    seed.create(members=20, months=6, seed=1, at=AT)

    again = seed.create(members=25, months=6, seed=1, at=AT)

    assert again == seed.Seeded(people=5, meetings=0, answers=0, attendances=0)
    assert Membership.objects.values("person").distinct().count() == 25


def test_the_same_seed_gives_the_same_answers() -> None:
    def run() -> list:
        seed.create(members=30, months=5, seed=7, at=AT)
        rows = list(Rsvp.objects.values_list("meeting__slug", "person__user__email", "state"))
        for model in (Attendance, Rsvp):
            model.objects.all().delete()
        return sorted(rows)

    first = run()

    assert (run(), len(first) > 20) == (first, True)


def test_counted_seats_agree_with_the_answers() -> None:
    seed.create(members=300, months=3, seed=1, at=AT)

    going = Count("meeting__rsvps", filter=Q(meeting__rsvps__state="going"))
    assert Seating.objects.annotate(going=going).exclude(taken=F("going")).count() == 0
    assert Attendance.objects.filter(state="present").count() > 30


def test_real_people_are_never_mixed_with_synthetic_ones() -> None:
    people.create(name="A member", email="somebody@example.org", by=None, at=AT)

    with pytest.raises(seed.SeedRefused, match="real people"):
        seed.create(members=5, months=1, seed=1, at=AT)
