"""A real web server for tests, and clients who all press the button at once."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Barrier
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

ROOT = Path(__file__).resolve().parents[2]
CSRF = "a" * 32


@contextmanager
def web_server(database_url: str, app: str = "association.wsgi") -> Iterator[int]:
    """gunicorn with 2 workers of 8 threads over this database; gives the port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", app, "--bind", f"127.0.0.1:{port}"]
    command += ["--workers", "2", "--threads", "8", "--log-level", "warning"]
    environment = os.environ | {"DATABASE_URL": database_url, "DEMO": "1", "LOG_LEVEL": "ERROR"}
    server = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        _wait_for(port)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait_for(port: int) -> None:
    for _ in range(300):
        try:
            with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as link:
                link.request("GET", "/calendar.ics")
                if _status(link) == 200:
                    return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("The web server did not start.")


def _status(link: http.client.HTTPConnection) -> int:
    with link.getresponse() as response:
        response.read()
        return response.status


def signed_in(user) -> str:
    """The cookies of this log-in."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "members.backends.LogInBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    names = (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME)
    return f"{names[0]}={session.session_key}; {names[1]}={CSRF}"


def press_at_once(port: int, path: str, cookies: list[str], **data: str) -> list[int]:
    """Every client posts the same form at the same moment; the status codes."""
    barrier = Barrier(len(cookies))

    def press(cookie: str) -> int:
        headers = {
            "Cookie": cookie,
            "X-CSRFToken": CSRF,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=90)) as link:
            link.connect()
            barrier.wait()
            link.request("POST", path, urlencode(data), headers)
            return _status(link)

    with ThreadPoolExecutor(len(cookies)) as pool:
        return list(pool.map(press, cookies))
