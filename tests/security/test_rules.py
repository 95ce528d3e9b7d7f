"""Rules of our own over the source, and bandit's: each is shown to see a bad example."""

import re
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.test_house import PACKAGES, ROOT, places, sources


@dataclass(frozen=True)
class Rule:
    """What must not stand in the source, a line that breaks it, and where it is right."""

    name: str
    pattern: str
    bad: str
    allowed: frozenset[str] = field(default_factory=frozenset)


RULES = [
    Rule(
        "a form without its token",
        r"@csrf_exempt",
        "@csrf_exempt",
        # Machines that send proofs of their own; the guard below them is theirs.
        frozenset({"outbox/views.py", "members/views/cards.py"}),
    ),
    Rule(
        "values in SQL text",
        r"\.(execute|raw|extra)\(\s*f[\"']",
        'cursor.execute(f"DELETE FROM a WHERE id = {pk}")',
        # Names of our own tables and columns, quoted, or SQL that Django compiled.
        frozenset({"kit/history.py", "roles/actions/elections.py"}),
    ),
    Rule("code from text", r"(?<![\w.])(eval|exec)\(", "eval(request.GET['x'])"),
    Rule("objects from bytes", r"\b(pickle|marshal|shelve)\b|yaml\.load\(", "pickle.loads(cookie)"),
    Rule(
        "a redirect to what was typed",
        r"[Rr]edirect\(\s*request\.(GET|POST|META|headers)",
        'return redirect(request.GET["next"])',
    ),
    Rule(
        "the caller's address as the caller tells it",
        r"X-Forwarded-For|HTTP_X_FORWARDED_FOR",
        'ip = request.META["HTTP_X_FORWARDED_FOR"]',
        # Asks whether anybody but this machine is named; a forged one shuts the door only.
        frozenset({"kit/middleware.py"}),
    ),
    Rule("a certificate nobody looks at", r"verify\s*=\s*False", "get(url, verify=False)"),
    Rule(
        "chance that can be guessed",
        r"\brandom\.(choice|choices|randint|random|getrandbits)\(",
        "code = random.randint(0, 999999)",
    ),
    Rule(
        "a secret compared letter by letter",
        r"(token|secret|signature)\s*==\s*request\.",
        'if token == request.GET["token"]:',
    ),
    Rule("a template made of text", r"\bTemplate\(\s*(request|f[\"'])", "Template(request.body)"),
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_the_rule_sees_a_bad_example(rule):
    assert re.search(rule.pattern, rule.bad)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_no_line_of_ours_breaks_the_rule(rule):
    found = {hit.rsplit(":", 1)[0] for hit in places(rule.pattern, sources(*PACKAGES))}

    assert found - rule.allowed == set()
    assert rule.allowed - found == set(), "an exception nobody needs any longer"


@pytest.mark.broad
@pytest.mark.parametrize(
    "bad",
    [
        "import subprocess\nsubprocess.run('rm ' + name, shell=True)\n",
        "import tempfile\ntempfile.mktemp()\n",
        "from django.utils.safestring import mark_safe\nmark_safe(request.GET['x'])\n",
        "import hashlib\nhashlib.md5(password)\n",
    ],
)
def test_bandit_sees_a_bad_example(bad, tmp_path):
    file = Path(tmp_path) / "bad.py"
    file.write_text(bad)
    words = [".venv/bin/bandit", "--quiet", "--severity-level", "medium", "--configfile"]

    done = subprocess.run(
        [*words, "pyproject.toml", str(file)], cwd=ROOT, capture_output=True, check=False
    )

    assert done.returncode == 1
