"""A private Valkey server in one folder; only `demo` and the tests start it."""

import os
import secrets
import signal
import socket
import subprocess
import time
from pathlib import Path

from association.services import files, processes
from association.services.binaries import valkey_program
from association.services.errors import ServiceError

START_SECONDS = 10


class Valkey:
    """The broker whose files lie in `folder`."""

    name = "Valkey"

    def __init__(self, folder: Path) -> None:
        self.folder = folder.absolute()
        self._state_file = self.folder / "state.json"
        self._process: subprocess.Popen[bytes] | None = None

    def url(self) -> str:
        """Its URL; a closed port while it has never been started."""
        state = files.read_state(self._state_file)
        if "port" not in state:
            return "redis://127.0.0.1:1/0"
        return f"redis://:{state['password']}@127.0.0.1:{state['port']}/0"

    def pid(self) -> int:
        """The number of its process; 0 while it does not run."""
        state = files.read_state(self._state_file)
        alive = processes.is_same(state.get("pid", 0), state.get("started", ""))
        return int(state["pid"]) if alive else 0

    def is_running(self) -> bool:
        """True while its process lives."""
        return bool(self.pid())

    def start(self) -> None:
        """Start it unless it runs; ServiceError when it does not answer."""
        files.make_folder(self.folder)
        if self.pid():
            return
        state = files.read_state(self._state_file)
        if self._process is not None:
            self._process.wait()
        port = files.free_port(state.get("port", 0))
        password = state.get("password") or secrets.token_urlsafe(24)
        self._process = self._spawn(port, password)
        pid = self._process.pid
        files.write_state(
            self._state_file,
            {
                "port": port,
                "password": password,
                "pid": pid,
                "started": processes.started(pid),
            },
        )
        self._wait_until_ready(port)

    def stop(self) -> None:
        """Stop the process this folder has recorded, and no other."""
        state = files.read_state(self._state_file)
        signals = (signal.SIGTERM, signal.SIGKILL)
        processes.stop(state.get("pid", 0), state.get("started", ""), signals, patience=4)
        if self._process is not None:
            self._process.wait()

    def _spawn(self, port: int, password: str) -> subprocess.Popen[bytes]:
        lines = [f"port {port}", "bind 127.0.0.1", "appendonly yes", 'save ""']
        lines += [
            "maxmemory-policy noeviction",
            f"requirepass {password}",
            "daemonize no",
        ]
        settings = self.folder / "valkey.conf"
        files.write_private(settings, "\n".join(lines) + "\n")
        with (self.folder / "server.log").open("ab") as log:
            return subprocess.Popen(
                [str(valkey_program()), settings.name],
                cwd=self.folder,
                env={"PATH": os.environ.get("PATH", os.defpath)},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def _wait_until_ready(self, port: int) -> None:
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            if self._process is not None and self._process.poll() is not None:
                break
            try:
                with socket.create_connection(("127.0.0.1", port), timeout=1):
                    return
            except OSError:
                time.sleep(0.05)
        raise ServiceError(
            f"The local Valkey does not start; {self.folder / 'server.log'} says why."
            " Or set REDIS_URL to a server of your own."
        )
