"""A filled-in sign-in sheet: the numbers somebody types."""

import re

LONGEST = 4000
PART = re.compile(r"(\d{1,6})(?:\s*[-\u2013]\s*(\d{1,6}))?")
MOST = 2000


def numbers(text: str) -> tuple[list[int], list[str]]:
    """The numbers of "1 4, 7-12" in order without doubles, and the words that are none."""
    found: dict[int, None] = {}
    bad: list[str] = []
    joined = re.sub(r"\s*[-\u2013]\s*", "-", text[:LONGEST])
    for word in re.split(r"[\s,;]+", joined.strip()):
        match = PART.fullmatch(word)
        if match is None:
            bad += [word] if word else []
            continue
        first, last = int(match[1]), int(match[2] or match[1])
        if first > last or last - first >= MOST:
            bad.append(word)
            continue
        found |= dict.fromkeys(range(first, last + 1))
    return list(found), bad
