import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management.sql import emit_post_migrate_signal
from django.db.migrations import Migration

from roles.actions import groups

pytestmark = pytest.mark.django_db


def migrated(*, backwards=False):
    emit_post_migrate_signal(0, False, "default", plan=[(Migration("0009", "events"), backwards)])


def holders():
    right = Permission.objects.get(codename="export_attendance")
    return set(right.group_set.values_list("name", flat=True))


@pytest.mark.broad
def test_rights_that_come_with_an_upgrade_reach_the_default_groups():
    groups.ensure()
    Permission.objects.get(codename="export_attendance").delete()

    migrated()

    assert holders() == {"Board admin", "Organizer", "Secretary"}


@pytest.mark.broad
def test_a_database_without_the_default_groups_stays_without():
    migrated()

    assert Group.objects.count() == 0


@pytest.mark.broad
def test_going_back_changes_no_group():
    groups.ensure()
    Permission.objects.get(codename="export_attendance").group_set.clear()

    migrated(backwards=True)

    assert holders() == set()
