"""A wire to a server that can be cut and mended, or go silent: what a network does in bad hours."""

import socket
import threading
from contextlib import suppress

SIZE = 65536


class Wire:
    """Listens on a port of its own and carries every byte to a server and back."""

    def __init__(self, host: str, port: int) -> None:
        self.target = (host, port)
        self.port = 0
        self.listener: socket.socket | None = None
        self.ends: list[socket.socket] = []
        self.mend()

    def mend(self) -> None:
        """Listen (again), on the same port as before."""
        self.listener = socket.create_server(("127.0.0.1", self.port))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, args=[self.listener], daemon=True).start()

    def cut(self) -> None:
        """Break every connection and refuse new ones."""
        if self.listener is not None:
            with suppress(OSError):
                self.listener.shutdown(socket.SHUT_RDWR)
            self.listener.close()
            self.listener = None
        for end in self.ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        self.ends.clear()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                near, _address = listener.accept()
            except OSError:
                return
            far = socket.create_connection(self.target)
            self.ends += [near, far]
            for one, other in ((near, far), (far, near)):
                threading.Thread(target=_carry, args=[one, other], daemon=True).start()


def _carry(one: socket.socket, other: socket.socket) -> None:
    with suppress(OSError):
        while data := one.recv(SIZE):
            other.sendall(data)
    with suppress(OSError):
        other.shutdown(socket.SHUT_WR)
