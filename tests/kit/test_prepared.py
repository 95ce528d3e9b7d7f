"""Prepared questions answer what the same query of the ORM answers."""

import pytest
from django.db.models import TextField

from events.models import Meeting
from kit.models import Setting
from kit.prepared import Given, Prepared, PreparedObjects
from tests.events.scenes import a_meeting

pytestmark = pytest.mark.django_db

VALUE = Prepared(lambda: Setting.objects.filter(key=Given("key", TextField())).values_list("id"))
MEETING = PreparedObjects(
    lambda: Meeting.objects.filter(slug=Given("slug", TextField())), related=["venue", "series"]
)


def test_each_asking_has_its_own_values() -> None:
    one, other = (Setting.objects.create(key=key, value=1) for key in ("one", "other"))

    assert [VALUE.rows(key=key) for key in ("one", "other", "none")] == [
        [(one.pk,)], [(other.pk,)], [],
    ]  # fmt: skip


def test_a_value_left_out_is_an_error() -> None:
    with pytest.raises(KeyError):
        VALUE.rows()


def test_an_object_is_what_the_orm_gives_with_what_belongs_to_it(django_assert_num_queries) -> None:
    slug = a_meeting(5).slug
    expected = Meeting.objects.select_related("venue", "series").get(slug=slug)

    with django_assert_num_queries(1):
        found = MEETING.first(slug=slug)
        assert (found.series, found.venue) == (expected.series, expected.venue)

    assert vars(found).keys() == vars(expected).keys()
    assert {f.attname: getattr(found, f.attname) for f in Meeting._meta.concrete_fields} == {
        f.attname: getattr(expected, f.attname) for f in Meeting._meta.concrete_fields
    }


def test_what_is_missing_is_none() -> None:
    assert MEETING.first(slug="no-such-meeting") is None


def test_a_column_python_converts_is_read_when_asked_for(django_assert_num_queries) -> None:
    row = Setting.objects.create(key="one", value={"a": 1})
    asked = PreparedObjects(lambda: Setting.objects.filter(key=Given("key", TextField())))

    [found] = asked.objects(key="one")

    assert (found, found.value) == (row, {"a": 1})
