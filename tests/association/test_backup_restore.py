import json
import os
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from association.actions import restores, upgrades
from association.queries import fingerprints
from association.services import archives, dumps
from association.services.errors import ServiceError
from members.actions import erasure_lists, erasures_again
from members.actions.erasures import erase
from members.models import ErasedPerson, Person
from members.rules import erased_mark
from outbox.models import Suppression
from tests.members.factories import a_person

pytestmark = pytest.mark.django_db


def sums() -> dict:
    with connection.cursor() as cursor:
        return fingerprints.sums(cursor.cursor)


def test_one_changed_letter_changes_one_tables_checksum() -> None:
    row = Suppression.objects.create(
        address="a@b.example", reason="bounce", created_at="2026-01-01T00:00Z"
    )
    before = sums()
    Suppression.objects.filter(pk=row.pk).update(address="c@b.example")

    after = sums()

    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"outbox_suppression", "outbox_suppressionevent"}


def test_nothing_is_restored_over_a_database_that_is_not_empty(tmp_path: Path) -> None:
    file = tmp_path / "any.tar"
    file.write_bytes(b"")

    with pytest.raises(CommandError, match="not empty"):
        call_command("restore", str(file))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"gone\.tar is not there"):
        call_command("restore", str(tmp_path / "gone.tar"))


def packed(folder: Path, **changed: object) -> Path:
    (folder / archives.DUMP).write_text("rows")
    digest = archives.digest(folder / archives.DUMP)
    manifest = {"format": 1, "dump": digest, "media": {}, "migrations": [], "tables": {}} | changed
    (folder / archives.MANIFEST).write_text(json.dumps(manifest))
    for name in (archives.KEYS, archives.ERASURES):
        (folder / name).write_text("{}")
    archives.write(folder / "one.tar", folder, folder / "no-media")
    return folder / "one.tar"


def test_an_archive_is_read_by_its_owner_only_and_never_overwritten(tmp_path: Path) -> None:
    kept = os.umask(0)
    file = packed(tmp_path)
    os.umask(kept)

    assert file.stat().st_mode & 0o777 == 0o600
    with pytest.raises(ServiceError, match="never overwrites"):
        archives.write(file, tmp_path, tmp_path / "no-media")


@pytest.mark.parametrize(
    ("changed", "said"), [({"dump": "other"}, "damaged"), ({"format": 9}, "format")]
)
def test_an_unfit_archive_is_refused(tmp_path: Path, changed: dict, said: str) -> None:
    file = packed(tmp_path, **changed)

    with pytest.raises(ServiceError, match=said):
        archives.read(file, tmp_path / "out")


def test_an_archive_of_a_newer_version_is_refused() -> None:
    manifest = {"migrations": [["members", "0001_initial"], ["members", "9999_later"]]}

    with pytest.raises(ServiceError, match=r"newer version .* members\.9999_later"):
        restores._refuse_newer(manifest)


def test_a_program_older_than_the_server_is_not_used() -> None:
    with pytest.raises(ServiceError, match=r"postgresql-client-99"):
        dumps.program("pg_dump", 99)


def test_an_erasure_is_noted_beside_the_database_without_a_name(
    django_capture_on_commit_callbacks, settings, tmp_path: Path
) -> None:
    settings.DATA_DIR = tmp_path
    person = a_person(name="Rare Name")

    with django_capture_on_commit_callbacks(execute=True):
        erase(person=person, via="self", by=person, at=timezone.now())

    text = erasure_lists.file().read_text()
    listed = erasure_lists.read([erasure_lists.file()])
    assert (list(listed), "Rare" in text) == ([erased_mark(str(person.uid))], False)
    assert str(person.uid) not in text


def test_who_is_on_the_list_is_erased_again_also_after_a_change_of_the_key(settings) -> None:
    gone, stays = a_person(name="Rare Name"), a_person(name="Other Name")
    listed = {erased_mark(str(gone.uid)): {"via": "retention", "by": ""}}
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "new" * 20

    done = erasures_again.again(listed=listed, at=timezone.now())

    assert done == (1, [])
    assert ErasedPerson.objects.get().person_id == gone.pk
    assert Person.objects.get(pk=stays.pk).name == "Other Name"
    assert erasures_again.again(listed=listed, at=timezone.now()) == (0, [])


def test_a_failed_upgrade_tells_the_way_back(monkeypatch, tmp_path: Path) -> None:
    def fail(**_options: object) -> None:
        raise upgrades.UpgradeFailed("not applied: members.9999")

    monkeypatch.setattr(upgrades, "upgrade", fail)

    with pytest.raises(CommandError, match=r"(?s)9999.*make restore FILE=.*one\.tar"):
        call_command("upgrade", file=tmp_path / "one.tar")
