"""Under which account a server runs: PostgreSQL refuses to run as root."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from association.services.errors import ServiceError

NAMESPACE = ("--user", "--map-user=1000", "--map-group=1000", "--")


@dataclass(frozen=True)
class Account:
    """How to start a program: words before its own, or another user."""

    prefix: tuple[str, ...] = ()
    uid: int | None = None
    gid: int | None = None

    def options(self) -> dict[str, Any]:
        """The keywords for subprocess that switch to this account."""
        if self.uid is None:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def own(self, path: Path) -> None:
        """Give the file or folder to this account."""
        if self.uid is not None and self.gid is not None:
            os.chown(path, self.uid, self.gid)


def choose(program: Path, folder: Path, data: Path) -> Account:
    """The account that can run `program` and reach `folder`; whoever owns `data` keeps it.

    Raises ServiceError when root finds neither another user nor a user namespace.
    """
    if os.geteuid() != 0:
        return Account()
    for uid, gid in _candidates(data):
        account = Account(uid=uid, gid=gid)
        if _reaches(account, program, folder):
            return account
    unshare = shutil.which("unshare")
    if unshare:
        account = Account(prefix=(unshare, *NAMESPACE))
        if _reaches(account, program, folder):
            return account
    raise ServiceError(
        f"PostgreSQL does not run as root, and no other account can reach {folder}."
        " Work as a plain user, move the project to a folder that others may enter"
        " (chmod o+x on its parents), or set DATABASE_URL."
    )


def _candidates(data: Path) -> list[tuple[int, int]]:
    if data.exists():
        owner = data.stat()
        return [(owner.st_uid, owner.st_gid)] if owner.st_uid else []
    found = []
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        found.append((entry.pw_uid, entry.pw_gid))
    return found


def _reaches(account: Account, program: Path, folder: Path) -> bool:
    """Try it for real: rights depend on every parent folder, access lists and mounts."""
    test = [*account.prefix, "/bin/sh", "-c", 'test -x "$1" && test -x "$2"', "sh"]
    try:
        answer = subprocess.run(
            [*test, str(program), str(folder)],
            cwd="/",
            capture_output=True,
            check=False,
            **account.options(),
        )
    except OSError:
        return False
    return answer.returncode == 0
