"""Every column of every table is either personal, and says what erasure does, or neutral."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.apps import apps

from members import personal
from members.models import Payment, Person
from members.personal import Entry, Erasure

OURS = {"association", "pulse", "network", "events", "roles", "members", "outbox", "kit"}
ADVICE = (
    " is not in the personal-data registry. Open {package}/personal (members, outbox and kit:"
    " members/personal/own.py and below.py), and either give it an entry (DELETE the row, BLANK it,"
    " PSEUDONYM where it leads to a person, kept(reason)) or name it in neutral= because it tells"
    " of nobody. `whose=` is the look-up from a row to its person. See docs/privacy.md."
)


def models():
    """Our tables without history, which follows the table it tracks; and the log-in's."""
    ours = [m for m in apps.get_models(include_auto_created=True) if m._meta.app_label in OURS]
    return [m for m in ours if not hasattr(m, "pgh_tracked_model")] + [EmailAddress, Authenticator]


@pytest.mark.parametrize("model", models(), ids=lambda model: model._meta.label)
def test_every_column_is_registered(model):
    table = {t.model: t for t in personal.tables()}.get(model)
    known = {"id"} | (set(table.columns) | table.neutral if table else set())

    missing = {field.name for field in model._meta.concrete_fields} - known

    advice = ADVICE.format(package=model._meta.app_label)
    assert sorted(missing) == [], f"{model._meta.label}: {sorted(missing)}{advice}"


@pytest.mark.parametrize("table", personal.tables(), ids=lambda table: table.model._meta.label)
def test_a_link_to_a_person_is_never_neutral(table):
    links = {
        field.name
        for field in table.model._meta.concrete_fields
        if field.is_relation and field.related_model is Person
    }

    assert links & table.neutral == set()


@pytest.mark.django_db
@pytest.mark.parametrize("table", personal.tables(), ids=lambda table: table.model._meta.label)
def test_the_rows_of_a_person_can_be_asked_for(table):
    assert list(table.model._default_manager.filter(table.of(Person(pk=1)))) == []


def test_a_row_goes_whole_or_stays():
    torn = [
        table.model._meta.label
        for table in personal.tables()
        if 0 < sum(e.erasure == Erasure.DELETE for e in table.columns.values()) < len(table.columns)
    ]

    assert torn == []


def test_a_column_that_stays_needs_a_reason():
    with pytest.raises(ValueError, match="needs a reason"):
        Entry(erasure=Erasure.KEEP)


def test_a_column_that_does_not_exist_cannot_be_registered():
    with pytest.raises(ValueError, match="shoe_size"):
        personal.register(Payment, shoe_size=personal.BLANK)
