"""What `manage.py` finds in its environment."""

import os

import pytest

from association import local

APPLICATION = "postgresql://app@db.example/association"
OWNER = "postgresql://owner@db.example/association"


@pytest.fixture
def environment(monkeypatch, tmp_path):
    values = {"DATA_DIR": str(tmp_path), "REDIS_URL": "redis://x", "DATABASE_URL": APPLICATION}
    monkeypatch.setattr(os, "environ", values)
    return values


@pytest.mark.parametrize(
    ("command", "url"), [("migrate", OWNER), ("check", APPLICATION), ("outbox", APPLICATION)]
)
def test_only_commands_that_change_tables_run_as_the_owner(environment, command, url):
    environment["MIGRATE_DATABASE_URL"] = OWNER

    local.prepare_environment(["manage.py", command])

    assert environment["DATABASE_URL"] == url


def test_a_named_database_needs_a_named_secret(environment):
    local.prepare_environment(["manage.py", "check"])

    assert "SECRET_KEY" not in environment


@pytest.mark.parametrize("words", [[], ["help"], ["--version"], ["demo", "--help"], ["seed", "-h"]])
def test_help_starts_no_server(environment, tmp_path, words):
    del environment["DATABASE_URL"]

    local.prepare_environment(["manage.py", *words])

    assert (environment["DATABASE_URL"], list(tmp_path.iterdir())) == (
        "postgresql://127.0.0.1:1/association",
        [],
    )


def test_commands_beside_a_demo_share_its_mode_address_and_secret(environment, tmp_path):
    local.prepare_environment(["manage.py", "demo", "--port", "8111"])
    secret = environment.pop("SECRET_KEY")
    del environment["DEMO"], environment["SITE_URL"]

    local.prepare_environment(["manage.py", "outbox"])

    assert [environment[name] for name in ("DEMO", "SITE_URL", "SECRET_KEY")] == [
        "1",
        "http://127.0.0.1:8111",
        secret,
    ]


def test_another_database_is_never_taken_for_the_demo(environment):
    local.prepare_environment(["manage.py", "demo"])
    del environment["DEMO"]
    environment["DATABASE_URL"] = "postgresql://app@db.example/the_real_one"

    local.prepare_environment(["manage.py", "check"])

    assert "DEMO" not in environment


@pytest.mark.parametrize("words", [["--data", "{}"], ["--data={}"]])
def test_demo_takes_another_data_folder(environment, tmp_path, words):
    other = tmp_path / "other folder"

    local.prepare_environment(["manage.py", "demo", *(word.format(other) for word in words)])

    assert (environment["DATA_DIR"], (other / "local.env").exists()) == (str(other), True)


def test_the_secret_is_private_and_stays(environment, tmp_path):
    first = local.files.secret_in(tmp_path / "secret-key")

    again = local.files.secret_in(tmp_path / "secret-key")

    assert again == first
    assert (tmp_path / "secret-key").stat().st_mode & 0o777 == 0o600


def test_a_server_that_cannot_start_ends_with_a_sentence(environment, monkeypatch):
    del environment["DATABASE_URL"]
    monkeypatch.setattr("association.services.binaries.find_spec", lambda _name: None)

    with pytest.raises(SystemExit) as end:
        local.prepare_environment(["manage.py", "check"])

    assert str(end.value) == (
        "The local PostgreSQL is not installed. Run `make demo` or `make test`, which install it,"
        " or set DATABASE_URL to a server of your own."
    )
