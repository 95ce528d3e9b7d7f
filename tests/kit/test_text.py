import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.text import canonical_email, clean, fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Čermák", "cermak"),
        ("  Straße\u200b 9 ", "strasse 9"),
        ("ＦＵＬＬ", "full"),
        ("Łódź", "lodz"),
        ("\u202eevil", "evil"),
    ],
)
def test_fold_makes_names_comparable(text, folded):
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_cleaning_twice_changes_nothing(text):
    assert clean(clean(text)) == clean(text)


def test_twins_by_case_and_width_share_one_mailbox():
    twins = {
        canonical_email(a) for a in ["Ada@Example.org", "ada@example.org ", "ａda@example.org"]
    }

    assert twins == {"ada@example.org"}
