"""One person's data as a ZIP file: data.json and what explains it."""

import io
import json
import zipfile
from typing import Any

README = """data.json holds everything on file about you: a list of rows for each table.
Other people are not named: where a row leads to a person it says "you" or "somebody else".
Times are UTC, sums of money are in cents.
"""


def archive(tables: dict[str, Any], *, taken_at: str) -> bytes:
    """The ZIP; `taken_at` is ISO 8601. It holds the rows of one person and fits into memory."""
    data = json.dumps(
        {"taken_at": taken_at, "tables": tables}, ensure_ascii=False, indent=2, default=str
    )
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("data.json", data)
        file.writestr("README.txt", README)
    return held.getvalue()
