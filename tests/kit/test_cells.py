import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.cells import safe, unsafe


@pytest.mark.parametrize(
    "text",
    [
        "=HYPERLINK(1)",
        "+1",
        "-2",
        "@SUM(A1)",
        "\t=1",
        "  =1",
        "\r=1",
        "|cmd",
        "%x",
        "\uff1d1",
        "\uff0b1",
        "\uff0d1",
        "\uff20A",
    ],
)
def test_text_that_would_start_a_formula_is_kept_as_text(text):
    assert safe(text).startswith("'")


@pytest.mark.parametrize(
    ("value", "cell"), [(-2, -2), (0, 0), (None, ""), ("Ada", "Ada"), (1.5, 1.5)]
)
def test_numbers_stay_numbers_and_plain_text_stays_plain(value, cell):
    assert safe(value) == cell


def test_a_cell_never_breaks_a_row():
    assert safe("one\r\ntwo\rthree\u2028four") == "one two three four"


@given(st.from_regex(r"[=+\-@]?[a-z0-9 ]{0,20}", fullmatch=True))
def test_our_own_export_reads_back_as_it_was(text):
    assert unsafe(safe(text)) == text
