"""A speaker's one link: it shows, acts on a button, and keeps what is given."""

import io
from datetime import timedelta
from zipfile import ZipFile

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from events.models import Feedback, Meeting, SpeakerAsk, SpeakerFile, Talk
from tests.events.scenes import NOON, a_letterhead, a_person
from tests.events.speakers import a_request, accepted, link

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    a_letterhead()
    with time_machine.travel(NOON, tick=False):
        yield


def post(ask, path, **data):
    return Client().post(link(ask, path), data)


def a_photo(side: int = 2000) -> SimpleUploadedFile:
    file, exif = io.BytesIO(), Image.Exif()
    exif[0x0110] = "A camera"
    Image.new("RGB", (side, side // 2), "teal").save(file, "JPEG", exif=exif)
    return SimpleUploadedFile("me.jpg", file.getvalue())


def packed(*names: str) -> bytes:
    file = io.BytesIO()
    with ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return file.getvalue()


@pytest.mark.parametrize("method", ["get", "head"])
def test_opening_the_link_changes_nothing(method):
    ask = a_request()

    assert getattr(Client(), method)(link(ask)).status_code == 200

    ask.refresh_from_db()
    assert (ask.state, ask.answered_at) == ("asked", None)


def test_one_tap_accepts():
    ask = a_request()

    answer = post(ask, "answer/", answer="accept", date=ask.dates.get().pk)

    assert (answer.status_code, answer.url) == (303, link(ask))
    assert SpeakerAsk.objects.get().state == "accepted"


@pytest.mark.parametrize(
    ("said", "state"), [("decline", "declined"), ("later", "later"), ("instead", "declined")]
)
def test_one_tap_says_no(said, state):
    ask = a_request()

    assert post(ask, "answer/", answer=said, instead="A Friend").status_code == 303
    assert SpeakerAsk.objects.get().state == state


@pytest.mark.parametrize("data", [{"answer": "accept"}, {"answer": "maybe"}, {},
                                  {"answer": "accept", "date": "9" * 30}])  # fmt: skip
def test_nonsense_is_refused_with_a_sentence(data):
    answer = post(a_request(), "answer/", **data)

    assert answer.status_code == 409
    assert "Please choose one of the" in answer.content.decode()


def test_a_forged_link_leads_nowhere():
    assert Client().get("/speak/nonsense/").status_code == 404


def test_what_is_typed_reaches_the_programme():
    ask = accepted()

    post(ask, "save/", title="On tides", abstract="They turn.", bio="Sails.", needs="")

    talk = Talk.objects.get()
    ask.meeting.refresh_from_db()
    assert (talk.title, talk.abstract, ask.meeting.topic) == ("On tides", "They turn.", "On tides")


def test_typing_is_kept_by_itself_without_a_new_page():
    ask = accepted()

    answer = Client().post(link(ask, "save/"), {"bio": "Sails."}, headers={"HX-Request": "true"})

    assert answer.status_code == 200
    assert 'id="saved"' in answer.content.decode()
    assert SpeakerAsk.objects.get().bio == "Sails."


def test_a_photo_is_written_anew_and_small():
    ask = accepted()

    post(ask, "upload/photo/", file=a_photo())

    with SpeakerFile.objects.get().file.open() as file, Image.open(file) as kept:
        assert (kept.size, kept.format, dict(kept.getexif())) == ((1200, 600), "JPEG", {})


@pytest.mark.parametrize(
    ("content", "ending"),
    [(b"%PDF-1.7 x", ".pdf"), (packed("ppt/presentation.xml"), ".pptx"),
     (packed("mimetype", "content.xml"), ".odp")],
)  # fmt: skip
def test_slides_are_told_by_what_is_in_them(content, ending):
    ask = accepted()

    post(ask, "upload/slides/", file=SimpleUploadedFile("my talk.exe", content))

    assert SpeakerFile.objects.get().name == f"my talk{ending}"


@pytest.mark.parametrize(
    ("what", "content"),
    [("slides", b"MZ program"), ("slides", b"PK\x03\x04broken"), ("photo", b"<svg/>"),
     ("slides", packed("ppt/presentation.xml", "ppt/vbaProject.bin"))],
)  # fmt: skip
def test_other_files_are_not_taken(what, content):
    ask = accepted()

    answer = post(ask, f"upload/{what}/", file=SimpleUploadedFile("talk.pdf", content))

    assert (answer.status_code, SpeakerFile.objects.count()) == (409, 0)


def test_too_large_a_file_is_not_taken(monkeypatch):
    ask = accepted()
    monkeypatch.setattr("events.actions.speaker_gifts.MEGA", 1)

    answer = post(ask, "upload/slides/", file=SimpleUploadedFile("a.pdf", b"%PDF-" + b"x" * 50))

    assert "at most 40 megabytes" in answer.content.decode()


def test_slides_are_public_only_while_the_speaker_allows_it():
    ask = accepted()
    ask.meeting.__class__.objects.update(state="published", published_at=NOON)
    post(ask, "save/", title="On tides")
    post(ask, "upload/slides/", file=SimpleUploadedFile("a.pdf", b"%PDF-x"))
    address = f"/speakers/files/{SpeakerFile.objects.get().uid}/"

    before = Client().get(address).status_code
    post(ask, "consent/", may="slides")
    allowed = Client().get(address)
    shown = Talk.objects.get().slides_url
    post(ask, "consent/")
    taken_back = Client().get(address).status_code

    assert (before, allowed.status_code, taken_back) == (404, 200, 404)
    assert allowed.headers["Content-Disposition"] == 'attachment; filename="a.pdf"'
    assert (shown.endswith(address), Talk.objects.get().slides_url) == (True, "")
    allowed.close()


def test_the_way_there_stands_on_one_page():
    ask = accepted()

    page = Client().get(link(ask, "logistics/"))

    assert page.status_code == 200
    assert "Saved-Until" in page.headers


def test_before_a_yes_there_is_no_way_to_describe():
    ask = a_request()

    assert Client().get(link(ask, "logistics/")).url == link(ask)


def test_afterwards_the_speaker_reads_how_it_was():
    ask = accepted()
    meeting = ask.dates.get()
    Meeting.objects.filter(pk=meeting.pk).update(state="closed", closed_at=meeting.ends_at)
    for words in ["More of this", ""]:
        Feedback.objects.create(
            meeting=meeting, person=a_person("A Listener"), score=4, words=words,
            given_at=meeting.ends_at,
        )  # fmt: skip

    with time_machine.travel(meeting.ends_at + timedelta(hours=18), tick=False):
        shown = Client().get(link(ask)).content.decode()

    assert ">2</strong>" in shown
    assert shown.count("<blockquote") == 1
    assert "More of this" in shown


def test_the_page_of_a_speaker_shows_what_they_gave_and_allow():
    ask = accepted()
    meeting = ask.dates.get()
    post(ask, "save/", title="Steel", bio="Forges knives")
    post(ask, "upload/photo/", file=a_photo(200))
    Meeting.objects.filter(pk=meeting.pk).update(state="closed", closed_at=meeting.ends_at)
    photo = f"/speakers/files/{SpeakerFile.objects.get().uid}/"

    with time_machine.travel(meeting.ends_at, tick=False):
        hidden = Client().get(f"/archive/speakers/{ask.person.uid}/").content.decode()
        post(ask, "consent/", may=["photo"])
        shown = Client().get(f"/archive/speakers/{ask.person.uid}/").content.decode()

    assert "Forges knives" in hidden
    assert [photo in hidden, photo in shown] == [False, True]


def test_the_page_of_the_meeting_shows_the_speaker_as_they_allow():
    ask = accepted()
    meeting = ask.dates.get()
    post(ask, "save/", title="Steel", bio="Forges knives")
    post(ask, "upload/photo/", file=a_photo(200))
    Meeting.objects.filter(pk=meeting.pk).update(state="published", published_at=NOON)
    photo = f"/speakers/files/{SpeakerFile.objects.get().uid}/"

    seen = []
    for allowed in ([], ["photo"], []):
        post(ask, "consent/", may=allowed)
        seen.append(photo in Client().get(meeting.get_absolute_url()).text)

    assert "Forges knives" in Client().get(meeting.get_absolute_url()).text
    assert seen == [False, True, False]
