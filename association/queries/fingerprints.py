"""What a database holds, in figures that tell two databases apart."""

from typing import Any

from psycopg import sql

TABLES = """
SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT EXISTS (
    SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
ORDER BY 1
"""
# Rows in any order: the sum of the first 60 bits of each row's MD5.
SUM = """
SELECT count(*), coalesce(sum(('x' || left(md5(t::text), 15))::bit(60)::bigint), 0)::text
FROM {} AS t
"""
UNFIT = """
SELECT conrelid::regclass || '.' || conname FROM pg_constraint
WHERE NOT convalidated AND connamespace = 'public'::regnamespace
UNION ALL
SELECT indrelid::regclass || '.' || indexrelid::regclass FROM pg_index WHERE NOT indisvalid
ORDER BY 1
"""
CONSTRAINTS = """
SELECT count(*) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
"""


def server(cursor: Any) -> int:
    """The server's major version."""
    return int(cursor.connection.info.server_version) // 10_000


def tables(cursor: Any) -> list[str]:
    """The names of all tables that are ours; empty for an empty database."""
    return [row[0] for row in cursor.execute(TABLES).fetchall()]


def sums(cursor: Any) -> dict[str, list[Any]]:
    """Per table the number of rows and a checksum of what stands in them.

    `cursor` is psycopg's own; the session's zone and formats are set, as both shape the text.
    """
    cursor.execute("SET LOCAL timezone = 'UTC'; SET LOCAL datestyle = 'ISO, YMD'")
    cursor.execute("SET LOCAL extra_float_digits = 1; SET LOCAL intervalstyle = 'postgres'")
    found = {}
    for name in tables(cursor):
        row = cursor.execute(sql.SQL(SUM).format(sql.Identifier(name))).fetchone()
        found[name] = [row[0], row[1]]
    return found


def constraints(cursor: Any) -> int:
    """How many constraints stand."""
    return int(cursor.execute(CONSTRAINTS).fetchone()[0])


def unfit(cursor: Any) -> list[str]:
    """Constraints that were never checked and indexes that are not valid; empty is well."""
    return [row[0] for row in cursor.execute(UNFIT).fetchall()]
