import pytest
from django.test import Client

from outbox.models import Suppression

pytestmark = pytest.mark.django_db

SECRET = "a-shared-secret"


@pytest.fixture(autouse=True)
def _secret(settings) -> None:
    settings.MAIL_BOUNCE_SECRET = SECRET


def report(body: object, secret: str = SECRET):
    return Client(enforce_csrf_checks=True).post(
        "/mail/bounces/", body, content_type="application/json",
        headers={"Authorization": f"Bearer {secret}"},
    )  # fmt: skip


def suppressed() -> list[tuple]:
    return list(Suppression.objects.order_by("id").values_list("address", "category", "reason"))


def test_a_bounce_and_a_complaint_stop_letters_once_however_often_they_are_told() -> None:
    events = [
        {"type": "bounce", "address": "Gone@Example.org"},
        {"type": "complaint", "address": "cross@example.org"},
        {"type": "bounce", "address": "full@example.org", "permanent": False},
    ]

    first, second = report({"events": events}), report({"events": events})

    assert first.json() == {"reports": 3, "suppressed": 2}
    assert second.json() == {"reports": 3, "suppressed": 0}
    assert suppressed() == [
        ("gone@example.org", "", "bounce"), ("cross@example.org", "", "complaint")
    ]  # fmt: skip


@pytest.mark.parametrize(
    "body",
    [
        "", "{", "[]", "{}", '{"events": {}}', '{"events": [1]}', "[" * 100_000,
        {"events": [{"type": "open", "address": "a@example.org"}]},
        {"events": [{"type": ["bounce"], "address": "a@example.org"}]},
        {"events": [{"type": "bounce", "address": "nobody"}]},
        {"events": [{"type": "bounce", "address": "a\x00@example.org"}]},
        {"events": [{"type": "bounce", "address": "a@example.org", "permanent": "no"}]},
        {"events": [{"type": "bounce", "address": "a@example.org"}] * 501},
    ],
)  # fmt: skip
def test_what_is_no_report_is_refused_whole(body: object) -> None:
    assert report(body).status_code == 400
    assert suppressed() == []


@pytest.mark.parametrize("secret", ["", "wrong", "ä"])
def test_a_stranger_reports_nothing(secret: str) -> None:
    body = {"events": [{"type": "bounce", "address": "a@example.org"}]}

    assert (report(body, secret).status_code, suppressed()) == (403, [])


def test_without_a_secret_the_door_is_shut(settings) -> None:
    settings.MAIL_BOUNCE_SECRET = ""

    assert report({"events": []}, "").status_code == 404


def test_reading_is_not_offered(client: Client) -> None:
    assert client.get("/mail/bounces/").status_code == 405
