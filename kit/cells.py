"""Cells that a spreadsheet shows and never executes (OWASP: CSV injection)."""

import re
from typing import Any

# Apostrophes before it count: `'=1` as text must not come back as `=1`. Spreadsheets of East Asia
# take the full-width signs for the plain ones.
DANGEROUS = re.compile(r"^'*[\s\ufeff]*[=+\-@|%\t\r\uff1d\uff0b\uff0d\uff20]")
LINE_BREAKS = re.compile(r"\r\n?|\n|\x0b|\x0c|\x85|\u2028|\u2029")


def safe(value: Any) -> Any:
    """Text that would start a formula gets an apostrophe; numbers stay numbers; None is empty."""
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str):
        return value
    text = LINE_BREAKS.sub(" ", value.replace("\x00", ""))
    return f"'{text}" if DANGEROUS.match(text) else text


def unsafe(value: str) -> str:
    """The text as it was before `safe`, for importing our own exports again."""
    return value[1:] if value.startswith("'") and DANGEROUS.match(value[1:]) else value
