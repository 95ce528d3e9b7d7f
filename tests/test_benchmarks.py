"""The harness of the benchmarks: its client, its bare project and its arithmetic."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from benchmarks import client
from benchmarks.figures import Rounds, Row, at_least, at_most, table, under

TREE = Path(__file__).resolve().parent.parent
ASK_BARE = """
import django; django.setup()
from django.urls import resolve
for path in ("/one/", "/fifty/"):
    print(resolve(path).func.__name__)
"""


class Hello(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "5")
        self.end_headers()
        self.wfile.write(b"hello")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def port() -> Iterator[int]:
    """The port of a server that greets."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Hello)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_port
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_ratio_is_the_median_of_the_rounds_quotients() -> None:
    row = at_most("page", Rounds((2.0, 9.0, 4.0), "ms"), Rounds((1.0, 3.0, 1.0), "ms"), 3)

    assert row.cells() == ("page", "4 ms (2-9)", "1 ms (1-3)", "3 (2-4)", "<= 3x", "met")


def test_a_fixed_allowance_is_added_to_the_limit() -> None:
    row = at_most("file", Rounds((0.35,), "s"), Rounds((0.05,), "s"), 3, plus=0.1)

    assert (row.target, row.met) == ("<= 3x + 0.1 s", False)


def test_a_share_too_small_is_not_met() -> None:
    row = at_least("answers", Rounds((7.0,), "/s"), Rounds((100.0,), "/s"), 0.08)

    assert (row.ratio, row.met) == ("0.07", False)


def test_a_job_that_went_wrong_says_so_in_the_table() -> None:
    lines = table([under("memory", Rounds((100.0,), "MB"), 130), Row("export", error="404")])

    assert lines.splitlines()[-1].split("|")[1:3] == [" export ", " went wrong: 404 "]


def test_the_client_keeps_its_connection_and_counts_every_answer(port: int) -> None:
    load = client.at_once(port, [client.get("/")] * 60, clients=3)

    assert (load.statuses, len(load.seconds)) == ({200: 60}, 60)


def test_a_server_that_is_gone_counts_as_no_answer() -> None:
    load = client.at_once(1, [client.get("/")] * 2, clients=1)

    assert load.statuses == {0: 2}


def test_the_bare_project_needs_nothing_but_django() -> None:
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "benchmarks.bare.settings"}
    words = [sys.executable, "-c", ASK_BARE]

    answer = subprocess.run(words, cwd=TREE, env=environment, capture_output=True, text=True)

    assert (answer.stdout.split(), answer.returncode) == (["one", "fifty"], 0)
