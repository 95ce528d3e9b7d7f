"""Colours keep their contrast (WCAG 2.2 AA) in both schemes; the rules of the house hold."""

import re
from itertools import product
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LIGHT, DARK = (ROOT / "static/css/tokens.css").read_text().split("prefers-color-scheme: dark", 1)
HEX = re.compile(r"--([a-z0-9-]+): (#[0-9a-f]{6});")
SURFACES = ["paper", "card", "sunk"]
TONES = ["accent", "good", "warn", "bad"]


def luminance(colour: str) -> float:
    channels = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    dim, bright = sorted((luminance(one), luminance(other)))
    return (bright + 0.05) / (dim + 0.05)


@pytest.mark.parametrize("css", [LIGHT, DARK], ids=["light", "dark"])
def test_words_can_be_read_on_every_surface(css):
    colour = dict(HEX.findall(css.split("@media print")[0]))
    pairs = [
        *product(["ink", "muted", *TONES], SURFACES),
        *((word, f"{tone}-soft") for tone in TONES for word in (tone, "ink")),
        *(("ink", f"hue-{n}") for n in range(8)),
        ("on-accent", "accent"),
        ("on-accent", "accent-strong"),
    ]

    faint = [p for p in pairs if contrast(colour[p[0]], colour[p[1]]) < 4.5]
    assert faint == []


@pytest.mark.parametrize("css", [LIGHT, DARK], ids=["light", "dark"])
def test_edges_of_controls_can_be_seen(css):
    colour = dict(HEX.findall(css))

    assert [s for s in SURFACES if contrast(colour["edge"], colour[s]) < 3] == []


def test_nothing_shouts_important():
    files = (ROOT / "static/css").glob("*.css")

    assert [f.name for f in files if re.search(r"!\s*important", f.read_text())] == []


def test_pages_carry_no_inline_style_and_no_inline_handler():
    pages = [p for p in (ROOT / "templates").rglob("*.html") if "mail" not in p.parts]
    inline = re.compile(r"""<[^>]*\s(style|on[a-z]+)\s*=\s*["']|<style""")

    assert [str(p.relative_to(ROOT)) for p in pages if inline.search(p.read_text())] == []
