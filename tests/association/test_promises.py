from io import StringIO

import pytest
from django.core.management import call_command

from association.queries import promises
from events.models import Seating
from outbox.models import Letterhead, Message
from roles.models import Term
from tests.association.conftest import AT

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def _demo(demo_of) -> None:
    demo_of(30)


def broken() -> list[str]:
    return [name for name, ask in promises.checks(AT) if ask()]


def test_a_sound_association_keeps_all_but_the_owners_history() -> None:
    assert broken() == ["history-protected"]


def test_a_wrong_counter_is_found() -> None:
    Seating.objects.filter(meeting__series__slug="evening").update(taken=1)

    assert broken() == ["seats-counted", "history-protected"]


def test_a_letter_that_waits_too_long_is_found() -> None:
    Message.objects.create(kind="x", dedupe_key="x", not_before=AT.replace(hour=14), created_at=AT)

    assert broken() == ["letters-leave", "history-protected"]


def test_a_letter_that_left_before_the_release_is_found() -> None:
    Message.objects.create(
        kind="x", dedupe_key="x", not_before=AT, created_at=AT, state="sent", sent_at=AT
    )
    Letterhead.objects.update(released_at=None)

    assert broken() == ["quiet-until-released", "history-protected"]


def test_an_association_without_anybody_to_appoint_is_found() -> None:
    Term.objects.filter(seat__role__title="President").delete()

    assert broken() == ["somebody-can-appoint", "history-protected"]


def test_the_command_says_a_line_for_each_and_fails_on_one() -> None:
    out = StringIO()

    with pytest.raises(SystemExit) as stop:
        call_command("check_promises", "--at", AT.isoformat(), stdout=out)

    lines = out.getvalue().splitlines()
    assert (stop.value.code, len(lines), lines[0]) == (1, 11, "ok migrations-applied")
    assert lines[-1].startswith("BROKEN history-protected: the database role")
