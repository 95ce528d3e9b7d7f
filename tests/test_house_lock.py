import re
from pathlib import Path

TREE = Path(__file__).resolve().parent.parent
PUBLIC = {"https://pypi.org/simple", "https://files.pythonhosted.org"}


def test_the_lock_names_only_the_public_package_index():
    lock = (TREE / "uv.lock").read_text(encoding="utf-8")

    registries = set(re.findall(r'registry = "([^"]+)"', lock))
    hosts = set(re.findall(r'url = "(https?://[^/"]+|[^h"][^"]*)', lock))

    assert registries | hosts == PUBLIC
