"""Any history of answers, guests, modes, capacities and sweeps keeps the promises about seats."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from events.actions import meetings, rsvp
from events.actions.refusals import Refused
from events.models import Rsvp, Seating
from events.queries.promises import violations
from outbox.models import Message
from tests.events.scenes import NOON, a_letterhead, a_meeting, members, say

PEOPLE = st.integers(0, 4)
MODES = st.sampled_from(["in_person", "in_person", "online"])
NAMES = ["First Guest", "Second Guest"]


def machine(meeting, people):
    class Answers(RuleBasedStateMachine):
        """One meeting of three seats, five members, time that only moves forward."""

        def __init__(self):
            super().__init__()
            self.at = NOON
            self.queue: dict[str, list[int]] = {}
            self.undo = transaction.atomic()
            self.undo.__enter__()
            # A history that called the meeting off left its mark on the object we share.
            meeting.refresh_from_db()

        def teardown(self):
            transaction.set_rollback(True)
            self.undo.__exit__(None, None, None)

        def attempt(self, act, **more):
            try:
                return act(by=None, at=self.at, **more)
            except Refused:
                return None

        @rule(who=PEOPLE, guests=st.integers(0, 2), mode=MODES)
        def say_yes(self, who, guests, mode):
            person, names = people[who], NAMES[:guests]
            more = {"meeting": meeting, "person": person, "guests": names, "mode": mode}
            first = self.attempt(rsvp.answer, answer="going", **more)
            again = self.attempt(rsvp.answer, answer="going", **more)
            assert first is None or (again.changed, again.state) == (False, first.state)

        @rule(who=PEOPLE, answer=st.sampled_from(["declined", "cancelled"]))
        def say_no(self, who, answer):
            self.attempt(rsvp.answer, meeting=meeting, person=people[who], answer=answer)

        @rule(mode=MODES, capacity=st.one_of(st.none(), st.integers(0, 6)))
        def set_seats(self, mode, capacity):
            self.attempt(rsvp.set_capacity, meeting=meeting, mode=mode, capacity=capacity)

        @rule(hours=st.sampled_from([1, 3, 60]))
        def time_passes(self, hours):
            self.at = min(self.at + timedelta(hours=hours), meeting.starts_at - timedelta(hours=1))
            rsvp.sweep_offers(at=self.at)

        @rule(who=PEOPLE)
        def take_the_offer(self, who):
            mine = Rsvp.objects.filter(meeting=meeting, person=people[who], state="offered")
            if mine.filter(offered_until__gt=self.at).exists():
                more = {"meeting": meeting, "person": people[who], "guests": None}
                assert rsvp.answer(answer="going", by=None, at=self.at, **more).state == "going"

        @rule(chance=st.integers(0, 5))
        def call_it_off(self, chance):
            if chance == 0:
                meetings.cancel(meeting=meeting, reason="", by=None, at=self.at)

        @invariant()
        def offers_end_in_two_hours_or_at_the_start(self):
            rows = Rsvp.objects.filter(state="offered").select_related("meeting")
            latest = min(meeting.starts_at, self.at + timedelta(hours=2))
            assert all(row.offered_until <= latest for row in rows)

        @invariant()
        def who_waits_was_never_moved_up_and_who_is_offered_a_seat_was(self):
            assert not Rsvp.objects.filter(state="waitlisted", promoted_at__isnull=False).exists()
            assert not Rsvp.objects.filter(state="offered", promoted_at=None).exists()

        @invariant()
        def the_promises_hold(self):
            assert violations() == []
            assert not Seating.objects.filter(taken__lt=0).exists()

        @invariant()
        def a_party_moves_as_a_whole(self):
            rows = Rsvp.objects.filter(state__in=["going", "offered", "waitlisted"])
            shapes = set(rows.values_list("party", "state", "mode", "wait_number"))
            assert len(shapes) == len({party for party, *_rest in shapes})

        @invariant()
        def numbers_belong_to_one_party_each(self):
            heads = Rsvp.objects.filter(state="waitlisted", host=None)
            numbers = list(heads.values_list("mode", "wait_number"))
            assert len(numbers) == len(set(numbers))

        @invariant()
        def every_change_is_told_exactly_once(self):
            own = Rsvp.objects.filter(host=None).values_list("id", "revision")
            wanted = {f"rsvp:{pk}:{n}" for pk, last in own for n in range(1, last + 1)}
            told = Message.objects.filter(kind__startswith="rsvp.")
            keys = list(told.values_list("dedupe_key", flat=True))
            assert set(keys) >= wanted

    return Answers


@pytest.mark.broad
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("histories", "steps"), [(15, 16), pytest.param(200, 30, marks=pytest.mark.long)]
)
def test_no_history_of_answers_breaks_a_promise(histories, steps):
    a_letterhead()
    meeting, people = a_meeting(6, capacity=3), members(5)
    rsvp.set_capacity(meeting=meeting, mode="online", capacity=2, by=None, at=NOON)

    run_state_machine_as_test(
        machine(meeting, people),
        settings=settings(
            max_examples=histories,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )

    meeting.refresh_from_db()
    assert say(meeting, people[0]).state == "going"
