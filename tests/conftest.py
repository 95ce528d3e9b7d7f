"""What every test may use: its own database, a real Valkey on request, quick passwords."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections
from django.utils import translation
from hypothesis import settings as hypothesis

from association.services.valkey import Valkey
from tests import plugin, template

# How long an example takes says more about the machine than about the code.
hypothesis.register_profile("house", deadline=None)
hypothesis.load_profile("house")


def pytest_configure() -> None:
    """Cheap password hashes; second factors and proofs only where a test asks; plain statics."""
    settings.OFFICERS_NEED_SECOND_FACTOR = settings.ACCOUNT_REAUTHENTICATION_REQUIRED = False
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    """A database per test process, so that several never meet, copied from a migrated one."""
    test = connections["default"].settings_dict["TEST"]
    test["NAME"] = plugin.DATABASE
    if plugin.is_local():
        test["TEMPLATE"] = template.migrated(plugin.cluster)
        connections["default"].creation._destroy_test_db = plugin.drop


@pytest.fixture(autouse=True)
def _language() -> Iterator[None]:
    """The language a page was asked for in stays with its test."""
    yield
    translation.deactivate()


@pytest.fixture(scope="session")
def valkey(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a running Valkey; `settings.REDIS_URL` keeps naming a closed port."""
    folder: Path = tmp_path_factory.mktemp("valkey")
    server = Valkey(folder)
    server.start()
    yield server.url()
    server.stop()
