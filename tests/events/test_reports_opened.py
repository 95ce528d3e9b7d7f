"""Reports opened by the programs people have: the office suite and a reader of PDF."""

import csv
import io
import re
import shutil
import subprocess

import pytest
import time_machine

from events.queries.reports import REPORTS
from events.queries.reports.cells import as_file, as_line
from tests.events.cast import an_officer, browser, evening
from tests.events.scenes import a_letterhead
from tests.events.test_reports import asked, held

pytestmark = [pytest.mark.broad, pytest.mark.django_db]


def needs(program: str):
    """Skips, and says so, where the machine has no such program."""
    return pytest.mark.skipif(shutil.which(program) is None, reason=f"{program} is not here")


@pytest.fixture
def organizer():
    a_letterhead()
    with time_machine.travel(evening(180), tick=False):
        yield browser(an_officer("An Organizer", "Organizer"))


def run(*words: str) -> str:
    return subprocess.run(words, capture_output=True, text=True, check=True, timeout=120).stdout


def plain(text: str) -> str:
    """Words without the breaks of lines and cells."""
    return re.sub(r"[\s-]+", "", text)


@needs("pdftotext")
@needs("pdftoppm")
@pytest.mark.parametrize("key", REPORTS)
def test_every_cell_stands_on_the_paper(organizer, key, tmp_path):
    held(credits_minutes=50)
    report, question, paper = REPORTS[key], asked(), tmp_path / "report.pdf"

    paper.write_bytes(organizer.get(f"/reports/{key}.pdf").content)
    run("pdftoppm", "-r", "30", "-png", str(paper), str(tmp_path / "page"))

    read = plain(run("pdftotext", "-raw", str(paper), "-"))
    answer = report.answer(question)
    for row in answer.rows:
        for column, words in zip(answer.columns, as_line(answer.columns, row), strict=True):
            if column.kind != "key":
                assert plain(words) in read, (column.name, words)
    assert list(tmp_path.glob("page-*.png"))


@needs("soffice")
def test_the_office_suite_reads_every_sheet_as_the_database_has_it(organizer, tmp_path):
    held(credits_minutes=50)
    for key, report in REPORTS.items():
        sheet, question = tmp_path / f"{key}.xlsx", asked()
        sheet.write_bytes(organizer.get(f"/reports/{key}.xlsx").getvalue())

        run("soffice", "--headless", "--convert-to", "csv", "--outdir", str(tmp_path), str(sheet))

        head, *rows = csv.reader(io.StringIO(sheet.with_suffix(".csv").read_text()))
        names, cells = as_file(report, question)
        assert head == names
        assert rows == [[str(cell) for cell in row] for row in cells]
