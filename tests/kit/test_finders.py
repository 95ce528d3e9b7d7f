from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from kit.finders import JoinedSheets


@pytest.fixture
def sheets(tmp_path, settings) -> JoinedSheets:
    settings.DATA_DIR = tmp_path
    return JoinedSheets()


def test_the_joined_sheet_holds_each_part_in_order(sheets) -> None:
    name, *parts = settings.JOINED_SHEETS

    found = Path(sheets.find(name)).read_text()

    assert found == "\n".join(Path(finders.find(part)).read_text() for part in parts)


def test_it_is_written_anew_only_when_a_part_has_changed(sheets) -> None:
    path = Path(sheets.find(settings.JOINED_SHEETS[0]))
    before = path.stat().st_mtime_ns
    sheets.find(settings.JOINED_SHEETS[0])
    assert path.stat().st_mtime_ns == before

    path.write_text("old")

    assert Path(sheets.find(settings.JOINED_SHEETS[0])).read_text() != "old"


def test_no_other_file_is_its_business(sheets) -> None:
    assert [sheets.find("css/base.css"), [name for name, _ in sheets.list(None)]] == [
        [], [settings.JOINED_SHEETS[0]],
    ]  # fmt: skip
