"""PostgreSQL's own programs for taking a database out and putting it back in.

Names, ports and passwords go through the environment of the child, never onto its command line,
where every user of the machine could read them.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from association.services.binaries import postgres_program
from association.services.errors import ServiceError

VERSION = re.compile(r"\(PostgreSQL\) (\d+)")
LIBPQ = {"HOST": "PGHOST", "PORT": "PGPORT", "USER": "PGUSER", "PASSWORD": "PGPASSWORD"}


def dump(database: Mapping[str, Any], file: Path, *, server: int, snapshot: str) -> None:
    """Write the database, as of an exported snapshot, into `file` in PostgreSQL's custom format.

    `database` is Django's entry of DATABASES, `server` the server's major version. Raises
    ServiceError.
    """
    words = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}"]
    _run("pg_dump", server, [*words, f"--file={file}"], database)


def restore(database: Mapping[str, Any], file: Path, *, server: int) -> None:
    """Put a dump into the empty database, all or nothing. Raises ServiceError."""
    words = ["--no-owner", "--no-privileges", "--no-comments", "--exit-on-error"]
    words += ["--single-transaction", f"--dbname={database['NAME']}"]
    _run("pg_restore", server, [*words, str(file)], database)


def program(name: str, server: int) -> Path:
    """The program on PATH, else the one of the installed wheel, that is no older than the server.

    Raises ServiceError with what to install.
    """
    seen = []
    for path in _candidates(name):
        major = _major(path)
        if major >= server:
            return path
        seen.append(f"{path} is of version {major}")
    found = f" ({'; '.join(seen)})" if seen else ""
    raise ServiceError(
        f"{name} of PostgreSQL {server} or newer is missing{found}. Install it, on Debian and"
        f" Ubuntu by the package postgresql-client-{server}, so that it is found on PATH."
    )


def _candidates(name: str) -> list[Path]:
    on_path = shutil.which(name)
    found = [Path(on_path)] if on_path else []
    try:
        return [*found, postgres_program(name)]
    except ServiceError:
        return found


def _major(path: Path) -> int:
    answer = subprocess.run([str(path), "--version"], capture_output=True, text=True, check=False)
    found = VERSION.search(answer.stdout)
    return int(found.group(1)) if found else 0


def _run(name: str, server: int, words: list[str], database: Mapping[str, Any]) -> None:
    answer = subprocess.run(
        [str(program(name, server)), "--no-password", *words],
        env=_environment(database),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if answer.returncode != 0:
        raise ServiceError(f"{name} failed and says:\n{answer.stderr.strip()[-2000:]}")


def _environment(database: Mapping[str, Any]) -> dict[str, str]:
    """No PG* variable of the person's shell steers the program; only what the settings say."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
    named = {theirs: str(database[ours]) for ours, theirs in LIBPQ.items() if database.get(ours)}
    ssl = database.get("OPTIONS", {}).get("sslmode")
    secure = {"PGSSLMODE": str(ssl)} if ssl else {}
    return kept | named | secure | {"PGDATABASE": str(database["NAME"]), "LC_ALL": "C"}
