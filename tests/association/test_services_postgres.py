"""The embedded database under the troubles real machines bring."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from association.services import binaries, files, processes
from association.services.errors import ServiceError
from association.services.postgres import Cluster
from association.services.roles import APPLICATION, OWNER

TREE = Path(__file__).resolve().parent.parent.parent
USER_OF_A_CLUSTER = """
import sys, time
from pathlib import Path
from association.services.postgres import Cluster
cluster = Cluster(Path(sys.argv[1]), throw_away=True)
cluster.start()
print(cluster.url("postgres"), flush=True)
cluster.release()
"""
COMMAND = """
import sys, time
from association.local import prepare_environment
prepare_environment(["manage.py", "runserver"])
print("ready", flush=True)
# Short naps: a signal that comes just before a sleep does not cut that sleep short.
for _ in range(600):
    time.sleep(0.1)
"""


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """One server for the tests that leave it as it is."""
    cluster = Cluster(tmp_path_factory.mktemp("running"), throw_away=True)
    cluster.start()
    ask(cluster, "CREATE TABLE letter (id serial, subject text)")
    yield cluster
    cluster.release()


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    cluster = Cluster(tmp_path / "a folder with späces", throw_away=True)
    yield cluster
    cluster.release()


def ask(cluster: Cluster, question: str, role: str = OWNER) -> list[tuple]:
    with psycopg.connect(cluster.url(role), autocommit=True) as connection:
        answer = connection.execute(question)
        return answer.fetchall() if answer.description else []


def kill(cluster: Cluster) -> None:
    os.kill(files.read_state(cluster.folder / "state.json")["pid"], signal.SIGKILL)


def test_the_first_start_makes_both_roles_and_the_database(running):
    assert ask(running, "SELECT current_user, current_database()", APPLICATION) == [
        ("association_app", "association")
    ]


def test_the_application_reads_and_writes_rows_of_the_owner(running):
    ask(running, "INSERT INTO letter (subject) VALUES ('Welcome')", APPLICATION)

    assert ask(running, "SELECT id, subject FROM letter", APPLICATION) == [(1, "Welcome")]


@pytest.mark.parametrize("change", ["CREATE TABLE x ()", "DROP TABLE letter", "TRUNCATE letter"])
def test_the_application_cannot_change_tables(running, change):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        ask(running, change, APPLICATION)


def test_a_wrong_password_is_refused(running):
    url = running.url(APPLICATION).replace("association_app:", "association_app:x")

    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(url)


def test_letters_of_every_script_make_trigrams(running):
    ask(running, "CREATE EXTENSION IF NOT EXISTS pg_trgm")

    assert ask(running, "SELECT similarity('Жанна', 'Жанна'), lower('ÄЖ')") == [(1.0, "äж")]


@pytest.mark.broad
def test_a_killed_server_starts_again_at_once_with_address_and_data(tmp_path):
    cluster = Cluster(tmp_path / "for real")
    cluster.start()
    ask(cluster, "CREATE TABLE kept ()")
    address = cluster.url(OWNER)

    kill(cluster)
    cluster.start()
    kept = ask(cluster, "SELECT count(*) FROM kept")
    cluster.release()

    assert (cluster.url(OWNER), kept) == (address, [(0,)])


@pytest.mark.broad
def test_a_stale_pid_file_naming_another_program_is_dropped_and_the_program_lives(cluster):
    cluster.start()
    pid_file = cluster.data / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    cluster.release()
    with subprocess.Popen(["sleep", "60"]) as stranger:
        pid_file.write_text("\n".join([str(stranger.pid), *lines[1:]]) + "\n")
        state = files.read_state(cluster.folder / "state.json")
        files.write_state(cluster.folder / "state.json", state | {"pid": stranger.pid})

        cluster.start()
        cluster.release()

        assert stranger.poll() is None
        stranger.kill()


@pytest.mark.broad
def test_a_taken_port_is_left_to_its_owner(cluster):
    cluster.start()
    state = files.read_state(cluster.folder / "state.json")
    cluster.release()

    other = Cluster(cluster.folder.parent / "other", throw_away=True)
    files.make_folder(other.folder, passable=True)
    files.write_state(other.folder / "state.json", {"port": state["port"]})
    cluster.start()
    other.start()

    assert ask(other, "SELECT 1") == ask(cluster, "SELECT 1") == [(1,)]
    other.release()


@pytest.mark.broad
def test_several_first_starts_at_once_agree_on_one_server(tmp_path):
    words = [sys.executable, "-c", USER_OF_A_CLUSTER, str(tmp_path / "shared")]

    def start(_number):
        return subprocess.run(words, cwd=TREE, capture_output=True, text=True, check=False)

    with ThreadPoolExecutor(4) as pool:
        runs = list(pool.map(start, range(4)))

    assert [run.stderr for run in runs] == ["", "", "", ""]
    assert len({run.stdout.rpartition("@")[0] for run in runs}) == 1
    assert Cluster(tmp_path / "shared").is_running() is False


@pytest.mark.broad
def test_only_the_last_user_stops_the_server(cluster):
    second = Cluster(cluster.folder, throw_away=True)
    cluster.start()
    second.start()

    cluster.release()
    after_the_first = second.is_running()
    second.release()

    assert (after_the_first, second.is_running()) == (True, False)


@pytest.mark.broad
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_command_ended_by_a_signal_leaves_no_server(tmp_path, number):
    environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path / "data")}
    words = [sys.executable, "-c", COMMAND]
    with subprocess.Popen(
        words, cwd=TREE, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        # A background job ignores Ctrl-C, and its children would inherit that.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    ) as command:  # fmt: skip
        assert command.stdout is not None
        command.stdout.readline()
        running = Cluster(tmp_path / "data" / "postgres").is_running()

        command.send_signal(number)
        command.wait(20)

    assert (running, Cluster(tmp_path / "data" / "postgres").is_running()) == (True, False)


@pytest.mark.broad
def test_a_server_whose_only_user_was_killed_is_used_and_then_stopped(tmp_path):
    environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path / "data")}
    with subprocess.Popen(
        [sys.executable, "-c", COMMAND], cwd=TREE, env=environment, stdout=subprocess.PIPE
    ) as command:
        assert command.stdout is not None
        command.stdout.readline()
        command.kill()
    cluster = Cluster(tmp_path / "data" / "postgres")
    pid = files.read_state(cluster.folder / "state.json")["pid"]

    cluster.start()
    same = files.read_state(cluster.folder / "state.json")["pid"] == pid
    cluster.release()

    assert (same, processes.started(pid)) == (True, "")


@pytest.mark.broad
@pytest.mark.skipif(os.geteuid() != 0, reason="only root must change the account")
@pytest.mark.parametrize("mode", [0o700, 0o711])
def test_root_runs_the_server_under_another_account(mode):
    with tempfile.TemporaryDirectory() as parent:
        Path(parent).chmod(mode)
        cluster = Cluster(Path(parent) / "postgres", throw_away=True)

        cluster.start()
        answer = ask(cluster, "SELECT 1")
        cluster.release()

        assert answer == [(1,)]


@pytest.mark.broad
def test_an_unfinished_first_start_is_begun_again(cluster):
    draft = cluster.folder / "data.new"
    draft.mkdir(parents=True)
    (draft / "PG_VERSION").write_text("18")

    cluster.start()

    assert ask(cluster, "SELECT 1") == [(1,)]


def test_a_missing_wheel_says_what_to_do(monkeypatch):
    monkeypatch.setattr(binaries, "find_spec", lambda _name: None)

    with pytest.raises(ServiceError, match=r"Run `make demo` or `make test`.* set DATABASE_URL"):
        binaries.postgres_program("postgres")


def test_a_process_number_used_again_is_not_taken_for_the_old_one():
    with subprocess.Popen(["sleep", "60"]) as stranger:
        stopped = processes.stop(stranger.pid, "another start time", (signal.SIGKILL,))
        time.sleep(0.05)

        assert (stopped, stranger.poll()) == (True, None)
        stranger.kill()
