"""Before Django: where no server is named, local ones under the data folder are used.

`DATABASE_URL` and `REDIS_URL` win when they are set. Everything ends up in the environment,
so child processes (web, worker, beat, the autoreloader) need no more than to inherit it.
"""

import atexit
import hashlib
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from association.services import files
from association.services.errors import ServiceError
from association.services.postgres import Cluster
from association.services.roles import APPLICATION, OWNER
from association.services.valkey import Valkey

# The local servers this process uses; None where the environment names others.
database: Cluster | None = None
broker: Valkey | None = None

BASE_DIR = Path(__file__).resolve().parent.parent
NOWHERE = "127.0.0.1:1"
DEFAULT_PORT = "8000"
HELP_WORDS = {"help", "--help", "-h", "version", "--version"}
# Commands that change or copy the schema: they run as the owner of the tables.
SCHEMA_COMMANDS = {
    "migrate",
    "createcachetable",
    "sqlmigrate",
    "sqlflush",
    "flush",
    "remove_stale_contenttypes",
    "pgtrigger",
    "dbshell",
    "backup",
    "restore",
    "upgrade",
}


def prepare_environment(argv: Sequence[str]) -> None:
    """Fill the environment for the command in `argv`; starts the local database when needed.

    Changes os.environ (DATA_DIR, SECRET_KEY, DATABASE_URL, MIGRATE_DATABASE_URL, REDIS_URL,
    DEMO) and ends the process with a sentence when a local server cannot be used.
    """
    command = argv[1] if len(argv) > 1 else "help"
    if _asks_for_help(argv):
        _be_anywhere()
        return
    try:
        data = data_folder(argv)
        os.environ["DATA_DIR"] = str(data)
        if command == "demo":
            remember_demo(data, argv)
        recall_demo(data)
        if not os.environ.get("DATABASE_URL"):
            _use_local_database(data)
        if not os.environ.get("REDIS_URL"):
            _use_local_broker(data)
    except (ServiceError, OSError) as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit(130)
    owner_url = os.environ.get("MIGRATE_DATABASE_URL")
    if owner_url and command in SCHEMA_COMMANDS:
        os.environ["DATABASE_URL"] = owner_url


def data_folder(argv: Sequence[str]) -> Path:
    """The folder of `demo --data DIR`, else DATA_DIR, else `.data` beside manage.py."""
    named = os.environ.get("DATA_DIR") or str(BASE_DIR / ".data")
    if argv[1:2] == ["demo"]:
        named = _option(argv, "--data", named)
    return Path(named).expanduser().absolute()


def remember_demo(data: Path, argv: Sequence[str]) -> None:
    """Note that this folder (and the named database, if one is) serves a demonstration."""
    port = _option(argv, "--port", os.environ.get("PORT") or DEFAULT_PORT)
    site = os.environ.get("SITE_URL") or f"http://127.0.0.1:{port}"
    files.make_folder(data, passable=True)
    lines = [f"DATABASE={_fingerprint()}", "DEMO=1", f"SITE_URL={site}"]
    files.write_private(data / "local.env", "\n".join(lines) + "\n")


def recall_demo(data: Path) -> None:
    """Turn demo mode on where `demo` has run before on the same folder and database.

    A database that `demo` never used stays what it is, whatever the folder remembers.
    """
    noted = data / "local.env"
    lines = noted.read_text(encoding="utf-8").splitlines() if noted.exists() else []
    if lines[:1] != [f"DATABASE={_fingerprint()}"]:
        return
    for line in lines[1:]:
        name, _, value = line.partition("=")
        os.environ.setdefault(name, value)
    _keep_secret(data)


def _use_local_database(data: Path) -> None:
    global database
    files.make_folder(data, passable=True)
    _keep_secret(data)
    database = Cluster(data / "postgres")
    _exit_in_order()
    database.start()
    atexit.register(database.release)
    os.environ["DATABASE_URL"] = database.url(APPLICATION)
    os.environ["MIGRATE_DATABASE_URL"] = database.url(OWNER)


def _use_local_broker(data: Path) -> None:
    """Name the broker of `demo`, which alone starts it; a closed port while it never has."""
    global broker
    broker = Valkey(data / "valkey")
    os.environ["REDIS_URL"] = broker.url()


def _keep_secret(data: Path) -> None:
    if not os.environ.get("SECRET_KEY"):
        os.environ["SECRET_KEY"] = files.secret_in(data / "secret-key")


def _option(argv: Sequence[str], name: str, default: str) -> str:
    """The value of `--name VALUE` or `--name=VALUE`; the last one wins, as in argparse."""
    value = default
    for position, word in enumerate(argv):
        if word == name and position + 1 < len(argv):
            value = argv[position + 1]
        elif word.startswith(f"{name}="):
            value = word.removeprefix(f"{name}=")
    return value


def _fingerprint() -> str:
    """Which database is meant, without writing its password down."""
    url = os.environ.get("DATABASE_URL", "")
    return hashlib.sha256(url.encode()).hexdigest() if url else "local"


def _asks_for_help(argv: Sequence[str]) -> bool:
    return len(argv) < 2 or argv[1] in HELP_WORDS or bool({"--help", "-h"} & set(argv[2:]))


def _be_anywhere() -> None:
    """Help needs settings that load, but no server."""
    os.environ.setdefault("DATABASE_URL", f"postgresql://{NOWHERE}/association")
    os.environ.setdefault("SECRET_KEY", "only-for-help")


def _exit_in_order() -> None:
    """Let SIGTERM end the process as `exit` does, so that the local server is released."""
    if signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
