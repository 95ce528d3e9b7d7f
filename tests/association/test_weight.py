"""A first visit on a phone's network: 60 KB compressed, with all the page asks for."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from tests.security.scene import build

pytestmark = pytest.mark.django_db
ASKED = re.compile(r'(?:href|src)="/static/([^"#?]+)')
LIMIT = 60 * 1024
# Each answer's own lines.
HEADERS = 600


def weight(path: str) -> int:
    """Bytes of the page and its files, compressed as they are sent."""
    answer = Client().get(path, headers={"accept-encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    names = set(ASKED.findall(gzip.decompress(answer.content).decode()))
    files = [Path(finders.find(name)).read_bytes() for name in names]
    sent = [len(answer.content), *(len(gzip.compress(data)) for data in files)]
    return sum(sent) + HEADERS * len(sent)


def test_home_and_a_meeting_weigh_at_most_60_kb():
    meeting = build().things["meeting"]

    assert max(weight("/"), weight(meeting.get_absolute_url())) <= LIMIT
