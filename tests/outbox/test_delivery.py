"""What becomes of a letter on its way out."""

import re
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.db import connection

from outbox import claims, delivery
from outbox.actions import letters, suppressions
from outbox.delivery import deliver_due
from outbox.models import Letterhead, Message
from tests.outbox.conftest import NOW, answer, invite

State = Message.State
# Leases are measured by the database's clock, which no test can turn.
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def state_of(message: Message) -> tuple[str, str]:
    message.refresh_from_db()
    return message.state, message.error


def files(folder: Path) -> list[EmailMessage]:
    paths = sorted(folder.glob("*.eml"), key=lambda path: int(path.name.split(".")[0]))
    return [message_from_bytes(path.read_bytes(), policy=policy.default) for path in paths]


def subjects(folder: Path) -> list[str]:
    return [letter["Subject"] for letter in files(folder)]


def test_a_due_letter_is_sent_and_its_text_kept(club: Letterhead, mail_folder: Path) -> None:
    message = invite()

    taken = deliver_due(at=NOW)

    assert (taken, state_of(message)) == (1, (State.SENT, ""))
    assert message.text.startswith("Dear A Member,\nWe meet on Tuesday.\n")
    assert subjects(mail_folder) == ["Tuesday"]


def test_a_letter_is_not_sent_before_its_time(club: Letterhead, mail_folder: Path) -> None:
    later = NOW + timedelta(hours=1)
    kwargs = {"kind": "test.answer", "to": "a@club.example", "about": {}, "dedupe_key": "k"}
    letters.post(**kwargs, at=NOW, not_before=later)

    early, late = deliver_due(at=NOW), deliver_due(at=later)

    assert (early, late) == (0, 1)


def test_a_letter_past_its_last_moment_is_superseded(club: Letterhead, mail_folder: Path) -> None:
    message = invite()
    Message.objects.update(valid_until=NOW + timedelta(hours=1))

    deliver_due(at=NOW + timedelta(hours=2))

    assert state_of(message) == ("superseded", "It was only good until 2026-11-24 20:00.")
    assert files(mail_folder) == []


def test_a_letter_without_a_point_says_why(club: Letterhead, mail_folder: Path) -> None:
    message = invite(words="pointless")

    deliver_due(at=NOW)

    assert state_of(message) == ("superseded", "The meeting was cancelled.")


def test_a_letter_that_cannot_be_written_stops_no_other(
    club: Letterhead, mail_folder: Path
) -> None:
    broken, whole = invite(key="1", words="broken"), invite(key="2")

    deliver_due(at=NOW)

    assert state_of(broken) == ("failed", "RuntimeError: this letter cannot be written")
    assert state_of(whole) == (State.SENT, "")


def test_a_person_who_opted_out_gets_no_letter_of_that_kind(
    club: Letterhead, mail_folder: Path
) -> None:
    suppressions.opt_out(address="MEMBER@club.example", category="meetings", at=NOW)
    invitation, own_answer = invite(), answer()

    deliver_due(at=NOW)

    reason = "This address does not want this kind of letters: opted out."
    assert state_of(invitation) == ("suppressed", reason)
    assert state_of(own_answer) == (State.SENT, "")


def test_a_changed_address_is_the_one_that_counts(club: Letterhead, mail_folder: Path) -> None:
    suppressions.opt_out(address="new@club.example", category="", at=NOW)
    moved, stopped = answer(now_at="other@club.example"), invite(now_at="new@club.example")

    deliver_due(at=NOW)

    assert [letter["To"] for letter in files(mail_folder)] == ["A Member <other@club.example>"]
    assert (state_of(moved)[0], moved.to) == ("sent", "other@club.example")
    assert state_of(stopped)[0] == "suppressed"


def test_a_person_without_an_address_gets_paper(club: Letterhead, mail_folder: Path) -> None:
    message = invite(to="")

    deliver_due(at=NOW)

    assert state_of(message) == ("suppressed", "No address: print it.")
    assert message.text.startswith("Dear A Member,\nWe meet on Tuesday.")


def test_the_headers_name_the_signer_and_the_way_to_stop(
    club: Letterhead, mail_folder: Path
) -> None:
    invite()

    deliver_due(at=NOW)

    (letter,) = files(mail_folder)
    assert letter["From"] == "The Organizer <club@club.example>"
    assert letter["Reply-To"] == "The Organizer <organizer@club.example>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter["Message-ID"] == Message.objects.get().message_id


def test_a_long_header_stays_on_one_line(club: Letterhead, mail_folder: Path) -> None:
    invite()

    deliver_due(at=NOW)

    (path,) = mail_folder.glob("*.eml")
    whole = rb"\nList-Unsubscribe: <http://127\.0\.0\.1:8000/unsubscribe/[\w-]+/>\n"
    assert re.search(whole, path.read_bytes())


def test_a_service_letter_offers_no_way_to_stop(club: Letterhead, mail_folder: Path) -> None:
    answer()

    deliver_due(at=NOW)

    (letter,) = files(mail_folder)
    assert (letter["List-Unsubscribe"], letter["List-Unsubscribe-Post"]) == (None, None)


def test_a_title_with_line_breaks_adds_no_header(club: Letterhead, mail_folder: Path) -> None:
    answer(subject="Tuesday\r\nBcc: everybody@club.example")

    deliver_due(at=NOW)

    (letter,) = files(mail_folder)
    assert letter["Subject"] == "Tuesday Bcc: everybody@club.example"
    assert letter["Bcc"] is None


def test_styles_go_into_the_tags(club: Letterhead, mail_folder: Path) -> None:
    answer()

    deliver_due(at=NOW)

    html = files(mail_folder)[0].get_body(("html",)).get_content()
    assert '<p style="color: red;">We meet on Tuesday.</p>' in html


def test_secrets_and_stop_links_are_masked_in_the_stored_copy(
    club: Letterhead, mail_folder: Path
) -> None:
    message = invite(words="Your code is 4711-XY.", secrets=["4711-XY"])

    deliver_due(at=NOW)

    assert state_of(message)[0] == "sent"
    assert message.text == "Dear A Member,\nYour code is •••.\n•••\n"
    assert ("4711" in message.html, "/unsubscribe/" in message.html) == (False, False)


def test_service_letters_leave_first(club: Letterhead, mail_folder: Path) -> None:
    Letterhead.objects.update(per_minute=2)
    first = [invite(key=str(number)) for number in range(3)]
    second = [answer(key=str(number)) for number in range(2)]

    taken = deliver_due(at=NOW)

    assert taken == 2
    assert [state_of(m)[0] for m in (*first, *second)] == ["pending"] * 3 + ["sent"] * 2


@pytest.mark.parametrize(
    ("limit", "window"),
    [
        ("per_minute", timedelta(minutes=1)),
        ("per_hour", timedelta(hours=1)),
        ("per_day", timedelta(days=1)),
    ],
)
def test_a_limit_holds_until_its_window_has_passed(
    club: Letterhead, mail_folder: Path, limit: str, window: timedelta
) -> None:
    Letterhead.objects.update(**{limit: 1})
    invite(key="1"), invite(key="2")

    first, again = deliver_due(at=NOW), deliver_due(at=NOW + window / 2)
    later = deliver_due(at=NOW + window + timedelta(seconds=5))

    assert (first, again, later) == (1, 0, 1)


def test_a_limit_holds_whatever_plan_the_database_chooses(
    club: Letterhead, mail_folder: Path
) -> None:
    Letterhead.objects.update(per_minute=1)
    invite(key="1"), invite(key="2"), invite(key="3")
    with connection.cursor() as cursor:
        for way in ("hashjoin", "mergejoin", "hashagg", "sort", "material"):
            cursor.execute(f"SET LOCAL enable_{way} = off")

    assert deliver_due(at=NOW) == 1


def test_a_claim_whose_lease_has_passed_sends_nothing(club: Letterhead, mail_folder: Path) -> None:
    message = invite()

    stopped_worker().run()
    claims.expire_leases(at=NOW)

    assert (state_of(message)[0], files(mail_folder)) == ("pending", [])


def test_without_the_lease_in_the_mark_that_sleeper_would_send_it(
    club: Letterhead, mail_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    guard = "AND lease_until > clock_timestamp()"
    assert guard in claims.SENDING
    monkeypatch.setattr(claims, "SENDING", claims.SENDING.replace(guard, ""))
    invite()

    stopped_worker().run()

    assert subjects(mail_folder) == ["Tuesday"]


def test_a_worker_that_died_while_handing_over_leaves_it_uncertain(
    club: Letterhead, mail_folder: Path
) -> None:
    message = invite()
    token = claims.claim_chunk(at=NOW, limit=10)
    claims.mark_sending(message, token, message_id="<1@club.example>", to=message.to)
    Message.objects.update(lease_until=LONG_AGO)

    letters.recover(at=NOW)
    taken = deliver_due(at=NOW)

    words = "The worker stopped while handing it over: it may or may not have left."
    assert (taken, state_of(message)) == (0, ("uncertain", words))


def test_a_letter_at_which_workers_die_gives_up_in_the_end(club: Letterhead) -> None:
    poison = invite()

    ends = [die_at(poison, day) for day in range(8)]

    assert ends == ["pending", *["retry"] * 6, "failed"]
    told = "The worker stopped more than once while it was at this letter."
    assert state_of(poison) == ("failed", told)


def test_a_letter_at_which_workers_die_lets_those_behind_it_by(
    club: Letterhead, mail_folder: Path
) -> None:
    poison, behind = invite(), invite("another@club.example", key="behind")

    die_at(poison, 0)
    die_at(poison, 0)
    deliver_due(at=NOW)

    assert (state_of(poison)[0], state_of(behind)[0]) == ("retry", "sent")


def test_a_late_word_of_the_mail_server_settles_an_uncertain_letter(
    club: Letterhead, mail_folder: Path
) -> None:
    message = invite()
    token = claims.claim_chunk(at=NOW, limit=10)
    claims.mark_sending(message, token, message_id="<1@club.example>", to=message.to)
    Message.objects.update(lease_until=LONG_AGO)
    claims.expire_leases(at=NOW)

    claims.mark_sent(message, token, subject="s", text="t", html="h", at=NOW)

    assert state_of(message) == ("sent", "")


def test_an_officer_may_send_an_uncertain_letter_again(club: Letterhead, mail_folder: Path) -> None:
    message = invite()
    Message.objects.update(state="uncertain")

    letters.send_again(message=message, by="a secretary", at=NOW)
    deliver_due(at=NOW)

    assert state_of(message)[0] == "sent"


def test_a_letter_on_its_way_is_not_sent_again(club: Letterhead) -> None:
    message = invite()

    with pytest.raises(letters.NotAgain):
        letters.send_again(message=message, by="a secretary", at=NOW)


def stopped_worker() -> delivery.Round:
    """A worker that has claimed everything and then slept past its lease."""
    token = claims.claim_chunk(at=NOW, limit=10)
    assert token is not None
    Message.objects.update(lease_until=LONG_AGO)
    return delivery.Round(token, NOW)


def test_a_letter_reads_back_as_it_was_written(club: Letterhead, mail_folder: Path) -> None:
    Letterhead.objects.update(signer_name="Zoë Ångström")
    answer(subject="Über den Wolken — ☁", words="Grüße aus Köln\n.\nFrom here")
    answer("muller@bücher.example", key="3", calendar="BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")

    deliver_due(at=NOW)

    first, second = files(mail_folder)
    assert first["Subject"] == "Über den Wolken — ☁"
    assert "Grüße aus Köln\n.\nFrom here" in first.get_body(("plain",)).get_content()
    assert second["To"] == "A Member <muller@xn--bcher-kva.example>"
    (part,) = second.iter_attachments()
    assert (part.get_content_type(), part.get_param("method")) == ("text/calendar", "PUBLISH")
    assert part.get_content() == "BEGIN:VCALENDAR\nEND:VCALENDAR\n"
    assert second.get_content_type() == "multipart/mixed"


def die_at(message: Message, day: int) -> str:
    """A worker that claims all and dies; what becomes of this letter."""
    assert claims.claim_chunk(at=NOW + timedelta(days=day), limit=10)
    Message.objects.filter(state="claimed").update(lease_until=LONG_AGO)
    claims.expire_leases(at=NOW + timedelta(days=day))
    return state_of(message)[0]
