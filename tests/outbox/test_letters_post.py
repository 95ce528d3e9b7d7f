"""Letters go into the outbox: once each, many at a time, sealed where they carry a code."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.models import F, QuerySet, Value
from django.db.models.functions import Concat, JSONObject

from outbox.actions import letters
from outbox.delivery import deliver_due
from outbox.models import Letterhead, Message, Suppression
from tests.outbox.conftest import NOW, answer, invite, send

pytestmark = pytest.mark.django_db


def audience(count: int) -> QuerySet:
    """So many addresses as rows (`to_`, `about_`, `dedupe_`): any table will do."""
    Suppression.objects.bulk_create(
        Suppression(address=f"m{number}@club.example", reason="import", created_at=NOW)
        for number in range(count)
    )
    return Suppression.objects.annotate(
        to_=F("address"),
        about_=JSONObject(person="id", meeting=Value(7)),
        dedupe_=Concat(Value("reminder:100%:"), "address"),
    ).values_list("to_", "about_", "dedupe_")


def test_the_same_letter_is_put_in_once(club: Letterhead) -> None:
    invite(key="1")
    kwargs: dict[str, Any] = {"kind": "test.invitation", "to": "x@club.example", "about": {}}

    again = letters.post(**kwargs, dedupe_key="test.invitation:1", at=NOW)

    assert (again, Message.objects.count()) == (None, 1)


def test_an_unknown_kind_is_refused(club: Letterhead) -> None:
    with pytest.raises(KeyError):
        send("test.unheard", "a@club.example", "1", {})


def test_many_letters_are_put_in_by_one_statement(
    club: Letterhead, django_assert_num_queries: Any
) -> None:
    rows = audience(3)

    with django_assert_num_queries(2):
        count = letters.post_many(kind="test.invitation", rows=rows, at=NOW)

    assert count == 3
    first = Message.objects.order_by("to")[0]
    assert (first.to, first.category, first.state) == ("m0@club.example", "meetings", "pending")
    assert (first.about["meeting"], first.dedupe_key) == (7, "reminder:100%:m0@club.example")


def test_a_second_run_puts_in_nothing(club: Letterhead) -> None:
    rows = audience(3)
    letters.post_many(kind="test.invitation", rows=rows, at=NOW)

    assert letters.post_many(kind="test.invitation", rows=rows, at=NOW) == 0


def test_many_letters_to_nobody_are_none(club: Letterhead) -> None:
    rows = audience(1).none()

    assert letters.post_many(kind="test.invitation", rows=rows, at=NOW) == 0


def test_many_letters_are_held_while_quiet(quiet_club: Letterhead) -> None:
    letters.post_many(kind="test.invitation", rows=audience(2), at=NOW)

    assert list(Message.objects.values_list("state", flat=True)) == ["held", "held"]


def test_letters_that_lost_their_point_are_withdrawn(club: Letterhead) -> None:
    mine, other = invite(key="1", membership=1, person=5), invite(key="2", membership=2)

    count = letters.withdraw(
        kind="test.invitation", about={"membership": 1}, reason="It has been paid."
    )

    mine.refresh_from_db(), other.refresh_from_db()
    assert count == 1
    assert (mine.state, mine.error, other.state) == (
        "superseded", "It has been paid.", "pending",
    )  # fmt: skip


def test_a_log_in_letter_is_never_stored_in_clear(club: Letterhead, mail_folder: Path) -> None:
    post_code()

    before = everything_stored()
    deliver_due(at=NOW)
    after = everything_stored()

    assert ("4711-XY" in before, "4711-XY" in after) == (False, False)
    assert b"4711-XY" in next(mail_folder.glob("*.eml")).read_bytes()
    assert Message.objects.get().text == "Your code: •••"


def test_a_log_in_letter_is_delivered_on_the_spot_where_no_worker_lives(
    club: Letterhead, mail_folder: Path, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        post_code()

    assert Message.objects.get().state == "sent"


def test_a_log_in_letter_passes_the_limits(club: Letterhead, mail_folder: Path) -> None:
    Letterhead.objects.update(per_minute=0)
    post_code()
    answer()

    deliver_due(at=NOW)

    assert list(Message.objects.order_by("id").values_list("state", flat=True)) == [
        "sent", "pending",
    ]  # fmt: skip


def test_a_log_in_letter_cannot_be_sent_again(club: Letterhead, mail_folder: Path) -> None:
    post_code()
    deliver_due(at=NOW)

    with pytest.raises(letters.NotAgain):
        letters.send_again(message=Message.objects.get(), by="a secretary", at=NOW)


def test_one_transaction_wakes_the_worker_once(
    club: Letterhead, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks() as callbacks:
        invite(key="1"), invite(key="2"), answer()

    assert len(callbacks) == 1


def post_code() -> None:
    content = {"subject": "Your code", "text": "Your code: 4711-XY", "secrets": ["4711-XY"]}
    letters.post_sealed(
        kind="account.login_code",
        to="a@club.example",
        content=content,
        dedupe_key="account:1",
        at=NOW,
    )


def everything_stored() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT m::text, encode(sealed, 'escape') FROM outbox_message m")
        return str(cursor.fetchall())
