"""An association is quiet until an officer releases its letters."""

from datetime import timedelta
from pathlib import Path

import pytest

from outbox import queries
from outbox.actions import letters
from outbox.delivery import deliver_due
from outbox.models import Letterhead, Message
from tests.outbox.conftest import NOW, answer, invite

pytestmark = pytest.mark.django_db


def states() -> list[str]:
    return list(Message.objects.order_by("id").values_list("state", flat=True))


def test_before_set_up_letters_are_held() -> None:
    invite()

    assert (states(), queries.is_quiet()) == (["held"], True)


def test_while_quiet_nothing_but_log_in_letters_leaves(
    quiet_club: Letterhead, mail_folder: Path
) -> None:
    invite(), answer()
    content = {"subject": "Code", "text": "4711", "secrets": ["4711"]}
    letters.post_sealed(
        kind="account.code", to="a@club.example", content=content, dedupe_key="c", at=NOW
    )

    deliver_due(at=NOW)

    assert states() == ["held", "held", "sent"]


def test_release_lets_go_what_is_due_from_today_on(quiet_club: Letterhead) -> None:
    midnight = NOW.replace(hour=23) - timedelta(days=1)  # in Berlin: today, 00:00
    old, new, own = invite(key="old"), invite(key="new"), answer()
    Message.objects.filter(pk=old.pk).update(not_before=midnight - timedelta(seconds=1))
    Message.objects.filter(pk=new.pk).update(not_before=midnight)
    Message.objects.filter(pk=own.pk).update(not_before=midnight - timedelta(days=9))

    count = letters.release(by="a secretary", at=NOW)

    assert (count, states()) == (2, ["superseded", "pending", "pending"])
    assert queries.is_quiet() is False


def test_an_invitation_that_waited_still_goes_if_its_occasion_is_to_come(
    quiet_club: Letterhead,
) -> None:
    early, late = invite(key="early"), invite(key="late")
    coming = {"valid_until": NOW + timedelta(days=3), "not_before": NOW - timedelta(days=4)}
    Message.objects.update(about={"person": 1, "meeting": 2}, **coming)

    count = letters.release(by="a secretary", at=NOW)

    assert count == 1
    early.refresh_from_db(), late.refresh_from_db()
    assert (early.state, late.state) == ("superseded", "pending")


def test_one_kind_may_go_while_the_association_stays_quiet(quiet_club: Letterhead) -> None:
    invite(), answer()

    letters.release(by="a secretary", at=NOW, kind="test.answer")

    assert (states(), queries.is_quiet()) == (["held", "pending"], True)


def test_discarded_letters_never_go(quiet_club: Letterhead) -> None:
    invite(), answer()

    letters.discard(kind="test.invitation", by="a secretary", at=NOW)
    letters.release(by="a secretary", at=NOW)

    assert states() == ["superseded", "pending"]
    assert Message.objects.first() is not None
    assert Message.objects.order_by("id")[0].error == "Discarded by a secretary on 2026-11-24."


def test_a_letter_held_by_a_race_with_the_release_is_freed(club: Letterhead) -> None:
    invite()
    Message.objects.update(state="held")

    letters.recover(at=NOW)

    assert states() == ["pending"]


def test_a_restored_copy_is_made_quiet(club: Letterhead, mail_folder: Path) -> None:
    invite(), answer()

    letters.hush(by="an operator", at=NOW)
    taken = deliver_due(at=NOW)

    assert (taken, states(), queries.is_quiet()) == (0, ["held", "held"], True)


def test_held_letters_are_counted_with_a_sample_each(quiet_club: Letterhead) -> None:
    first, _, own = invite(key="1"), invite(key="2"), answer()

    assert queries.held_kinds() == [
        {"kind": "test.answer", "count": 1, "oldest": NOW, "sample": own.pk},
        {"kind": "test.invitation", "count": 2, "oldest": NOW, "sample": first.pk},
    ]
