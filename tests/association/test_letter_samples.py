"""Every kind of letter can be looked at in the demo."""

from collections.abc import Callable

import pytest

from association.queries.letter_samples import sample
from outbox import kinds
from tests.association.conftest import AT

pytestmark = [pytest.mark.broad, pytest.mark.django_db]


def test_every_kind_of_letter_can_be_shown_from_the_demos_own_rows(demo_of: Callable):
    demo_of(60)

    missing = {name: sample(name, AT).note for name in kinds.all_kinds()}

    assert {name: note for name, note in missing.items() if note} == {}
