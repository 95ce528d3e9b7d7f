"""A container's health check: has this process said within so many seconds that it is alive?

    python -m association.alive worker 180

Reads one row without loading Django, so that asking every minute costs next to nothing.
"""

import os
import sys

import psycopg

AGE = "SELECT extract(epoch FROM now() - at) FROM outbox_heartbeat WHERE name = %s"


def age(name: str, url: str) -> float | None:
    """Seconds since `name` (worker or beat) last said so; None if it never did."""
    with psycopg.connect(url, connect_timeout=3) as connection:
        row = connection.execute(AGE, [name]).fetchone()
    return float(row[0]) if row else None


if __name__ == "__main__":
    seconds = age(sys.argv[1], os.environ["DATABASE_URL"])
    sys.exit(0 if seconds is not None and seconds < int(sys.argv[2]) else 1)
