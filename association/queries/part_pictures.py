"""The names of the pictures in our sprite."""

import re
from functools import lru_cache
from pathlib import Path

from django.contrib.staticfiles import finders

SYMBOL = re.compile(r'<symbol id="([a-z-]+)"')


@lru_cache
def icon_names() -> list[str]:
    """Every name `{% icon %}` understands, in the sprite's order."""
    found = finders.find("img/icons.svg")
    return SYMBOL.findall(Path(str(found)).read_text())
