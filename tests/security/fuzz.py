"""What pages take, read off the pages themselves, and values nobody expects in their places."""

import inspect
import re
import time
import tomllib
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from django import forms
from django.core.signals import got_request_exception, request_finished
from django.db import close_old_connections, connection, transaction
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT
from django.urls import get_resolver
from hypothesis import strategies as st

from tests.security.scene import ROLES
from tests.security.sweep import patterns

TABLE = Path(__file__).with_name("access.toml")
FORM = "application/x-www-form-urlencoded"
SANE = 10.0  # seconds an answer may take, on a machine that does other things too
STRONGEST = ROLES[::-1]
SEATLESS, DESK = ("guest", "lapsed"), 7  # a row of the desk names neither: seven words
WAYS_IN = ("account_", "mfa_", "admin:login", "join", "setup")
PACKAGES = tuple(
    f"{name}."
    for name in ["association", "pulse", "network", "events", "roles", "members", "outbox", "kit"]
)
READS = re.compile(r"\.(?:GET|POST|get|getlist)[.\[(][^\"')\]]{0,12}\"([\w-]+)\"")
TOKEN = "csrfmiddlewaretoken"
HUGE = "x" * 1024 * 1024
WORDS = [
    "", " ", "\x00", "a\x00b", "\ud800", "a\udfffb", "\u202eabc\u202c", "\u200b", "\ufeff",
    "\uff1d1+1", "\U0001f600" * 40, "a" * 300, "a" * 5000, "\r\nX-Injected: yes", "a\u2028b\x85c",
    "[" * 3000, '{"a":' * 1000, "[]", "{}", "null", "true", "<script>alert(1)</script>", "%", "%%",
    "%s%n{0}{{x}}", "'\";--", "\\", "../../etc/passwd", "*", "(", "\x1b[31m", "0",
]  # fmt: skip
NUMBERS = [
    "-1", "0", "1", str(2**31), str(2**63), str(-(2**63) - 1), "9" * 400, "9" * 5000, "1e400",
    "NaN", "-Infinity", "inf", "1.5", "1,5", "0x10", "1_000", "\u0661\u0662", "\u00b2", "1e5",
    "--1", "99999999999.999999", "1e-400",
]  # fmt: skip
DAYS = [
    "9999-12-31", "0000-00-00", "0001-01-01", "10000-01-01", "2026-02-31", "31.02.2026",
    "31.02.", "2026-13-01", "9999-12-31T23:59", "0001-01-01T00:00", "2026-03-29T02:30",
    "2026-10-25T02:30:00+99:00", "24:00", "25:61", "-1:00", "9999-W53", "2026-W99", "9999-12",
    "0001-01", "2026-1", "-2026-01-01", "\u0662\u0660\u0662\u0666-01-01", "9999", "0000", "10000",
]  # fmt: skip
PLAIN = {
    "email": "somebody@example.org", "url": "https://example.org/", "number": "1", "tel": "030 1",
    "date": "2027-05-04", "datetime-local": "2027-05-04T19:00", "time": "19:00",
    "month": "2027-05", "week": "2027-W10", "checkbox": "on", "password": "a long password",
    "color": "#336699", "textarea": "Some words.",
}  # fmt: skip
FILES = [
    ("", b"x"), ("empty.csv", b""), ("a.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 60),
    ("a.csv", b"name\x00,email\n\xff\xfe"), ("../../a.xlsx", b"PK\x03\x04" + b"\x00" * 90),
    ("a" * 5000 + ".pdf", b"%PDF-1.4"), ("a\ud800.sta", b":20:" + b"\x00" * 9),
    ("b.xml", b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"),
]  # fmt: skip
ALWAYS = (
    "q", "page", "o", "sort", "order", "ordering", "next", "from", "to", "day", "date", "year",
    "month", "kind", "status", "format", "all", "p", "e", "_popup", "_to_field", "id", "uid",
    "_changelist_filters", "id__exact", "pk__in", "person__id__exact", "x__y__z",
)  # fmt: skip
POISON = st.one_of(*map(st.sampled_from, (WORDS, NUMBERS, DAYS)))


@dataclass
class Entry:
    """One field of a form: its name, its type, what it may be, what stands in it."""

    name: str
    type: str = "text"
    values: list[str] = field(default_factory=list)


@dataclass
class Form:
    """One form of a page."""

    action: str
    method: str
    entries: list[Entry] = field(default_factory=list)


class Reader(HTMLParser):
    """Collects the forms of a page, and what its links ask by their query strings."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.linked: set[str] = set()
        self.by_id: dict[str, Form] = {}
        self.inside: Form | None = None
        self.select: Entry | None = None

    def handle_starttag(self, tag: str, attrs: list) -> None:
        said = {key: value or "" for key, value in attrs}
        if tag == "a":
            self.linked |= set(re.findall(r"[?&]([\w.-]+)=", said.get("href", "")))
        elif tag == "form":
            self.inside = Form(said.get("action", ""), said.get("method", "get").lower())
            self.forms.append(self.inside)
            self.by_id[said.get("id", "")] = self.inside
        elif tag == "option" and self.select is not None:
            self.select.values.append(said.get("value", ""))
        elif tag in ("input", "select", "textarea", "button") and said.get("name"):
            self.meet(tag, said)

    def meet(self, tag: str, said: dict[str, str]) -> None:
        """A field, in the form around it or the one it names."""
        form = self.by_id.get(said.get("form", ""), self.inside)
        kind = said.get("type", "text") if tag in ("input", "button") else tag
        entry = Entry(said["name"], kind, [said["value"]] if said.get("value") else [])
        if form is not None:
            form.entries.append(entry)
        self.select = entry if tag == "select" else self.select

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = None
        elif tag == "select":
            self.select = None


@dataclass
class Target:
    """An address to be tried: by whom; what its query and its forms are known to hold.

    `found` are forms of pages that lead here, `named` the forms its own module declares.
    """

    name: str
    path: str
    role: str
    asked: set[str] = field(default_factory=set)
    found: dict[frozenset[str], list[Entry]] = field(default_factory=dict)
    named: list[list[Entry]] = field(default_factory=list)

    def forms(self) -> list[list[Entry]]:
        """The forms to be sent: those met on pages; else what the module tells."""
        told = [one for one in self.named if one] or [[Entry(name) for name in sorted(self.asked)]]
        return list(self.found.values()) or [one for one in told if one]


def let_in(row: dict[str, str], method: str) -> list[str]:
    """The strongest role that `access.toml` lets in by this method, and strangers if they may."""
    words = row[method].split()
    roles = [role for role in ROLES if len(words) != DESK or role not in SEATLESS]
    told = dict(zip(roles, words * len(roles) if len(words) == 1 else words, strict=False))
    inside = [role for role in STRONGEST if told.get(role) == "ok"]
    return [*inside[:1], *(role for role in inside[1:] if role == "stranger")]


def targets(paths: dict[str, str], method: str) -> list[Target]:
    """Every address that lets somebody in by this method; what it takes is as yet unknown.

    Ways in show a stranger more than somebody who is in already.
    """
    views = {name: one for name, _route, one in patterns(get_resolver().url_patterns)}
    found = []
    for name, row in tomllib.loads(TABLE.read_text()).items():
        for role in let_in(row, method):
            if role != "stranger" or name.startswith(WAYS_IN) or role == let_in(row, method)[0]:
                asked, named = source_of(views[name])
                found.append(Target(name, paths[name], role, asked, named=named))
    return found


def source_of(pattern: Any) -> tuple[set[str], list[list[Entry]]]:
    """The names the view's module reads from queries and posts, and the fields of its forms."""
    module = inspect.getmodule(inspect.unwrap(pattern.callback))
    if module is None or not module.__name__.startswith(PACKAGES):
        return set(), []
    names = set(READS.findall(inspect.getsource(module)))
    known = [one for one in vars(module).values() if isinstance(one, type)]
    built = [one for one in known if issubclass(one, forms.BaseForm)]
    return names, [[Entry(name) for name in one.base_fields] for one in built]


def learn(scene: Any, gets: list[Target], posts: list[Target]) -> None:
    """Open these pages once and note what their forms and links ask of which address."""
    by_post = {(one.path, one.role): one for one in posts}
    for page in gets:
        answer = scene.browsers[page.role].get(page.path)
        if answer.streaming:
            _drain(answer)
        if answer.streaming or "html" not in answer.headers.get("Content-Type", ""):
            continue
        reader = Reader()
        reader.feed(answer.content.decode())
        page.asked |= reader.linked
        for form in reader.forms:
            path = urlsplit(urljoin(page.path, form.action)).path
            names = frozenset(entry.name for entry in form.entries) - {TOKEN}
            met = by_post.get((path, page.role))
            if form.method == "post" and met and names:
                met.found.setdefault(names, form.entries)
            elif form.method == "get" and path == page.path:
                page.asked |= names


def plain(entry: Entry) -> Any:
    """What a person would send for this field."""
    if entry.type == "file":
        return ("a.csv", b"name\nA B\n")
    if entry.type == "select":
        return next(filter(None, entry.values), "")
    return entry.values[0] if entry.values else PLAIN.get(entry.type, "Some words")


@st.composite
def queries(draw: Any, names: list[str]) -> list[tuple[str, str]]:
    """A query string's pairs: some names of the page, some of any page, twice or never."""
    chosen = draw(st.lists(st.sampled_from(names), min_size=1, max_size=5))
    return [(name, draw(POISON)) for name in chosen]


@st.composite
def posts(draw: Any, entries: list[Entry]) -> list[tuple[str, Any]]:
    """A form as a person sends it, but for one, a few or all of its fields."""
    names = sorted({entry.name for entry in entries if entry.name != TOKEN})
    few = st.sets(st.sampled_from(names), min_size=1, max_size=3) if names else st.just(set())
    spoilt = draw(st.one_of(few, few, st.just(set(names))))
    sent: list[tuple[str, Any]] = []
    for entry in entries:
        if entry.name not in spoilt:
            sent.append((entry.name, plain(entry)))
        elif entry.type == "file":
            sent.append((entry.name, draw(st.sampled_from(FILES))))
        else:
            sent += [(entry.name, draw(POISON)) for _time in range(draw(st.integers(0, 2)))]
    return sent


def encoded(pairs: list[tuple[str, Any]]) -> str:
    """The pairs as a query string; lone surrogates too."""
    return urlencode([(k, v) for k, v in pairs if isinstance(v, str)], errors="surrogatepass")


def body(pairs: list[tuple[str, Any]]) -> tuple[bytes, str]:
    """The pairs as a posted form and its content type; in parts where there are files."""
    if all(isinstance(value, str) for _name, value in pairs):
        return encoded(pairs).encode(), FORM
    parts = []
    for name, value in pairs:
        file, words = ("", value) if isinstance(value, str) else (_named(value[0]), value[1])
        words = words.encode("utf-8", "surrogatepass") if isinstance(words, str) else words
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"{file}\r\n\r\n'
        parts.append(head.encode("utf-8", "surrogatepass") + words + b"\r\n")
    return b"".join(parts) + f"--{BOUNDARY}--\r\n".encode(), MULTIPART_CONTENT


def _named(file: str) -> str:
    return f'; filename="{file}"\r\nContent-Type: application/octet-stream'


def faults(client: Client, method: str, path: str, **more: Any) -> Iterator[str]:
    """What went wrong with this request, told in words; afterwards nothing has happened."""
    raised: list[str] = []

    def note(sender: Any, **about: Any) -> None:
        raised.append(traceback.format_exc())

    cookies = {key: morsel.value for key, morsel in client.cookies.items()}
    got_request_exception.connect(note)
    began = time.monotonic()
    try:
        with transaction.atomic():
            answer = client.generic(method, path, **more)
            if answer.streaming:
                _drain(answer)
            took = time.monotonic() - began
            usable = not connection.needs_rollback
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
            transaction.set_rollback(True)
    except Exception as error:
        yield f"after the answer: {error!r} {raised}"
        return
    finally:
        got_request_exception.disconnect(note)
        client.cookies.clear()
        for key, text in cookies.items():
            client.cookies[key] = text
    if answer.status_code >= 500 or raised:
        yield f"{answer.status_code} {raised[-1] if raised else ''}"
    if took > SANE:
        yield f"took {took:.1f} s"
    if not usable:
        yield "left a transaction that is of no use"


def _drain(answer: Any) -> None:
    """Read to the end and close; as Django's own client does, without closing the connection."""
    b"".join(answer.streaming_content)
    request_finished.disconnect(close_old_connections)
    answer.close()
    request_finished.connect(close_old_connections)
