"""Text made comparable: one folding for names, searches and addresses."""

import re
import unicodedata

SPECIAL = str.maketrans({"ß": "ss", "ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "ı": "i"})
INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")
LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")

# The part behind these words of an address opens something for whoever holds it.
TOKENS = re.compile(
    r"(/(?:r|after|met|back|renew|keep|join|guests|speak|unsubscribe|confirm-email|reset/key)/|[?&]key=)[^/\s?#&\"]+"
)


def clean(text: str) -> str:
    """The text without invisible and direction marks, in NFC, its blanks collapsed."""
    if not text.isascii():
        text = INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    return " ".join(text.split())


def in_lines(text: str) -> str:
    """The text with every kind of line end as a newline and without other control characters, as
    calendars and cards want it (RFC 5545, 3.3.11): some programs break a line at each kind."""
    return CONTROLS.sub("", LINE_ENDS.sub("\n", text))


def fold(text: str) -> str:
    """Lower case without accents, for searching and sorting: `Čermák` -> `cermak`."""
    if text.isascii():
        return clean(text).lower()
    plain = _without_accents(clean(text)).casefold().translate(SPECIAL)
    return clean(_without_accents(plain))


def _without_accents(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text)
    return "".join(char for char in parts if not unicodedata.combining(char))


def canonical_email(address: str) -> str:
    """One spelling per mailbox: NFKC and case-folded, so that twins by case or width collide."""
    return unicodedata.normalize("NFKC", clean(address)).casefold()


def without_tokens(text: str) -> str:
    """The text with the secret part of every signed link replaced: for logs and history."""
    return TOKENS.sub(r"\1…", text)
