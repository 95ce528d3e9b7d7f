"""A report on paper: tagged PDF."""

from django.template.loader import render_to_string

from events.queries.reports import Asked, Report
from events.queries.reports.cells import as_line, period_words
from kit import pdf
from outbox.queries import letterhead

# More rows than anybody leafs through; the sheet has them all.
PAPER_ROWS = 400


class TooLong(ValueError):
    """More rows than a paper takes."""


def report_paper(report: Report, asked: Asked) -> bytes:
    """The rows as a table on A4 across, in the active language.

    Raises TooLong beyond `PAPER_ROWS`, kit.pdf.NoPdf where none can be drawn.
    """
    answer = report.answer(asked, count=PAPER_ROWS + 1)
    columns, rows = answer.columns, list(answer.rows)
    if len(rows) > PAPER_ROWS:
        raise TooLong
    kept = [n for n, column in enumerate(columns) if column.kind != "key"]
    lines = [as_line(columns, row) for row in rows]
    context = {
        "report": report, "asked": asked, "titled": period_words(asked), "head": letterhead(),
        "columns": [columns[n] for n in kept],
        "rows": [[(columns[n], line[n]) for n in kept] for line in lines],
    }  # fmt: skip
    css = render_to_string("events/pdf/report.css")
    return pdf.render(render_to_string("events/pdf/report.html", context), css)
