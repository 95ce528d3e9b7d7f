"""A ticket is held before the phone's camera: read by the browser, or by the packaged scanner."""

import json
from datetime import timedelta

import pytest
import segno
from django.utils import timezone
from playwright.sync_api import expect

from events.actions import meetings, rsvp
from events.models import Attendance, Meeting, Rsvp
from tests.events.scenes import a_series
from tests.journeys.cast import a_standing_member, an_association, an_officer, wall

pytestmark = [pytest.mark.broad, pytest.mark.django_db(transaction=True)]

# What the camera sees is drawn here; everything behind it is the page's own.
CAMERA = """
(() => {
  const matrix = %s;
  const canvas = document.createElement("canvas");
  canvas.width = 640; canvas.height = 480;
  const draw = () => {
    const pen = canvas.getContext("2d");
    pen.fillStyle = "white"; pen.fillRect(0, 0, 640, 480); pen.fillStyle = "black";
    const side = Math.floor(400 / matrix.length);
    matrix.forEach((row, y) => row.forEach((dark, x) => {
      if (dark) pen.fillRect(120 + x * side, 40 + y * side, side, side);
    }));
  };
  draw();
  setInterval(draw, 100);
  navigator.mediaDevices.getUserMedia = async () => canvas.captureStream(10);
})();
"""
NO_DETECTOR = "delete window.BarcodeDetector;"
DETECTOR = """
window.BarcodeDetector = class {
  static async getSupportedFormats() { return ["qr_code"]; }
  async detect() { return [{ rawValue: %s }]; }
};
"""
NO_CAMERA = "navigator.mediaDevices.getUserMedia = () => Promise.reject(new Error('no'));"


@pytest.fixture
def meeting() -> Meeting:
    """Begun ten minutes ago; one member said yes."""
    an_association()
    now = timezone.now()
    start, before = now - timedelta(minutes=10), now - timedelta(days=2)
    made = meetings.create(
        series=a_series(capacity=9), starts_local=wall(start).replace(microsecond=0),
        by=None, at=before, fields={"topic": "Bridges"},
    )  # fmt: skip
    meetings.publish(meeting=made, by=None, at=before)
    person = a_standing_member("A Punctual Member")
    rsvp.answer(meeting=made, person=person, answer="going", by=person, at=before)
    return made


def before_the_camera(code):
    """The script of a phone whose camera sees this code."""
    rows = segno.make_qr(code, error="m").matrix_iter(scale=1, border=4)
    return CAMERA % json.dumps([[int(dark) for dark in row] for row in rows])


def scanning(page, meeting, *scripts):
    """An officer's phone at the door, reading; and which of our scripts were fetched."""
    fetched = []
    page.on("request", lambda asked: fetched.append(asked.url))
    for script in scripts:
        page.add_init_script(script)
    page.goto(f"/meetings/{meeting.slug}/door/")
    page.get_by_role("button", name="Scan a ticket").click()
    return fetched


def test_a_ticket_is_read_where_the_browser_reads_no_codes(visit, sign_in_as, meeting):
    page = sign_in_as(visit(), an_officer("Secretary", "Secretary"))

    picture = before_the_camera(Rsvp.objects.get().ticket.hex)
    fetched = scanning(page, meeting, NO_DETECTOR, picture)

    expect(page.locator("[data-scanned]")).to_have_text("A Punctual Member is in.")
    page.get_by_role("button", name="Stop scanning").click()
    expect(page.get_by_text("1 in, 0 to come")).to_be_visible()
    assert any("/vendor/qr-" in url for url in fetched)
    assert list(Attendance.objects.values_list("method", flat=True)) == ["ticket"]


@pytest.mark.long
def test_a_browser_that_reads_codes_fetches_no_scanner(visit, sign_in_as, meeting):
    page = sign_in_as(visit(), an_officer("Secretary", "Secretary"))
    code = Rsvp.objects.get().ticket.hex

    fetched = scanning(page, meeting, before_the_camera(code), DETECTOR % json.dumps(code))

    expect(page.locator("[data-scanned]")).to_have_text("A Punctual Member is in.")
    assert not any("/vendor/qr-" in url for url in fetched)
    assert list(Attendance.objects.values_list("method", flat=True)) == ["ticket"]


@pytest.mark.long
def test_a_forged_ticket_is_refused_before_the_camera(visit, sign_in_as, meeting):
    page = sign_in_as(visit(), an_officer("Secretary", "Secretary"))

    scanning(page, meeting, before_the_camera("f" * 32), NO_DETECTOR)

    expect(page.locator("[data-scanned]")).to_contain_text("This is no ticket of this meeting")
    assert Attendance.objects.count() == 0


@pytest.mark.long
def test_a_camera_that_stays_shut_is_said(visit, sign_in_as, meeting):
    page = sign_in_as(visit(), an_officer("Secretary", "Secretary"))

    scanning(page, meeting, NO_CAMERA)

    expect(page.get_by_text("The camera does not open.")).to_be_visible()
