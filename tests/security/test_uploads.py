"""Files that come in: whatever they pretend to be, they are refused in words, or made safe."""

import io
import re
import struct
import zlib
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.conf import settings as project
from django.test.client import BOUNDARY, MULTIPART_CONTENT
from django.urls import reverse
from PIL import Image

from events.models import SpeakerFile
from members.models import Payment, Person, Portrait
from tests.events.scenes import NOON, a_letterhead
from tests.events.speakers import accepted, link
from tests.members.factories import a_login, a_member, a_picture
from tests.security.scene import browser, seated

pytestmark = pytest.mark.django_db
ROOT = Path(project.BASE_DIR)
SCRIPT = b"<html><script>alert(1)</script></html>"
PACKAGES = ["association", "pulse", "network", "events", "roles", "members", "outbox", "kit"]
FIELD = re.compile(r"^class (\w+).*?(?=^class |\Z)", re.MULTILINE | re.DOTALL)


def a_png(width: int, height: int) -> bytes:
    """A picture that says how large it is, and holds next to nothing."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", head), (b"IDAT", zlib.compress(b"")), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    )


def a_gif() -> bytes:
    file = io.BytesIO()
    Image.new("P", (8, 8)).save(file, "GIF")
    return file.getvalue()


def a_zip(**files: bytes) -> bytes:
    file = io.BytesIO()
    with ZipFile(file, "w") as made:
        for name, content in files.items():
            made.writestr(name, content)
    return file.getvalue()


NOT_PICTURES = {
    "a bomb of 400 million pixels": a_png(20_000, 20_000),
    "a bomb just over what we open": a_png(8_000, 8_000),
    "half a picture": a_png(100, 100),
    "GIF and web page": a_gif() + SCRIPT,
    "SVG": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "a web page": SCRIPT,
    "PDF": b"%PDF-1.7 " + SCRIPT,
    "ZIP": a_zip(a=b"x"),
    "nothing": b"",
    "one byte": b"\xff",
}
BOTH = {"JPEG and ZIP": a_zip(page=SCRIPT), "JPEG and web page": SCRIPT, "JPEG and PDF": b"%PDF-1"}
NOT_SLIDES = {
    "SVG": NOT_PICTURES["SVG"], "a web page": SCRIPT, "a web page, then PDF": SCRIPT + b"%PDF-1.7",
    "a program": b"MZ\x90\x00", "a picture": a_gif(), "nothing": b"", "a ZIP": a_zip(a=b"x"),
    "a ZIP cut off": a_zip(a=b"x" * 99)[:60],
}  # fmt: skip
NAMES = [
    "../../../etc/passwd.jpg", "..\\..\\boot.jpg", "/etc/passwd", "a\x00.php.jpg",
    "x" * 5000 + ".jpg", "me.svg", "me.html", "a\u202egpj.exe", '"; filename="b.html',
    "a\r\nX-Injected: yes.jpg", ".", "..", ".htaccess", "con.jpg", "\ud800.jpg", "a;b,c'd.jpg",
]  # fmt: skip


@pytest.fixture(autouse=True)
def _place(settings, tmp_path, time_machine):
    time_machine.move_to(NOON, tick=False)
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()
    a_letterhead()


@pytest.fixture
def officer():
    person = a_member("An Officer", "officer@example.org")
    a_login(person, "officer@example.org")
    seated(person, "President", "Board admin")
    return person


def sent(client, path: str, field: str, name: str, content: bytes):
    """The answer to a form with this file, its name as it is."""
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n'
    body = head.encode("utf-8", "surrogatepass") + b"Content-Type: image/jpeg\r\n\r\n" + content
    body += f"\r\n--{BOUNDARY}--\r\n".encode()
    return client.generic("POST", path, body, content_type=MULTIPART_CONTENT)


def kept(folder: Path) -> list[Path]:
    return [one for one in folder.rglob("*") if one.is_file()]


def test_every_form_that_takes_a_file_is_tried_here():
    found = {
        f"{path.relative_to(ROOT)}:{match[1]}"
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        for match in FIELD.finditer(path.read_text())
        if re.search(r"forms\.(File|Image)Field\(", match[0])
    }

    assert found == {
        "events/forms/speakers.py:FileForm", "members/forms/bank.py:UploadForm",
        "members/forms/imports.py:UploadForm", "members/forms/people.py:PhotoForm",
    }  # fmt: skip


@pytest.mark.broad
@pytest.mark.parametrize("content", NOT_PICTURES.values(), ids=NOT_PICTURES)
def test_what_is_no_picture_becomes_no_photo(settings, officer, content):
    own = sent(browser(officer), "/me/photo/", "photo", "me.jpg", content)
    spoken = sent(browser(), link(accepted(), "upload/photo/"), "file", "me.jpg", content)

    assert (own.status_code, spoken.status_code // 100) == (422, 4)
    assert (Portrait.objects.count(), SpeakerFile.objects.count()) == (0, 0)
    assert kept(settings.MEDIA_ROOT) == []


@pytest.mark.broad
@pytest.mark.parametrize("behind", BOTH.values(), ids=BOTH)
def test_what_hangs_behind_a_picture_is_not_kept(settings, officer, behind):
    content = a_picture().read() + behind

    sent(browser(officer), "/me/photo/", "photo", "me.html", content)
    shown = browser(officer).get(reverse("photo", args=[Portrait.objects.get().uid]))

    files = kept(settings.MEDIA_ROOT)
    assert [behind in one.read_bytes() for one in files] == [False] * len(files)
    assert {one.suffix for one in files} == {".jpg"}
    assert (shown["Content-Type"], shown["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    shown.close()


@pytest.mark.broad
@pytest.mark.parametrize("content", NOT_SLIDES.values(), ids=NOT_SLIDES)
def test_what_is_no_slides_is_refused_with_a_sentence(settings, content):
    answer = sent(browser(), link(accepted(), "upload/slides/"), "file", "a.pdf", content)

    assert (answer.status_code // 100, SpeakerFile.objects.count()) == (4, 0)
    assert kept(settings.MEDIA_ROOT) == []


def test_slides_that_are_a_page_too_are_handed_over_and_never_shown():
    ask = accepted()
    sent(browser(), link(ask, "upload/slides/"), "file", "a.html", b"%PDF-1.7 " + SCRIPT)

    answer = browser().get(link(ask, "file/slides/"))

    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="a.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    answer.close()


@pytest.mark.broad
@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_a_name_leads_nowhere_and_adds_no_header(settings, tmp_path, officer, name):
    ask = accepted()

    own = sent(browser(officer), "/me/photo/", "photo", name, a_picture().read())
    spoken = sent(browser(), link(ask, "upload/slides/"), "file", name, b"%PDF-1.7")

    assert max(own.status_code, spoken.status_code) < 500
    assert [one for one in kept(tmp_path) if settings.MEDIA_ROOT not in one.parents] == []
    assert {one.suffix for one in kept(settings.MEDIA_ROOT)} <= {".jpg", ".pdf"}
    for row in SpeakerFile.objects.all():
        answer = browser().get(link(ask, "file/slides/"))
        assert answer["Content-Disposition"].startswith("attachment; ")
        assert "X-Injected" not in answer
        assert re.search(r"[\x00-\x1f/\\]", row.name) is None
        answer.close()


@pytest.mark.broad
@pytest.mark.parametrize("page", ["imports", "bank"])
@pytest.mark.parametrize("content", [*NOT_PICTURES.values(), *NOT_SLIDES.values()])
def test_a_table_that_is_none_is_refused_with_a_sentence(officer, page, content):
    before = Person.objects.count(), Payment.objects.count()

    answer = sent(browser(officer), reverse(page), "file", "a.csv", content)

    assert answer.status_code in (302, 303, 422)
    assert (Person.objects.count(), Payment.objects.count()) == before


@pytest.mark.broad
@pytest.mark.parametrize("page", ["imports", "bank"])
@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_a_table_of_any_name_is_read_or_refused(officer, page, name):
    answer = sent(browser(officer), reverse(page), "file", name, b"name\nA Tester\n")

    assert answer.status_code in (302, 303, 400, 422)
