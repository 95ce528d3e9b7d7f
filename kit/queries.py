"""Reads of the settings table."""

from collections.abc import Mapping

from kit.models import Setting
from kit.rules import Knob


def value[T](knob: Knob[T]) -> T:
    """What the board has set, else the default."""
    row = Setting.objects.filter(key=knob.key).values_list("value", flat=True).first()
    return knob.default if row is None else row


def values(*knobs: Knob) -> Mapping[str, object]:
    """The values of several knobs by key, in one query."""
    found = dict(Setting.objects.filter(key__in=[k.key for k in knobs]).values_list("key", "value"))
    return {k.key: found.get(k.key, k.default) for k in knobs}
