"""A language nobody speaks: right to left and 40 % longer, made from English when a test asks.

It is written into a folder of the test's own and offered by the test's settings alone.
"""

import math
import re
import struct
from itertools import cycle
from pathlib import Path

from tests import catalogue

CODE = "qps"
LETTERS = "אבגדהוזחטיכלמנסעפצקרשת"
# What a value, a tag or an entity stands for stays as it is.
FIXED = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w*\}|<[^>]*>|&\w+;")
# Patterns of dates, no words.
PATTERNS = {"full day", "saved"}
HEADER = "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=(n != 1);\n"


def stretched(text: str) -> str:
    """Every word in letters that run from the right, and longer by two fifths."""
    parts = zip(FIXED.split(text), [*FIXED.findall(text), ""], strict=True)
    return "".join(re.sub(r"\w+", _word, words) + fixed for words, fixed in parts)


def _word(match: re.Match) -> str:
    letters = cycle(LETTERS)
    return "".join(next(letters) for _ in range(math.ceil(len(match[0]) * 1.4)))


def write(folder: Path) -> Path:
    """The compiled catalogue of the language under `folder`, for LOCALE_PATHS."""
    words = {"": HEADER}
    for context, text, plural in catalogue.marked():
        key = f"{context}\x04{text}" if context else text
        said = text if context in PATTERNS else stretched(text)
        words[f"{key}\0{plural}" if plural else key] = (
            f"{said}\0{stretched(plural)}" if plural else said
        )
    target = folder / CODE / "LC_MESSAGES" / "django.mo"
    target.parent.mkdir(parents=True)
    target.write_bytes(compiled(words))
    return folder


def compiled(words: dict[str, str]) -> bytes:
    """The words as a .mo file, as GNU gettext's manual describes its format."""
    pairs = [(key.encode(), words[key].encode()) for key in sorted(words)]
    start = 28 + 16 * len(pairs)
    tables: tuple[list[bytes], list[bytes]] = ([], [])
    body = b""
    for side in (0, 1):
        for pair in pairs:
            tables[side].append(struct.pack("<II", len(pair[side]), start + len(body)))
            body += pair[side] + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, 0)
    return head + b"".join(tables[0]) + b"".join(tables[1]) + body
