"""What opens something is written nowhere but in the letter that carries it."""

import logging
from types import SimpleNamespace

import pytest
from django.db import connection
from gunicorn.config import Config

from association.logs import AccessLogger, WithoutTokens
from tests.security import scene as scenes

pytestmark = pytest.mark.django_db
PATHS = {"answer": "/r/{}/", "renew": "/renew/{}/tell/", "unsubscribe": "/unsubscribe/{}/"}


def everything_stored() -> str:
    """Every text of every table, sessions aside."""
    with connection.cursor() as cursor:
        tables = [name for name in connection.introspection.table_names(cursor)
                  if name not in ("django_session",)]  # fmt: skip
        texts = []
        for name in tables:
            cursor.execute(f"SELECT coalesce(string_agg(row::text, ' '), '') FROM \"{name}\" row")
            texts.append(cursor.fetchone()[0])
    return " ".join(texts)


def test_no_table_keeps_the_token_of_a_link_that_was_used():
    scene = scenes.build()
    tokens = scenes.tokens(scene)
    posted = {"answer": "declined", "method": "cash", "action": "stop_all"}

    for key, path in PATHS.items():
        assert scenes.browser().post(path.format(tokens[key]), posted).status_code in (302, 303)

    stored = everything_stored()
    assert [key for key, token in tokens.items() if token in stored] == []


@pytest.mark.parametrize("path", PATHS.values())
def test_no_line_of_a_log_holds_a_token(path):
    record = logging.LogRecord("a", 30, "f", 1, "Gone: %s", (path.format("Canary-1"),), None)

    WithoutTokens().filter(record)

    assert "Canary" not in record.getMessage()


def test_the_log_of_requests_holds_no_token():
    environ = {"REQUEST_METHOD": "GET", "RAW_URI": "/r/Canary/", "PATH_INFO": "/r/Canary/",
               "SERVER_PROTOCOL": "HTTP/1.1", "HTTP_REFERER": "http://a/renew/Canary/"}  # fmt: skip
    response = SimpleNamespace(status="200 OK", sent=1, headers=[])
    time = SimpleNamespace(seconds=0, microseconds=0, total_seconds=lambda: 0)

    atoms = AccessLogger(Config()).atoms(response, SimpleNamespace(headers=[]), environ, time)

    assert [key for key, value in atoms.items() if "Canary" in str(value)] == []


def test_history_keeps_neither_passwords_nor_sealed_letters():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns"
            " WHERE table_name LIKE '%event' AND column_name IN"
            " ('password', 'sealed', 'session_key', 'session_data', 'data', 'code')"
        )
        assert cursor.fetchall() == []
