"""The writers of the tool shed."""

from datetime import datetime
from typing import Any

from django.db import transaction

from kit.models import Export, Setting
from kit.rules import Knob


def note_export(*, what: str, via: str, by: Any, at: datetime) -> Export:
    """Write down that the log-in `by` (None: the operator) takes a file out. Changes exports."""
    return Export.objects.create(what=what[:200], via=via, by=by, at=at)


@transaction.atomic
def turn(*, knob: Knob, value: Any) -> Setting:
    """Give a knob a value, already checked against its default's type. Changes settings."""
    return Setting.objects.update_or_create(key=knob.key, defaults={"value": value})[0]
