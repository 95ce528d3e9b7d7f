"""A small HTTP client for loopback: ready-made bytes out, status and body in, connections kept.

It does as little as possible, for it shares two cores with the server it measures.
"""

import socket
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from statistics import quantiles
from urllib.parse import urlencode

from benchmarks.figures import number

# A connection stays with the worker process that took it: change now and then, to use both.
REQUESTS_PER_CONNECTION = 25
TIMEOUT = 60.0


def get(path: str, cookies: Mapping[str, str] | None = None) -> bytes:
    """A GET request as bytes."""
    return _request("GET", path, cookies or {}, b"")


def post(path: str, form: Mapping[str, str], cookies: Mapping[str, str]) -> bytes:
    """A POST request of a form as bytes."""
    return _request("POST", path, cookies, urlencode(form).encode())


class Connection:
    """One kept connection to a port of this machine."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.socket: socket.socket | None = None
        self.used = 0

    def send(self, request: bytes) -> tuple[int, bytes]:
        """Status and body of one request."""
        if self.socket is None or self.used >= REQUESTS_PER_CONNECTION:
            self.close()
            self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=TIMEOUT)
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.used += 1
        self.socket.sendall(request)
        return self._answer(self.socket)

    def close(self) -> None:
        """Hang up."""
        if self.socket is not None:
            self.socket.close()
        self.socket, self.used = None, 0

    def _answer(self, channel: socket.socket) -> tuple[int, bytes]:
        data = b""
        while b"\r\n\r\n" not in data:
            data += _some(channel)
        head, _, body = data.partition(b"\r\n\r\n")
        lines = head.lower().split(b"\r\n")
        status = int(lines[0].split()[1])
        headers = dict(line.split(b": ", 1) for line in lines[1:])
        if headers.get(b"transfer-encoding") == b"chunked":
            body = _chunks(channel, body)
        else:
            length = int(headers.get(b"content-length", b"0"))
            parts, size = [body], len(body)
            while size < length:
                parts.append(_some(channel))
                size += len(parts[-1])
            body = b"".join(parts)
        if headers.get(b"connection") == b"close":
            self.close()
        return status, body


@dataclass
class Load:
    """What came of a number of requests: seconds of each, statuses, seconds of all."""

    seconds: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)
    elapsed: float = 0.0

    @property
    def p50(self) -> float:
        """Half of the requests took at most so many milliseconds."""
        return quantiles(self.seconds, n=100)[49] * 1000

    @property
    def p95(self) -> float:
        """95 of 100 requests took at most so many milliseconds."""
        return quantiles(self.seconds, n=100)[94] * 1000

    @property
    def per_second(self) -> float:
        """Requests per second."""
        return len(self.seconds) / self.elapsed

    def demand(self, status: int) -> "Load":
        """Itself, or RuntimeError where any answer had another status."""
        if set(self.statuses) != {status}:
            raise RuntimeError(f"expected only {status}, got {self.statuses}")
        return self

    def __str__(self) -> str:
        return f"p50 {number(self.p50)} ms, p95 {number(self.p95)} ms"


def one_after_another(port: int, request: bytes, count: int) -> Load:
    """The same request `count` times over one connection."""
    load = Load()
    start = time.perf_counter()
    _run(port, iter([request] * count), load, threading.Lock())
    load.elapsed = time.perf_counter() - start
    return load


def at_once(port: int, requests: Iterable[bytes], clients: int = 8) -> Load:
    """All these requests by so many clients, each taking the next one as soon as it is free."""
    load, lock, shared = Load(), threading.Lock(), iter(list(requests))
    threads = [
        threading.Thread(target=_run, args=(port, shared, load, lock)) for _ in range(clients)
    ]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    load.elapsed = time.perf_counter() - start
    return load


def _run(port: int, requests: Iterator[bytes], load: Load, lock: threading.Lock) -> None:
    connection = Connection(port)
    try:
        while True:
            with lock:
                request = next(requests, None)
            if request is None:
                return
            start = time.perf_counter()
            try:
                status, _body = connection.send(request)
            except OSError:
                connection.close()
                status = 0
            seconds = time.perf_counter() - start
            with lock:
                load.seconds.append(seconds)
                load.statuses[status] = load.statuses.get(status, 0) + 1
    finally:
        connection.close()


def _request(method: str, path: str, cookies: Mapping[str, str], body: bytes) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", "Accept: text/html"]
    if cookies:
        lines.append("Cookie: " + "; ".join(f"{key}={value}" for key, value in cookies.items()))
    if method == "POST":
        lines.append("Content-Type: application/x-www-form-urlencoded")
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode() + body


def _some(channel: socket.socket) -> bytes:
    data = channel.recv(262_144)
    if not data:
        raise ConnectionResetError("the server hung up in the middle of an answer")
    return data


def _chunks(channel: socket.socket, data: bytes) -> bytes:
    """A body in chunks (RFC 9112, 7.1), of which `data` has arrived."""
    body = []
    while True:
        while b"\r\n" not in data:
            data += _some(channel)
        line, _, data = data.partition(b"\r\n")
        size = int(line.split(b";")[0], 16)
        while len(data) < size + 2:
            data += _some(channel)
        body.append(data[:size])
        data = data[size + 2 :]
        if size == 0:
            return b"".join(body)
