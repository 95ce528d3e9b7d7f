"""What an installed copy keeps of this release, and the id that tells one release from the next."""

import json
import re
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.templatetags.static import static

# Styles, scripts and pictures of the two pages that open without a network; the rest of the site
# does without scripting. A test holds the styles beside those of base.html.
SHELL = (
    "css/site.css",
    "js/app.js",
    "js/offline.js",
    "img/icons.svg",
    "img/favicon.svg",
)
# The modules of the door without network name each other plainly, so they are kept under plain
# addresses.
MODULES = (
    "js/door/kept.js",
    "js/door/list.js",
    "js/door/send.js",
    "js/door/store.js",
)
WORKER = "js/sw.js"
TEMPLATES = (
    "alone.html",
    "parts/kept_styles.html",
    "association/offline.html",
    "events/door_kept.html",
)
COLOUR = re.compile(r"--([a-z-]+): (#[0-9a-f]{6});")


def worker() -> str:
    """The service worker of this release: its id and its list of files, then the program."""
    kept = [static(name) for name in SHELL] + [settings.STATIC_URL + name for name in MODULES]
    head = {"RELEASE": release(), "SHELL": kept}
    lines = [f"const {name} = {json.dumps(value)};" for name, value in head.items()]
    return "\n".join([*lines, _read(WORKER).decode()])


def release() -> str:
    """Sixteen hex digits that change whenever any kept file or the program does."""
    return _fresh_id() if settings.DEBUG else _id()


@lru_cache
def colours() -> dict[str, str]:
    """The colours of the light scheme by their names in tokens.css."""
    light = _read("css/tokens.css").decode().split("@media", 1)[0]
    return dict(COLOUR.findall(light))


def _fresh_id() -> str:
    found = sha256()
    for name in (*SHELL, *MODULES, WORKER):
        found.update(static(name).encode())
        found.update(_read(name))
    for name in TEMPLATES:
        found.update((settings.BASE_DIR / "templates" / name).read_bytes())
    return found.hexdigest()[:16]


_id = lru_cache(_fresh_id)


def _read(name: str) -> bytes:
    path = finders.find(name)
    if path is None:
        raise FileNotFoundError(name)
    return Path(path).read_bytes()
