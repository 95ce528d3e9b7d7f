"""Amounts, days and names as banks write them."""

from datetime import date

import pytest

from members.rules import bank


@pytest.mark.parametrize(
    ("cell", "cents"),
    [
        ("120,00", 12000),
        ("1.234,56", 123456),
        ("1,234.56", 123456),
        ("1'234.50", 123450),
        ("-50,00", -5000),
        ("50,00-", -5000),
        ("\u221250,00 €", -5000),
        ("120", 12000),
        ("+7,5 EUR", 750),
        ("1.234.567,00", 123456700),
    ],
)
def test_an_amount_is_read(cell, cents):
    assert bank.cents(cell) == cents


@pytest.mark.parametrize("cell", ["1.234", "1,234", "", "abc", "1,2,3", "12..0", "9" * 20])
def test_what_could_be_two_amounts_or_none_is_refused(cell):
    with pytest.raises(ValueError, match="“"):
        bank.cents(cell)


def test_the_column_tells_its_decimal_mark():
    mark = bank.decimal_mark(["1.234", "12", "99,50"])

    assert bank.cents("1.234", mark) == 123400


@pytest.mark.parametrize(
    ("cell", "order", "day"),
    [
        ("03.04.2026", "", date(2026, 4, 3)),
        ("03.04.26", "", date(2026, 4, 3)),
        ("2026-04-03", "", date(2026, 4, 3)),
        ("04/03/2026", "mdy", date(2026, 4, 3)),
        ("13/04/2026", "", date(2026, 4, 13)),
    ],
)
def test_a_day_is_read(cell, order, day):
    assert bank.day(cell, order) == day


@pytest.mark.parametrize("cell", ["03/04/2026", "31.02.2026", "", "x", "1.1"])
def test_a_day_is_never_guessed(cell):
    with pytest.raises(ValueError, match="“"):
        bank.day(cell)


def test_equal_lines_of_one_file_are_told_apart():
    line = (date(2026, 1, 2), 12000, "Ada Payer", "dues")

    assert bank.mark_of(*line, 1) == bank.mark_of(date(2026, 1, 2), 12000, "ADA  Payer", "Dues", 1)
    assert bank.mark_of(*line, 1) != bank.mark_of(*line, 2)
