"""An installation's settings, checked by Django and scored as Mozilla's Observatory does; and how
sessions end."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.db import connection
from django.test import Client
from django.urls import reverse

from members.models import User
from tests.members.factories import a_login, a_person

ROOT = Path(__file__).parents[2]
PASSWORD = "a long password"
GUARDS = ("secure", "httponly", "samesite")
HEADERS = """
import json, os, django
django.setup()
from django.conf import settings
from django.test import Client
plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
settings.STORAGES = settings.STORAGES | {"staticfiles": plain}
answer = Client(headers={"host": "guild.example"}).get("/accounts/login/", secure=True)
cookies = {name: dict(one) for name, one in answer.cookies.items()}
print(json.dumps({"status": answer.status_code, "headers": dict(answer.headers),
                  "cookies": cookies}))
"""


def installed(*words: str) -> subprocess.CompletedProcess:
    """A process of an installation as docs/operations.md sets it up, on the tests' database."""
    database = connection.settings_dict
    url = "postgresql://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**database)
    environment = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ}
    environment |= {
        "DATABASE_URL": url, "SECRET_KEY": "k" * 25 + "0123456789abcdefghijklmnopqrst",
        "ALLOWED_HOSTS": "guild.example", "SITE_URL": "https://guild.example",
        "DJANGO_SETTINGS_MODULE": "association.settings", "STATIC_ROOT": "/nowhere",
    }  # fmt: skip
    return subprocess.run(
        [sys.executable, "-W", "ignore", *words], cwd=ROOT, env=environment, capture_output=True,
        text=True, check=False,
    )  # fmt: skip


@pytest.mark.broad
@pytest.mark.django_db(transaction=True)
def test_djangos_own_checks_of_an_installation_find_nothing_and_nothing_is_silenced():
    found = installed("manage.py", "check", "--deploy", "--fail-level", "WARNING")

    assert (found.returncode, found.stdout.strip()) == (
        0, "System check identified no issues (0 silenced).",
    ), found.stderr  # fmt: skip


def score(headers: dict[str, str], cookies: dict[str, dict]) -> int:
    """As Mozilla's HTTP Observatory scores (its published table of modifiers), from 100."""
    csp = {
        part.split()[0]: part.split()[1:]
        for part in headers.get("Content-Security-Policy", "").split(";")
        if part.strip()
    }
    points = 100
    scripts = csp.get("script-src", csp.get("default-src", []))
    if not csp:
        points -= 25
    elif "'unsafe-inline'" in scripts or "'unsafe-eval'" in scripts:
        points -= 20
    else:
        points += 10 if csp.get("default-src") == ["'none'"] else 5
    safe = all(
        one.get("secure") and one.get("httponly") and one.get("samesite")
        for one in cookies.values()
    )
    points += (5 if safe else -20) if cookies else 0
    seconds = headers.get("Strict-Transport-Security", "").partition("max-age=")[2].split(";")[0]
    points += 0 if int(seconds or 0) >= 15_768_000 else -20
    points += 5 if headers.get("Referrer-Policy") in ("no-referrer", "same-origin") else 0
    points += 0 if headers.get("X-Content-Type-Options") == "nosniff" else -5
    points += 5 if "frame-ancestors" in csp else -20
    return points + (10 if headers.get("Cross-Origin-Resource-Policy") == "same-origin" else 0)


@pytest.mark.broad
@pytest.mark.django_db(transaction=True)
def test_the_observatory_gives_115_or_more():
    found = installed("-c", HEADERS)
    answer = json.loads(found.stdout.splitlines()[-1]) if found.stdout else {}

    assert answer, found.stderr[-2000:]
    assert answer["status"] == 200
    assert set(answer["cookies"]) == {"__Host-csrf"}
    assert score(answer["headers"], answer["cookies"]) >= 115
    assert "preload" in answer["headers"]["Strict-Transport-Security"]


def test_a_page_without_its_headers_scores_far_less():
    assert score({}, {}) < 60


@pytest.fixture
def member(db) -> User:
    return a_login(a_person("A Member", "member@example.org"), "member@example.org")


def signed_in(user: User) -> Client:
    client = Client()
    assert client.login(email=user.email, password=PASSWORD)
    return client


def is_in(client: Client) -> bool:
    return client.get(reverse("me")).status_code == 200


def test_a_new_password_ends_every_other_session(member):
    other, here = signed_in(member), signed_in(member)

    member.set_password("another long password")
    member.save()

    assert (is_in(other), is_in(here)) == (False, False)


def test_a_closed_log_in_ends_its_sessions(member):
    client = signed_in(member)

    User.objects.filter(pk=member.pk).update(is_active=False)

    assert not is_in(client)


def test_signing_out_ends_the_session_on_the_server(member):
    client = signed_in(member)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value

    client.post(reverse("account_logout"))
    client.cookies[settings.SESSION_COOKIE_NAME] = cookie

    assert not is_in(client)


def test_a_log_in_gets_a_session_of_a_new_name(member):
    client = Client()
    session = client.session
    session["before"] = True
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = before = session.session_key

    client.login(email=member.email, password=PASSWORD)

    assert client.cookies[settings.SESSION_COOKIE_NAME].value != before
    assert SESSION_KEY in client.session


def test_who_names_other_addresses_in_a_header_is_limited_all_the_same(member, settings):
    """No proxy is trusted unless TRUSTED_PROXIES says so (a forged X-Forwarded-For changes
    nothing)."""
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "3/m/ip"}
    client, form = Client(), {"login": "nobody@example.org", "password": "wrong"}

    answers = [
        client.post(reverse("account_login"), form, headers={"X-Forwarded-For": f"192.0.2.{n}"})
        for n in range(6)
    ]

    assert "Too many" in answers[-1].content.decode()


def test_passwords_and_codes_are_in_no_log(member, caplog):
    caplog.set_level("DEBUG")
    Client().post(
        reverse("account_login"), {"login": "member@example.org", "password": "Canary-password"}
    )
    Client().post(reverse("account_confirm_login_code"), {"code": "Canary-code"})

    assert "Canary" not in caplog.text
