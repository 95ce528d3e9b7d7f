"""Reading a file of meetings: what is understood, and how a broken row is named."""

from datetime import date, time

import pytest

from events.imports import Problem, read

HEAD = "series,rule,starts_at_local,timezone,number,topic,venue,address,city,talk,speakers\n"
GOOD = "Evenings,,2026-01-15 18:30,Europe/Berlin,7,Clocks,,,,Time,Jane Roe\n"


def problems(text):
    data = text if isinstance(text, bytes) else text.encode()
    return [(found.row, found.column) for found in read(data).problems]


def test_a_good_row_is_read():
    (row,) = read((HEAD + GOOD).encode()).rows

    assert (row.line, row.day, row.clock) == (2, date(2026, 1, 15), time(18, 30))
    assert row.cells["speakers"] == "Jane Roe"


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_separator_mark_and_blanks_are_forgiven(separator):
    text = "\ufeffSeries , starts_at_local\nEvenings,2026-01-15\n\n".replace(",", separator)

    (row,) = read(text.encode()).rows

    assert (row.cells["series"], row.clock) == ("Evenings", None)


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("", (1, "")),
        (HEAD, (1, "")),
        ("series,talk\nA,B\n", (1, "starts_at_local")),
        ("series,starts_at_local,series\nA,2026-01-01,B\n", (1, "series")),
        (HEAD + GOOD + GOOD.replace("2026-01-15 18:30", "15.1.2026"), (3, "starts_at_local")),
        (HEAD + GOOD.replace("2026-01-15 18:30", "2026-02-31"), (2, "starts_at_local")),
        (HEAD + GOOD.replace("2026-01-15 18:30", "26-01-15"), (2, "starts_at_local")),
        (HEAD + GOOD.replace("2026-01-15 18:30", "46037"), (2, "starts_at_local")),
        (HEAD + GOOD.replace("2026-01-15 18:30", "2026-W03-4"), (2, "starts_at_local")),
        (HEAD + GOOD.replace("2026-01-15 18:30", "2026-01-15 25:00"), (2, "starts_at_local")),
        (HEAD + GOOD.replace("2026-01-15 18:30", ""), (2, "starts_at_local")),
        (HEAD + GOOD.replace("Evenings", " \u200b"), (2, "series")),
        (HEAD + GOOD.replace("Europe/Berlin", "Middle/Earth"), (2, "timezone")),
        (HEAD + GOOD.replace("Europe/Berlin", "../../etc/passwd"), (2, "timezone")),
        (HEAD + GOOD.replace(",7,", ",seven,"), (2, "number")),
        (HEAD + GOOD.replace("Evenings,,", "Evenings,monthly,"), (2, "rule")),
        (HEAD + GOOD.replace("Clocks", "x" * 301), (2, "topic")),
        (HEAD + GOOD.replace("Jane Roe", "x" * 301), (2, "speakers")),
        (HEAD + GOOD + "Evenings,,2026-01-15\n", (3, "")),
        (HEAD + GOOD + GOOD.replace("Clocks", "Watches"), (3, "topic")),
        (HEAD + GOOD + 'Evenings,,"2026-01-15', (3, "")),
        (HEAD + GOOD + "Evenings,\x00\n", (3, "")),
        ((HEAD + GOOD).encode() + b"Z\xe1pad,,2026-01-01\n", (3, "")),
        (b"\xef\xbb\xbf", (1, "")),
        (b"\xff\xfe", (1, "")),
        (" \n \n", (1, "")),
        (b"%PDF-1.7\n%\xe2\xe3", (1, "series")),
        ("<html><table></table></html>", (1, "series")),
        (b"PK\x03\x04 no sheet", (1, "")),
        (b"\xd0\xcf\x11\xe0" + bytes(200), (1, "")),
        ((HEAD + GOOD).encode("utf-16")[:-1], (1, "")),
        ((HEAD + GOOD).encode("utf-32"), (1, "")),
        ((HEAD + GOOD).replace(",", "|"), (1, "series")),
        ("series,starts_at_local,se\u200bries\nA,2026-01-01,B\n", (1, "series")),
        ("Our evenings\n" + HEAD + GOOD, (1, "series")),
        (HEAD + GOOD.replace("Clocks", '"Clo"cks'), (2, "")),
        (HEAD + GOOD.replace("2026-01-15 18:30", "31.02."), (2, "starts_at_local")),
        (HEAD + GOOD.replace("2026-01-15 18:30", "0000-00-00"), (2, "starts_at_local")),
        (HEAD + GOOD.replace("2026-01-15 18:30", "9999-12-31"), (2, "starts_at_local")),
        (HEAD + GOOD.replace("2026-01-15 18:30", "2026-01-15T18:30+99:00"), (2, "starts_at_local")),
        (HEAD + GOOD.replace("2026-01-15 18:30", "=TODAY()"), (2, "starts_at_local")),
        (HEAD + GOOD.replace("2026-01-15 18:30", "\u202e"), (2, "starts_at_local")),
        (HEAD + GOOD.replace(",7,", ",9223372036854775808,"), (2, "number")),
        (HEAD + GOOD.replace(",7,", ",\u00b2,"), (2, "number")),
        (HEAD + GOOD.replace(",7,", ",-1,"), (2, "number")),
        (HEAD + GOOD.replace(",7,", "," + "9" * 5000 + ","), (2, "number")),
        (HEAD + GOOD.replace("Europe/Berlin", "x" * 5000), (2, "timezone")),
        (HEAD + GOOD.replace("Evenings,,", "Evenings,FREQ=SECONDLY,"), (2, "rule")),
        (
            HEAD + GOOD.replace("Evenings,,", "Evenings,FREQ=MONTHLY;COUNT=" + "9" * 99 + ","),
            (2, "rule"),
        ),
    ],
)
def test_a_broken_row_is_named_by_row_and_column(text, where):
    assert problems(text)[:1] == [where]


def test_the_sentence_says_what_to_write():
    sheet = read((HEAD + GOOD.replace("2026-01-15 18:30", "tomorrow")).encode())

    told = "“tomorrow” is no date. Write it like 2026-11-26 19:00 or 2026-11-26."
    assert sheet.problems == [Problem(2, "starts_at_local", told)]
