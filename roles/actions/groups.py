"""The default groups of rights."""

from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db import transaction

from roles import rules


@transaction.atomic
def ensure() -> dict[str, Group]:
    """The default groups by name, made where missing and given every right they lack.

    Never takes a right away, so what an operator has added stays. Changes auth groups.
    """
    permissions = {
        f"{app}.{codename}": pk
        for pk, app, codename, model in Permission.objects.values_list(
            "pk", "content_type__app_label", "codename", "content_type__model"
        )
        if codename.startswith("view_") or not _is_history(app, model)
    }
    groups = {name: Group.objects.get_or_create(name=name)[0] for name in rules.GROUPS}
    for name, group in groups.items():
        group.permissions.add(*(permissions[p] for p in rules.granted(name, permissions)))
    return groups


def refresh(*, plan: list | None = None, **kwargs: Any) -> None:
    """After an upgrade: rights that came with it reach the default groups, where these exist.

    Called for each package in turn, as their permissions appear. Changes auth groups.
    """
    upgraded = bool(plan) and not any(backwards for _migration, backwards in plan or [])
    if upgraded and Group.objects.filter(name__in=rules.GROUPS).exists():
        ensure()


def _is_history(app_label: str, model_name: str) -> bool:
    """Whether a table is one of history, which nobody but its triggers writes."""
    try:
        model = apps.get_model(app_label, model_name)
    except LookupError:
        return True
    return hasattr(model, "pgh_id")
