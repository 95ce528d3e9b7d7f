"""Reads a catalogue, and finds every marked string without GNU gettext, so that any machine can
say what a language lacks."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("association", "pulse", "network", "events", "roles", "members", "outbox", "kit")
LINE = re.compile(r'(msgctxt|msgid_plural|msgid|msgstr(?:\[\d\])?) (".*")$')
MARK = re.compile(r"\b(?:n?p?gettext(?:_lazy|_noop)?|_)\(")
HOLES = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")

# context, singular, plural ("" where there is none)
Key = tuple[str, str, str]


@dataclass(frozen=True)
class Entry:
    """One string of a catalogue with its translation, one per plural form."""

    key: Key
    forms: tuple[str, ...]
    fuzzy: bool


def read(path: Path) -> list[Entry]:
    """Every entry of a .po file but its header; obsolete ones count as fuzzy."""
    return [entry for block in path.read_text().split("\n\n") for entry in _entry(block)]


def _entry(block: str) -> Iterator[Entry]:
    found: dict[str, str] = {}
    word = ""
    for line in block.splitlines():
        match = LINE.match(line.removeprefix("#~ "))
        if match:
            word = match[1]
            found[word] = ast.literal_eval(match[2])
        elif line.startswith('"'):
            found[word] += ast.literal_eval(line)
    if found.get("msgid"):
        key = (found.get("msgctxt", ""), found["msgid"], found.get("msgid_plural", ""))
        forms = tuple(text for name, text in found.items() if name.startswith("msgstr"))
        yield Entry(key, forms, re.search(r"^#(,.*fuzzy|~)", block, re.M) is not None)


def marked() -> dict[Key, str]:
    """Every marked string of the project, with a file that has it."""
    found: dict[Key, str] = {}
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            found |= dict.fromkeys(in_python(path.read_text()), str(path.relative_to(ROOT)))
    for path in sorted((ROOT / "templates").rglob("*.*")):
        if path.suffix in {".html", ".txt"}:
            found |= dict.fromkeys(in_template(path.read_text()), str(path.relative_to(ROOT)))
    return found


def in_python(source: str) -> Iterator[Key]:
    """The marked strings of a module."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            yield from _key(node)


def in_template(source: str) -> Iterator[Key]:
    """The marked strings of a template, by Django's own translation of it into calls."""
    calls = templatize(source)
    for match in MARK.finditer(calls):
        for end in (found.end() for found in re.finditer(r"\)", calls[match.start() :])):
            try:
                node = ast.parse(calls[match.start() : match.start() + end], mode="eval").body
            except SyntaxError:
                continue
            if isinstance(node, ast.Call):
                yield from _key(node)
            break


def _key(call: ast.Call) -> Iterator[Key]:
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    base = {"_": "gettext"}.get(name, name).removesuffix("_lazy").removesuffix("_noop")
    words = [arg.value for arg in call.args if isinstance(arg, ast.Constant)]
    if base not in {"gettext", "ngettext", "pgettext", "npgettext"} or not words:
        return
    context = str(words.pop(0)) if base in {"pgettext", "npgettext"} else ""
    plural = str(words[1]) if base in {"ngettext", "npgettext"} else ""
    yield context, str(words[0]), plural


def holes(text: str) -> list[str]:
    """The places a text leaves open for values."""
    return sorted(set(HOLES.findall(text)))
