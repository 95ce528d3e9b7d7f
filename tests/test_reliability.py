"""What docs/reliability.md claims: each promise of the README is bound to tests that exist."""

import ast
import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs/reliability.md").read_text(encoding="utf-8")
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
NUMBER = re.compile(r"^(?:\| )?(\d+)\. ", re.MULTILINE)


@cache
def names_in(path: str) -> set[str]:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_every_test_that_is_named_exists():
    named = NAMED.findall(PAGE)

    assert len(named) > 30
    assert [name for path, name in named if name not in names_in(path)] == []


def test_every_promise_of_the_readme_is_bound_to_a_test():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    promised = readme.partition("## What it promises")[2].partition("\n## ")[0]
    rows = [line for line in PAGE.splitlines() if re.match(r"\| \d", line)]

    assert "docs/reliability.md" in promised
    assert NUMBER.findall(promised) == NUMBER.findall("\n".join(rows))
    assert [row for row in rows if not NAMED.search(row)] == []
