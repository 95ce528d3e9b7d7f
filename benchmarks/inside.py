"""What has to run inside Django: `python -m benchmarks.inside NAME OPTIONS` prints JSON.

A process of its own per call, with the production environment and the application's role.
"""

import csv
import io
import json
import resource
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from email.policy import SMTP
from importlib import import_module
from typing import Any

import django

django.setup()

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY  # noqa: E402
from allauth.mfa.models import Authenticator  # noqa: E402 - needs the apps
from django.conf import settings  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.contrib.sessions.models import Session  # noqa: E402
from django.core import mail  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402

from association.management.commands import demo  # noqa: E402
from benchmarks.filling import REMINDED  # noqa: E402
from benchmarks.people_file import people_file  # noqa: E402
from events.actions import reminders  # noqa: E402
from events.models import Meeting  # noqa: E402
from events.rules.ladder import SILENT_AFTER  # noqa: E402
from kit.actions import turn  # noqa: E402
from members.actions import lapses  # noqa: E402
from members.actions.imports import import_members  # noqa: E402
from members.actions.imports.undo import undo as undo_import  # noqa: E402
from members.models import ImportBatch, User  # noqa: E402
from members.queries import members_on  # noqa: E402
from members.queries.census import standings_on  # noqa: E402
from network.actions import rounds as coffee_tables  # noqa: E402
from network.models import CoffeeWish, PairingSeat, Participant  # noqa: E402
from network.queries.rounds import sat_together  # noqa: E402
from network.rules.pairing import pair_up  # noqa: E402
from network.rules.slots import REMEMBERED, monday_of  # noqa: E402
from outbox import claims, delivery  # noqa: E402
from outbox.models import Letterhead, Message  # noqa: E402
from outbox.queries import local_day  # noqa: E402
from outbox.rendering import compose  # noqa: E402

AS_MANY = """
INSERT INTO outbox_message (kind, category, "to", about, dedupe_key, state, not_before, attempts,
    subject, text, html, error, created_at)
SELECT 'meeting.reminder', 'meetings', email.address,
    jsonb_build_object('person', person.id, 'meeting', 1, 'stage', '7d'),
    'bench:' || person.id, 'pending', now(), 0, '', '', '', '', now()
FROM members_person AS person JOIN members_email AS email ON email.person_id = person.id
LIMIT %s
"""


def web_words(port: int) -> list[str]:
    """The words that start the production web server."""
    return demo.web_words(port)


def sessions(count: int) -> list[str]:
    """Session keys of the first members with a log-in; the very first may do everything."""
    store = SessionStore()
    rows, end = [], timezone.now() + timedelta(days=1)
    for user in User.objects.order_by("id")[:count]:
        content = {
            SESSION_KEY: str(user.pk),
            BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
            HASH_SESSION_KEY: user.get_session_auth_hash(),
            AUTHENTICATION_METHODS_SESSION_KEY: [{"method": "password", "at": end.timestamp()}],
            # allauth has no public name for the log-in these proofs belong to.
            "account_authentication_methods_user": str(user.pk),
        }
        key = f"{user.pk:032d}"
        rows.append(Session(session_key=key, session_data=store.encode(content), expire_date=end))
    Session.objects.bulk_create(rows, ignore_conflicts=True)
    _second_factor(User.objects.order_by("id")[0])
    return [row.session_key for row in rows]


def _second_factor(user: User) -> None:
    """The desk lets an officer in with one only."""
    Authenticator.objects.get_or_create(user=user, type="totp", defaults={"data": {}})


def count_queries(session: str, path: str) -> int:
    """How many statements the page costs once the process is warm."""
    client = Client(headers={"host": "127.0.0.1"})
    client.cookies[settings.SESSION_COOKIE_NAME] = session
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(path)
    if answer.status_code != 200:
        raise RuntimeError(f"{path} answers {answer.status_code}")
    return len(captured)


def queue_reminders(rounds: int, going: bool) -> dict[str, Any]:
    """Seconds per round of queueing for one meeting, and of as many rows by one statement."""
    return _queue(rounds, timedelta(hours=1) if going else timedelta(days=6))


def queue_invitations(rounds: int) -> dict[str, Any]:
    """The same for the invitations to one meeting, twenty days before."""
    return _queue(rounds, timedelta(days=20))


def _queue(rounds: int, before: timedelta) -> dict[str, Any]:
    at = Meeting.objects.get(slug=REMINDED).starts_at - before
    found: dict[str, Any] = {"ours": [], "limit": [], "queued": 0}
    # Who was silent three times would be spared: here everybody is reminded.
    turn(knob=SILENT_AFTER, value=0)
    for _round in range(rounds):
        _empty_outbox()
        seconds, queued = _timed(lambda: reminders.queue_due(at=at))
        found["ours"].append(seconds)
        found["queued"] = sum(queued.values())
        _empty_outbox()
        found["limit"].append(_timed(lambda: _insert_as_many(found["queued"]))[0])
    _empty_outbox()
    return found


def coffee_rounds(rounds: int, people: int) -> dict[str, Any]:
    """Seconds per week's round, of so many weeks in a row, and of the seating alone; the rows are
    taken back. `again` counts pairs put together twice."""
    at = timezone.now()
    monday = monday_of(local_day(at))
    found: dict[str, Any] = {"ours": [], "seating": []}
    with transaction.atomic():
        members = list(members_on(local_day(at)).order_by("id")[:people])
        Participant.objects.bulk_create(Participant(person=one, told_at=at) for one in members)
        CoffeeWish.objects.bulk_create(
            CoffeeWish(person=one, rhythm=1, joined_at=at) for one in members
        )
        for week in range(rounds):
            day = monday + timedelta(weeks=week)
            known = sat_together(at - REMEMBERED)
            asked = coffee_tables.in_round(day, local_day(at))
            found["seating"].append(_timed(lambda: pair_up(asked, seed=week, met=known))[0])  # noqa: B023 - run at once
            found["ours"].append(_timed(lambda: coffee_tables.make(monday=day, at=at))[0])  # noqa: B023 - run at once
        times = sat_together(at - REMEMBERED).values()
        found |= {"seated": PairingSeat.objects.count() // rounds}
        found["again"] = sum(count > 1 for count in times)
        transaction.set_rollback(True)
    return found


def announce_lapses(rounds: int) -> dict[str, Any]:
    """Seconds per round of the whole nightly scan, and of the second, empty one after it."""
    at = timezone.now()
    found: dict[str, Any] = {"ours": [], "limit": [], "again": [], "queued": 0}

    def announce() -> int:
        return lapses.announce(today=local_day(at), at=at)

    for _round in range(rounds):
        _empty_outbox()
        seconds, found["queued"] = _timed(announce)
        found["ours"].append(seconds)
        found["again"].append(_timed(announce)[0])
        _empty_outbox()
        found["limit"].append(_timed(lambda: _insert_as_many(found["queued"]))[0])
    _empty_outbox()
    return found


def census(rounds: int) -> dict[str, list[float]]:
    """Seconds per round of everybody's standing, today and a year ago."""
    today = local_day(timezone.now())
    days = {"today": today, "a year ago": today - timedelta(days=365)}
    return {
        when: [_timed(lambda day=day: len(dict(standings_on(day))))[0] for _round in range(rounds)]
        for when, day in days.items()
    }


def deliver(rounds: int, count: int) -> dict[str, Any]:
    """Letters per second to the local mail server, and of ready-made ones by smtplib alone."""
    _empty_outbox()
    at = Meeting.objects.get(slug=REMINDED).starts_at - timedelta(days=6)
    reminders.queue_due(at=at)
    delivery.deliver_due(at=at, limit=20)
    raw = _ready_made(at)
    found: dict[str, Any] = {"ours": [], "limit": [], "states": {}}
    for _round in range(rounds):
        seconds, taken = _timed(lambda: delivery.deliver_due(at=at, limit=count))
        found["ours"].append(taken / seconds)
        found["limit"].append(count / _timed(lambda: _send_raw(raw, count))[0])
    states = Message.objects.exclude(state="pending").values_list("state", flat=True)
    found["states"] = {state: list(states).count(state) for state in set(states)}
    _empty_outbox()
    return found


def bring_in(rows: int) -> dict[str, Any]:
    """Look a file through, bring it in and take it back; seconds, and the most memory in MB."""
    raw, at = people_file(rows), timezone.now()
    options = {"raw": raw, "filename": "people.csv", "by": None, "at": at}
    look, _nothing = _timed(lambda: import_members(dry_run=True, **options))
    seconds, result = _timed(lambda: import_members(**options))
    batch = ImportBatch.objects.get(pk=result.batch)
    undo, undone = _timed(lambda: undo_import(batch=batch, by=None, at=at))
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    told = {"created": result.created, "undone": undone, "mb": most}
    return told | {"look": look, "seconds": seconds, "undo": undo}


def write_xlsx(cells: str, rounds: int) -> list[float]:
    """Seconds of xlsxwriter alone for the cells in this CSV file."""
    return [_timed(lambda: _write_xlsx(cells))[0] for _round in range(rounds)]


def _write_xlsx(cells: str) -> None:
    import xlsxwriter

    with open(cells, encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    book = xlsxwriter.Workbook(io.BytesIO(), {"in_memory": True, "constant_memory": True})
    sheet = book.add_worksheet()
    for number, line in enumerate(lines):
        sheet.write_row(number, 0, line)
    book.close()


def _insert_as_many(count: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(AS_MANY, [count])


def _empty_outbox() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM outbox_message")


def _ready_made(at: datetime) -> bytes:
    """One composed letter as bytes, claimed and given back."""
    token = claims.claim_chunk(at=at, limit=1)
    if token is None:
        raise RuntimeError("no letter is due")
    (message,) = claims.claimed_by(token)
    composed = compose(message, at, Letterhead.objects.get())
    claims.give_back(token)
    return delivery.to_email(composed, message, at).message(policy=SMTP).as_bytes()


def _send_raw(raw: bytes, count: int) -> None:
    mailer = mail.mailers.create_connection(mail.DEFAULT_MAILER_ALIAS)
    mailer.open()
    for _number in range(count):
        mailer.connection.sendmail("letters@bench.example", ["member1@bench.example"], raw)
    mailer.close()


def _timed(job: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    answer = job()
    return time.perf_counter() - start, answer


if __name__ == "__main__":
    chosen = getattr(import_module("benchmarks.inside"), sys.argv[1])
    print(json.dumps(chosen(**json.loads(sys.argv[2]))))
