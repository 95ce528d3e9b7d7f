"""Fetch uv from PyPI with nothing but the standard library: `fetch_uv.py FOLDER`.

For machines whose Python has neither venv nor pip. The wheel's checksum is verified.
"""

import hashlib
import io
import json
import platform
import sys
import urllib.request
import zipfile
from pathlib import Path

INDEX = "https://pypi.org/pypi/uv/json"
SYSTEMS = {"Linux": ("manylinux", "musllinux"), "Darwin": ("macosx",)}


def fetch(url):
    """The bytes behind an https address."""
    with urllib.request.urlopen(url, timeout=60) as answer:  # noqa: S310 - https, fixed or from PyPI
        return answer.read()


def wheel():
    """PyPI's entry for this machine's wheel."""
    machine = platform.machine().replace("AMD64", "x86_64")
    names = {"arm64": "aarch64"} if platform.system() == "Linux" else {}
    for system in SYSTEMS.get(platform.system(), ()):
        for entry in json.loads(fetch(INDEX))["urls"]:
            name = entry["filename"]
            if system in name and name.endswith(f"{names.get(machine, machine)}.whl"):
                return entry
    sys.exit(f"There is no uv for {platform.system()} on {machine}.")


def main(folder):
    """Put `uv` into the folder."""
    entry = wheel()
    content = fetch(entry["url"])
    if hashlib.sha256(content).hexdigest() != entry["digests"]["sha256"]:
        sys.exit("The download of uv is damaged. Try again.")
    folder.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.endswith("/scripts/uv"):
                (folder / "uv").write_bytes(archive.read(name))
                (folder / "uv").chmod(0o755)


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]))
    except OSError as error:
        sys.exit(f"uv could not be fetched from PyPI: {error}")
