"""The default groups of rights."""

from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db import transaction

from roles import rules

Granted = Group.permissions.through


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
    named = Group.objects.filter(name__in=rules.GROUPS)
    Group.objects.bulk_create((Group(name=name) for name in rules.GROUPS), ignore_conflicts=True)
    groups = {group.name: group for group in named}
    held = set(Granted.objects.filter(group__in=named).values_list("group_id", "permission_id"))
    wanted = {
        (group.pk, permissions[right])
        for name, group in groups.items()
        for right in rules.granted(name, permissions)
    }
    Granted.objects.bulk_create(
        (Granted(group_id=group, permission_id=right) for group, right in sorted(wanted - held)),
        ignore_conflicts=True,
    )
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
