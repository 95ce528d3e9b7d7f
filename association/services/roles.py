"""The two database roles: the owner changes the schema, the application only rows."""

from typing import Any

import psycopg
from psycopg import sql

DATABASE = "association"
OWNER = "association_owner"
APPLICATION = "association_app"

# Written into template1, so that every database made later (tests too) has them.
DEFAULT_RIGHTS = """
ALTER DEFAULT PRIVILEGES FOR ROLE association_owner
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO association_app;
ALTER DEFAULT PRIVILEGES FOR ROLE association_owner
    GRANT USAGE, SELECT ON SEQUENCES TO association_app;
"""


def create_roles(state: dict[str, Any]) -> None:
    """Make roles and database where missing; raises OperationalError while the server starts.

    `state` holds the server's port and one password per role.
    """
    where = {"host": "127.0.0.1", "port": state["port"], "user": "postgres"}
    with _connect(where, state, "postgres") as server:
        known = {row[0] for row in server.execute("SELECT rolname FROM pg_roles").fetchall()}
        if OWNER not in known:
            _create_role(server, OWNER, state[OWNER], "CREATEDB")
        if APPLICATION not in known:
            _create_role(server, APPLICATION, state[APPLICATION], "")
            server.execute("GRANT association_app TO association_owner")
        bases = {row[0] for row in server.execute("SELECT datname FROM pg_database").fetchall()}
        if DATABASE not in bases:
            with _connect(where, state, "template1") as template:
                template.execute(DEFAULT_RIGHTS)
            server.execute("CREATE DATABASE association OWNER association_owner")


def _connect(where: dict[str, Any], state: dict[str, Any], name: str) -> psycopg.Connection:
    return psycopg.connect(
        **where,
        dbname=name,
        password=state["postgres"],
        autocommit=True,
        connect_timeout=3,
    )


def _create_role(server: psycopg.Connection, name: str, password: str, rights: str) -> None:
    statement = sql.SQL("CREATE ROLE {} LOGIN {} PASSWORD {}")
    server.execute(statement.format(sql.Identifier(name), sql.SQL(rights), sql.Literal(password)))
