"""The writers of the tool shed."""

from typing import Any

from django.db import transaction

from kit.models import Setting
from kit.rules import Knob


@transaction.atomic
def turn(*, knob: Knob, value: Any) -> Setting:
    """Give a knob a value, already checked against its default's type. Changes settings."""
    return Setting.objects.update_or_create(key=knob.key, defaults={"value": value})[0]
