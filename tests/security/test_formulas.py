"""No cell of any file that goes out is executed by a spreadsheet, whatever people wrote.

Every text column of every table begins with a formula; every address is opened; each CSV, each
sheet, and each of them inside a ZIP is read again, cell by cell.
"""

import csv
import io
import logging
import re
import zipfile
from collections.abc import Iterator
from itertools import cycle
from typing import Any

import openpyxl
import pytest
from django.apps import apps
from django.contrib.admin import AdminSite
from django.db import DatabaseError, models, transaction
from django.template.base import Template
from django.urls import get_resolver
from django.utils import timezone

from kit.sheets import as_csv
from outbox.actions import letters
from pulse.models import Closing, Farewell
from tests.security import fuzz
from tests.security import scene as scenes
from tests.security.sweep import addresses, patterns, undone

pytestmark = pytest.mark.django_db
STARTS = ["=1+1", "+1x", "-1x", "@SUM(1)", "\t=1", "\r=1"]
STARTS += ["\uff1d1+1", "\uff0b1", "\uff0d1", "\uff20A"]
RUNS = re.compile(r"[\s\ufeff]*[=+\-@|%\uff1d\uff0b\uff0d\uff20]")
NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")
OURS = ("association", "pulse", "network", "events", "roles", "members", "outbox", "kit")
# What the machine reads itself, or where it is: not what people write.
KEPT = re.compile(
    r"slug|zone|rule|currency|locale|language|state|kind|key|file|small|content_type|address|email"
    r"|canonical|token|secret|digest|search_text|sort_name|method|password|host|url|^via$|^code$"
)
LATE = ("farewell-csv", "farewell-talks")  # only once the books are given out
FILES = re.compile(r"\.(csv|xlsx|zip)/?$|/(zip|csv|xlsx)/?$")
# Files in which nobody's words stand: numbers and our own headings; pages and pictures in a ZIP.
WORDLESS = {"pulse-csv", "pulse-xlsx", "me-data-download", "farewell-talks"}


def spoil() -> int:
    """Begin every text of every row with a formula; how many columns took it."""
    took, starts = 0, cycle(STARTS)
    for model in apps.get_models():
        for column in model._meta.concrete_fields:
            if model._meta.app_label in OURS and is_text(column):
                took += _spoilt(model, column.name, next(starts))
    return took


def is_text(column: models.Field) -> bool:
    """Whether people write this column as they like."""
    free = isinstance(column, models.CharField | models.TextField) and not column.choices
    return free and not column.unique and not KEPT.search(column.name)


def _spoilt(model: Any, name: str, start: str) -> int:
    try:
        with transaction.atomic():
            return model.objects.update(**{name: start}) > 0
    except DatabaseError:
        return 0


def cells(name: str, body: bytes) -> Iterator[tuple[str, str]]:
    """(kind, text) of every cell of a CSV, a sheet, or those in a ZIP; "f" is a formula."""
    if body[:2] != b"PK":
        rows = csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""))
        yield from (("s", cell) for row in rows for cell in row)
        return
    with zipfile.ZipFile(io.BytesIO(body)) as found:
        if "xl/workbook.xml" in found.namelist():
            pages = openpyxl.load_workbook(io.BytesIO(body)).worksheets
            yield from ((c.data_type, str(c.value)) for p in pages for row in p for c in row)
            return
        for inner in found.namelist():
            if inner.endswith((".csv", ".xlsx")):
                yield from cells(inner, found.read(inner))


def runs(kind: str, cell: str) -> bool:
    """Whether a spreadsheet would take this cell for more than text or a number."""
    return kind == "f" or (kind == "s" and bool(RUNS.match(cell)) and not NUMBER.fullmatch(cell))


def at_the_end(scene) -> None:
    """The association has ended and the books are given out; a letter has gone to a member."""
    now, things, member = timezone.now(), scene.things, scene.people["secretary"]
    Closing.objects.update(given_at=now)
    Farewell.objects.create(
        closing=things["closing"], person=member, shows=["city", "employer"],
        audience="everybody", to_successor=True, answered_at=now,
    )  # fmt: skip
    letters.post(
        kind=things["letter"].kind, to="m@example.org", dedupe_key="gone", at=now,
        about={"letter": things["letter"].pk, "person": member.pk},
    )  # fmt: skip


def taken(scene) -> dict[str, bytes]:
    """Name -> body of every address that answers with a table or a ZIP."""
    found = {}
    paths = addresses(scene)
    late = [fuzz.Target(name, paths[name], "stranger") for name in LATE]
    for target in [*fuzz.targets(paths, "get"), *late]:
        answer, _tables = undone(scene.browsers[target.role], "get", target.path)
        kind = answer.headers.get("Content-Type", "")
        if answer.status_code == 200 and ("csv" in kind or "sheet" in kind or "zip" in kind):
            full = scene.browsers[target.role].get(target.path)
            found[target.name] = (
                b"".join(full.streaming_content) if full.streaming else full.content
            )
    return found


@pytest.mark.broad
def test_no_cell_of_any_file_that_goes_out_runs(monkeypatch, settings):
    logging.disable(logging.CRITICAL)
    monkeypatch.setattr(AdminSite, "get_app_list", lambda *args: [])
    scene = scenes.build()
    at_the_end(scene)
    took = spoil()
    monkeypatch.setattr(Template, "_render", lambda self, context: "")

    files = taken(scene)
    logging.disable(logging.NOTSET)

    read = {name: list(cells(name, body)) for name, body in files.items()}
    hostile = {name for name, rows in read.items() if any(c[:1] == "'" for _kind, c in rows)}
    routed = patterns(get_resolver().url_patterns)
    routes = {name for name, route, _one in routed if FILES.search(route)}
    assert [(name, one) for name, rows in read.items() for one in rows if runs(*one)][:10] == []
    assert took > 50
    assert routes - set(files) == set()
    assert set(files) - WORDLESS - hostile == set()


@pytest.mark.parametrize("start", STARTS)
def test_a_cell_that_nobody_made_safe_is_found_out(start):
    body = "".join(as_csv(["name"], [[start]])).encode()

    assert [runs(*one) for one in cells("a.csv", body)] == [False, True]
