"""The drill: a live association is copied, loses a member by erasure, and comes back elsewhere."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from association.services.postgres import Cluster
from association.services.roles import APPLICATION, OWNER

TREE = Path(__file__).resolve().parent.parent.parent
LETTERS = """
from datetime import timedelta
from uuid import uuid4
from django.utils import timezone
from outbox.models import Message
now = timezone.now()
def letter(kind, state, **more):
    Message.objects.create(kind=kind, to="a@demo.example", dedupe_key=f"{kind}{state}", state=state,
        not_before=now, created_at=now, **more)
leased = {"claim_token": uuid4(), "lease_until": now + timedelta(hours=1)}
letter("letter.announcement", "pending")
letter("letter.announcement", "claimed", **leased)
letter("meeting.moved", "sending", **{**leased, "claim_token": uuid4()})
letter("account.code", "pending")
"""
ERASE = """
from django.utils import timezone
from members.actions.erasures import erase
from members.models import Person
person = Person.objects.get(name="Rare Name")
print(erase(person=person, via="self", by=person, at=timezone.now()))
"""
NAME = """
from members.models import Person
from members.actions import people
person = Person.objects.filter(user__email="member3@demo.example").get()
Person.objects.filter(pk=person.pk).update(name="Rare Name")
print(person.uid)
"""


class Place:
    """One installation: its own cluster, data folder and key."""

    def __init__(self, folder: Path) -> None:
        self.data, self.key = folder / "data", folder.name * 20
        self.cluster = Cluster(folder / "postgres", throw_away=True)
        self.cluster.start()

    def run(self, *words: str, code: int = 0) -> str:
        environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
        environment |= {
            "DATABASE_URL": self.cluster.url(APPLICATION), "DATA_DIR": str(self.data),
            "MIGRATE_DATABASE_URL": self.cluster.url(OWNER), "SECRET_KEY": self.key, "DEMO": "1",
        }  # fmt: skip
        command = [sys.executable, "-W", "ignore", "manage.py", *words]
        answer = subprocess.run(
            command, cwd=TREE, env=environment, capture_output=True, text=True, check=False
        )
        assert answer.returncode == code, answer.stdout + answer.stderr
        return answer.stdout + answer.stderr

    def ask(self, question: str, role: str = OWNER) -> list[tuple]:
        with psycopg.connect(self.cluster.url(role), autocommit=True) as connection:
            return connection.execute(question).fetchall()


@pytest.fixture
def old(tmp_path: Path) -> Iterator[Place]:
    place = Place(tmp_path / "old")
    place.run("migrate", "--verbosity", "0")
    place.run("seed", "--members", "12", "--months", "2")
    place.run("shell", "-v", "0", "-c", NAME)
    place.run("shell", "-v", "0", "-c", LETTERS)
    (place.data / "media" / "photos").mkdir(parents=True)
    (place.data / "media" / "photos" / "face.webp").write_bytes(b"a face")
    yield place
    place.cluster.release()


@pytest.fixture
def new(tmp_path: Path) -> Iterator[Place]:
    place = Place(tmp_path / "new")
    yield place
    place.cluster.release()


@pytest.mark.broad
def test_what_was_backed_up_comes_back_whole_quiet_and_without_whom_was_erased(old, new, tmp_path):
    file = tmp_path / "one.tar"
    old.run("backup", "--file", str(file))
    assert "True" in old.run("shell", "-v", "0", "-c", ERASE)

    lists = str(old.data / "erasures.jsonl")
    said = new.run("restore", str(file), "--erasures", lists)

    assert "counts and checksums are equal" in said
    assert "1 erased again. 2 letters are held" in said
    assert oct(file.stat().st_mode & 0o777) == "0o600"
    assert old.key not in said
    assert (new.data / "media" / "photos" / "face.webp").read_bytes() == b"a face"
    assert json.loads((new.data / "restored-keys.json").read_text())["SECRET_KEY"] == old.key
    states = new.ask("SELECT kind, state FROM outbox_message WHERE kind <> 'x' AND dedupe_key "
                     "IN ('letter.announcementpending', 'letter.announcementclaimed',"
                     " 'meeting.movedsending', 'account.codepending') ORDER BY id")  # fmt: skip
    assert [state for _kind, state in states] == ["held", "held", "uncertain", "superseded"]
    assert new.ask("SELECT released_at FROM outbox_letterhead") == [(None,)]
    assert new.ask("SELECT count(*) FROM members_person WHERE name = 'Rare Name'") == [(0,)]
    assert new.ask("SELECT count(*) FROM members_personevent WHERE name = 'Rare Name'") == [(0,)]
    # The application's own role writes rows, and history only by its triggers.
    assert new.ask("SELECT has_table_privilege('members_person', 'UPDATE'),"
                   " has_table_privilege('members_personevent', 'UPDATE')",
                   APPLICATION) == [(True, False)]  # fmt: skip
    assert new.ask("SELECT has_function_privilege('public', oid, 'EXECUTE') FROM pg_proc"
                   " WHERE proname = 'kit_redact_history'") == [(False,)]  # fmt: skip
    assert "not empty" in new.run("restore", str(file), code=1)
    assert "Health: every migration is applied" in new.run("upgrade")
