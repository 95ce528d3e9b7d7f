import uuid
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit import tokens

NOW = datetime(2027, 1, 10, 9, tzinfo=UTC)
SOMEBODY = uuid.UUID(int=7)


def make(purpose="answer", **changes):
    given_ = {"subject": SOMEBODY, "epoch": 3, "about": 42, "expires_at": NOW + timedelta(days=1)}
    return tokens.sign(purpose, **{**given_, **changes})


def test_a_token_says_whom_and_what_it_is_about():
    claim = tokens.read("answer", make(), at=NOW)

    assert claim == tokens.Claim(SOMEBODY, 3, 42)


def test_a_token_fits_into_a_line_of_a_letter():
    assert len(make(epoch=2**32 - 1, about=2**63)) <= 120


def test_a_token_of_one_purpose_never_opens_another():
    with pytest.raises(tokens.TokenInvalid):
        tokens.read("renew", make("answer"), at=NOW)


def test_a_token_expires():
    with pytest.raises(tokens.TokenExpired):
        tokens.read("answer", make(), at=NOW + timedelta(days=2))


@pytest.mark.parametrize("position", range(0, 72, 9))
def test_a_token_with_one_changed_letter_is_invalid(position):
    token = make()
    changed = token[:position] + ("A" if token[position] != "A" else "B") + token[position + 1 :]

    with pytest.raises(tokens.TokenInvalid):
        tokens.read("answer", changed, at=NOW)


@given(st.text(max_size=130))
def test_any_text_is_a_token_or_a_named_error(text):
    with pytest.raises(tokens.TokenInvalid):
        tokens.read("answer", text, at=NOW)


def test_a_replaced_secret_still_opens_links_in_letters_already_sent(settings):
    token = make()
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a new secret that was put in place after a leak, long enough for all"

    assert tokens.read("answer", token, at=NOW).about == 42
