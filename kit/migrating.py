"""Migrations whose cost grows with the change, not with the number of tables.

While it migrates, Django keeps a class for every table. After each operation it makes the changed
class anew and with it every class that can be reached from it. Here that is all of them, for
nearly every table names a person: on an empty database that took a minute and a half. What an
operation that only adds something needs anew is its own class and those that point at it. After
any other operation everything is made anew, so nothing outdated is ever asked.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.migrations.state import ProjectState

django_way = ProjectState._find_reload_model  # type: ignore[attr-defined]
Key = tuple[str, str]


@contextmanager
def quickly() -> Iterator[None]:
    """Within, migrations make as few classes anew as they need."""
    ProjectState._find_reload_model = _to_be_made_anew  # type: ignore[attr-defined]
    try:
        yield
    finally:
        ProjectState._find_reload_model = django_way  # type: ignore[attr-defined]


def _to_be_made_anew(state: Any, app_label: str, model_name: str, delay: bool = False) -> set[Key]:
    """The keys of the classes to be made anew after this one's description changed."""
    # Django makes all anew before Python code of a migration sees the classes.
    state.is_delayed = True
    key = (app_label, model_name)
    try:
        before = state.apps.get_model(*key)
    except LookupError:
        return {key}
    columns = before._meta.local_fields + before._meta.local_many_to_many
    known, described = {one.name for one in columns}, set(state.models[key].fields)
    # `delay` is Django's word that a change concerns no other table: a trigger, a constraint.
    if not known <= described or (known == described and not delay):
        del state.apps
        return set()
    pointing = {
        (field.related_model._meta.app_label, field.related_model._meta.model_name)
        for field in before._meta.get_fields(include_hidden=True)
        if field.auto_created and field.is_relation and not field.concrete
    }
    return {key} | pointing
