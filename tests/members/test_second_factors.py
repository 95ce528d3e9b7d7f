from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command

from members.models import User

pytestmark = pytest.mark.django_db


def test_every_factor_of_one_log_in_goes_and_nobody_elses() -> None:
    lost, other = (User.objects.create_user(f"{name}@example.org") for name in ("lost", "other"))
    for user in (lost, other):
        Authenticator.objects.create(user=user, type="totp", data={})
    Authenticator.objects.create(user=lost, type="recovery_codes", data={})
    said = StringIO()

    call_command("forget_second_factor", "Lost@example.org", stdout=said)

    assert said.getvalue().startswith("2 removed.")
    assert [one.user for one in Authenticator.objects.all()] == [other]


def test_an_address_nobody_logs_in_with_is_named() -> None:
    with pytest.raises(CommandError, match="Nobody logs in as nobody@example"):
        call_command("forget_second_factor", "nobody@example.org")
