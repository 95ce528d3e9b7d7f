"""The dues board and the papers."""

import re
import zlib
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from kit import pdf
from members.actions import memberships, waivers
from members.models import Payment, User
from tests.events.scenes import a_letterhead
from tests.members.factories import a_login, a_member, a_person, a_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def treasurer(client):
    """Somebody who may record payments."""
    client.force_login(User.objects.create_superuser("treasurer@example.org", "a long password"))
    return client


def since(days, name):
    return a_member(name, start=timezone.now().date() - timedelta(days=days))


def names(client, state):
    return [row.person.name for row in client.get("/dues/", {"state": state}).context["rows"]]


def test_each_person_lies_in_one_drawer(treasurer):
    since(340, "Due Soon")
    since(370, "In Grace")
    since(500, "Gone Lapsed")
    since(20, "Paid Up")
    pausing = since(900, "Between Jobs")
    waivers.between_jobs(person=pausing, months=6, by=None, at=timezone.now())

    drawers = [names(treasurer, state) for state in ("due", "grace", "lapsed", "paid", "between")]

    assert drawers == [["Due Soon"], ["In Grace"], ["Gone Lapsed"], ["Paid Up"], ["Between Jobs"]]


def test_the_lapsed_are_counted_by_age(treasurer):
    for days in (400, 500, 1000, 1001):
        since(days, f"Gone {days}")

    counts = treasurer.get("/dues/?state=lapsed").context["counts"]

    assert [counts[f"lapsed_{n}"] for n in range(3)] == [1, 1, 2]


def test_money_on_account_is_shown(treasurer):
    person, plan = a_person("Half Way"), a_plan()
    memberships.record_payment(
        person=person, plan=plan, cents=5000, method="cash", by=None, at=timezone.now()
    )

    page = treasurer.get("/dues/?state=account").content.decode()

    assert "Half Way" in page
    assert "50.00" in page


def test_the_board_takes_the_same_queries_for_one_and_for_thirty(
    treasurer, django_assert_max_num_queries
):
    for number in range(30):
        since(340, f"Due {number}")
    treasurer.get("/dues/")

    with django_assert_max_num_queries(11):
        page = treasurer.get("/dues/")

    assert len(page.context["rows"]) == 25


def test_a_part_payment_says_what_is_missing(treasurer):
    person = since(340, "Ada Payer")
    url = reverse("record-payment", args=[person.uid])
    plan = person.memberships.get().plan_id
    data = {"plan": plan, "amount": "50", "method": "cash", "received_on": timezone.now().date()}

    page = treasurer.post(url, data, follow=True).content.decode()

    assert "70.00 EUR are missing before the period begins." in page
    assert treasurer.get(url).context["form"]["amount"].value() == 70


def paid(name="A Member"):
    person = since(340, name)
    line = memberships.record_payment(person=person, method="cash", by=None, at=timezone.now())
    return person, line


def unpacked(body):
    """Every compressed stream of a PDF, as one text."""
    found = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", body, re.DOTALL)
    texts = []
    for stream in found:
        try:
            texts.append(zlib.decompress(stream))
        except zlib.error:
            texts.append(stream)
    return body + b"".join(texts)


def test_a_receipt_is_a_tagged_pdf_for_its_payer_alone(client):
    a_letterhead()
    person, line = paid()
    other, _line = paid("Another Member")
    client.force_login(a_login(person, "me@example.org"))

    mine = client.get(reverse("my-receipt", args=[line.pk]))

    assert (mine.status_code, mine["Content-Type"]) == (200, "application/pdf")
    assert b"/StructTreeRoot" in unpacked(mine.content)
    theirs = Payment.objects.get(person=other)
    assert client.get(reverse("my-receipt", args=[theirs.pk])).status_code == 404


def test_the_treasurer_prints_a_dues_letter(treasurer):
    a_letterhead()

    page = treasurer.get(reverse("dues-letter", args=[since(340, "Ada Payer").uid]))

    assert page.content[:5] == b"%PDF-"


def test_where_pdfs_cannot_be_drawn_the_page_says_so(treasurer, monkeypatch):
    def missing():
        raise pdf.NoPdf("no pango")

    monkeypatch.setattr(pdf, "_weasyprint", missing)

    page = treasurer.get(reverse("dues-letter", args=[since(340, "Ada Payer").uid]))

    assert page.status_code == 503
    assert "Pango" in page.content.decode()
