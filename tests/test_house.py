"""Tests about the repository itself: what good will alone would not hold."""

import ast
import re
import statistics
import subprocess
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from outbox import kinds

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ["association", "pulse", "network", "events", "roles", "members", "outbox", "kit"]
DOMAIN_NOUNS = re.compile(
    r"\b(member|meeting|rsvp|speaker|seat|dues|membership|attendance|board|venue|letterhead)s?\b"
)


def sources(*packages: str) -> list[Path]:
    found = [path for name in packages for path in (ROOT / name).rglob("*.py")]
    return [path for path in found if "migrations" not in path.parts]


def functions(path: Path) -> list[ast.FunctionDef]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]


def length(node: ast.FunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def places(pattern: str, paths: list[Path]) -> list[str]:
    wanted = re.compile(pattern)
    return [
        f"{path.relative_to(ROOT)}:{number}"
        for path in paths
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if wanted.search(line)
    ]


def test_the_import_law_holds():
    done = subprocess.run(
        [ROOT / ".venv/bin/lint-imports"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout


def test_no_file_grows_past_its_purpose():
    lines = {path: path.read_text(encoding="utf-8").count("\n") for path in sources(*PACKAGES)}

    assert [str(path) for path, count in lines.items() if count > 400] == []
    assert statistics.median(lines.values()) <= 75


def test_no_function_grows_past_its_purpose():
    every = [(path, node) for path in sources(*PACKAGES) for node in functions(path)]

    assert [f"{path}:{node.name}" for path, node in every if length(node) > 50] == []
    assert statistics.median(length(node) for _, node in every) <= 8


@pytest.mark.parametrize(("word", "cap"), [("views", 20), ("tasks", 10)])
def test_doors_stay_thin(word, cap):
    doors = [p for p in sources(*PACKAGES) if word in (p.stem, p.parent.name)]

    fat = [f"{p}:{n.name}" for p in doors for n in functions(p) if length(n) > cap]
    assert fat == []


def test_the_tool_shed_knows_no_association():
    found = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in sources("kit")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.Name, ast.Attribute))
        for name in [getattr(node, "name", None) or getattr(node, "id", None) or node.attr]
        if DOMAIN_NOUNS.search(name.lower().replace("_", " "))
    ]

    assert found == []


def test_only_the_delivery_hands_letters_to_a_mail_server():
    allowed = {"outbox/delivery.py", "outbox/backends.py", "members/adapters.py"}

    hits = places(r"django\.core\.mail|\bsmtplib\b|\bsend_mail\(", sources(*PACKAGES))
    assert {hit.rsplit(":", 1)[0] for hit in hits} - allowed == set()


def test_business_time_never_waits_in_the_broker():
    assert places(r"\b(eta|countdown)\s*=", sources(*PACKAGES)) == []


def test_the_clock_is_read_at_the_edge_only():
    edge = {
        "views",
        "tasks",
        "commands",
        "backends",
        "middleware",
        "admin",
        "services",
        "context",
        "sessions",
    }

    inner = [
        p for p in sources(*PACKAGES) if not edge & {*p.parts, p.stem} and "test" not in p.stem
    ]
    # Doors of other frameworks, which pass us no time; and the gate of every file on a page.
    doors = {"supervisor.py", "local.py", "members/adapters.py", "members/forms/accounts.py"}
    doors |= {"members/recent.py"}
    inner = [p for p in inner if not any(str(p).endswith(f"/{door}") for door in doors)]
    assert places(r"timezone\.now\(\)|datetime\.now\(|date\.today\(|localdate\(\)", inner) == []


def test_no_markup_escapes_escaping_unseen():
    seen = {
        "kit/templatetags/parts.py",  # a row of people; its own test tries every piece
        "kit/templatetags/charts.py",  # drawings without a part, as an empty text
        "kit/prose.py",  # Markdown, cleaned by nh3; its own test tries what could hurt
        "members/views/cards.py",  # messages of the card provider, which it signs
        "outbox/views.py",  # the one-click POST of RFC 8058
        "templates/parts/field.html",  # help texts of our own and Django's forms, which hold lists
    }

    hits = places(
        r"mark_safe\(|SafeString\(|\|safe\b|autoescape off|csrf_exempt", sources(*PACKAGES)
    )
    templates = list((ROOT / "templates").rglob("*.html"))
    hits += places(r"\|safe\b|autoescape off", templates)
    assert {hit.rsplit(":", 1)[0] for hit in hits} - seen == set()


def test_pages_carry_no_inline_script_or_style():
    pages = [p for p in (ROOT / "templates").rglob("*.html") if "mail" not in p.parts]

    assert places(r"\sstyle=|\son(click|load|change|submit|input)=|<style", pages) == []


def test_every_letter_has_its_two_texts():
    named = {
        match
        for path in sources(*PACKAGES)
        for match in re.findall(r"template=f?\"([a-z_]+/[a-z_]+)\"", path.read_text("utf-8"))
    }

    texts = {p.relative_to(ROOT / "templates/mail") for p in (ROOT / "templates/mail").rglob("*.*")}
    missing = {
        f"{name}.{end}"
        for name in named
        for end in ("html", "txt")
        if Path(f"{name}.{end}") not in texts
    }
    assert len(named) > 5
    assert missing == set()


def test_every_kind_of_letter_of_the_contract_has_a_composer():
    promised = {
        "membership.welcome", "membership.notice", "meeting.invitation", "meeting.reminder",
        "meeting.moved", "meeting.cancelled", "rsvp.confirmation", "rsvp.promotion", "rsvp.offer",
        "term.ending",
    }  # fmt: skip

    assert promised - set(kinds.all_kinds()) == set()


@pytest.mark.django_db
def test_no_migration_is_missing():
    out = StringIO()

    call_command("makemigrations", check=True, dry_run=True, stdout=out)

    assert out.getvalue() == "No changes detected\n"


def test_nothing_names_the_workshop():
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    paths = [
        ROOT / name
        for name in tracked.stdout.split()
        if not name.endswith((".lock", ".png", ".mo")) and "/vendor/" not in name
    ]
    mine = Path(__file__)

    texts = [p for p in paths if p.exists() and p != mine and p.suffix not in {".csv", ".ico"}]
    assert places(r"/work/|this session\b|\bFIXME\b|\bTODO\b", texts) == []


def test_every_test_the_docs_name_is_there():
    named = {
        name
        for page in (*(ROOT / "docs").rglob("*.md"), ROOT / "README.md")
        for name in re.findall(r"tests/[\w/]+\.py", page.read_text(encoding="utf-8"))
    }

    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []
