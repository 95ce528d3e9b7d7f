import os
import signal
from pathlib import Path

import pytest
import redis

from association.services import binaries
from association.services.errors import ServiceError
from association.services.valkey import Valkey


@pytest.fixture
def server(tmp_path: Path):
    server = Valkey(tmp_path / "a folder")
    yield server
    server.stop()


def ask(server: Valkey) -> bool:
    with redis.Redis.from_url(server.url(), socket_timeout=5) as client:
        return client.ping()


def test_before_the_first_start_the_address_is_a_closed_port(server):
    assert server.url() == "redis://127.0.0.1:1/0"


def test_a_started_server_answers_with_its_password_only(server):
    server.start()
    stranger = redis.Redis(port=redis.Redis.from_url(server.url()).get_connection_kwargs()["port"])

    with pytest.raises(redis.AuthenticationError):
        stranger.ping()

    stranger.close()
    assert ask(server) is True


@pytest.mark.broad
def test_a_killed_server_starts_again_on_the_same_address(server):
    server.start()
    address = server.url()

    os.kill(server.pid(), signal.SIGKILL)
    while server.is_running():
        pass
    server.start()

    assert (server.url(), ask(server)) == (address, True)


def test_a_stopped_server_is_gone(server):
    server.start()

    server.stop()

    assert server.is_running() is False


def test_a_missing_wheel_says_what_to_do(monkeypatch):
    monkeypatch.setattr(binaries, "find_spec", lambda _name: None)

    with pytest.raises(ServiceError, match="set REDIS_URL to a server of your own"):
        binaries.valkey_program()
