"""The joining page, its link, and the officers' list."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kit.models import Setting
from members.actions import applications
from members.models import Application, Membership
from members.tokens import application_link
from outbox.delivery import deliver_due
from outbox.models import Message
from tests.events.scenes import a_letterhead
from tests.members.factories import a_login, a_member, a_person, a_plan
from tests.security.scene import browser, seated

pytestmark = pytest.mark.django_db
FORM = {"name": "A Newcomer", "email": "new@example.org", "consent": "on"}


@pytest.fixture(autouse=True)
def letterhead():
    now = timezone.now()
    return a_letterhead(founded_at=now, released_at=now)


@pytest.fixture
def plan():
    return a_plan()


@pytest.fixture
def chair():
    person = a_person("A Chair", "chair@example.org")
    a_login(person, "chair@example.org")
    seated(person, "Membership chair", "Membership")
    return browser(person)


def send(plan, **changes):
    return Client().post("/join/", FORM | {"plan": plan.pk} | changes)


def an_application(plan, **typed) -> Application:
    values = {"name": "A Newcomer", "email": "new@example.org", "consent": "Yes."}
    return applications.ask(plan=plan, at=timezone.now(), **values | typed)


def applied(plan, **typed) -> Application:
    return applications.prove(application=an_application(plan, **typed), at=timezone.now())


def test_the_form_keeps_what_was_typed_with_the_words_agreed_to(plan):
    answer = send(plan, told_by="A friend")

    row = Application.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (303, "/join/sent/")
    assert (row.state, row.told_by, row.consent[:23]) == (
        "confirm", "A friend", "We keep what you typed ",
    )  # fmt: skip


def test_a_known_and_an_unknown_address_get_the_same_answer(plan):
    a_member("A Member", "member@example.org")

    answers = [send(plan, email=e) for e in ("member@example.org", "nobody@example.org")]

    assert len({(a.status_code, a.headers["Location"], a.content) for a in answers}) == 1


def test_what_the_board_wants_agreed_to_is_text_and_no_markup(plan):
    Setting.objects.create(key="members.consent_text", value="We <b>keep</b> it.")

    assert b"We &lt;b&gt;keep&lt;/b&gt; it." in Client().get("/join/").content


def test_a_robot_is_thanked_and_nothing_is_kept(plan):
    answer = send(plan, website="http://spam.example")

    assert (answer.status_code, Application.objects.count()) == (303, 0)


def test_what_is_missing_is_said_beside_the_field(plan):
    answer = send(plan, email="no address", consent="")

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"email", "consent"}


def test_one_address_gets_three_letters_a_day(plan):
    answers = [send(plan).status_code for _ in range(5)]

    assert (answers, Application.objects.count()) == ([303] * 5, 3)


def test_one_network_address_is_slowed_down(plan):
    answers = [send(plan, email=f"n{number}@example.org").status_code for number in range(21)]

    assert (answers[:20], answers[20]) == ([303] * 20, 429)


def test_the_link_shows_on_get_and_acts_on_post(plan):
    row = an_application(plan)
    path = reverse("join-link", args=[application_link(row, at=timezone.now())])

    shown = Client().get(path)

    row.refresh_from_db()
    assert (shown.status_code, row.state) == (200, "confirm")
    assert Client().post(path).status_code == 303
    row.refresh_from_db()
    assert row.state == "applied"


def test_the_mailed_link_is_the_one_that_works(plan, settings, tmp_path):
    backend = {"BACKEND": "outbox.backends.FileBackend", "OPTIONS": {"folder": str(tmp_path)}}
    settings.MAILERS = {"default": backend}
    send(plan)
    deliver_due(at=timezone.now())
    [letter] = tmp_path.glob("*.eml")
    text = letter.read_text().replace("=\n", "").replace("=3D", "=")
    path = re.search(r"/join/[\w-]{60,}/", text)[0]

    assert Client().post(path).status_code == 303
    assert Application.objects.get().state == "applied"
    assert path not in Message.objects.get(kind="application.confirm").text


@pytest.mark.parametrize(("token", "status"), [("nonsense", 404), ("a" * 80, 404)])
def test_a_forged_link_says_so(token, status):
    assert Client().get(f"/join/{token}/").status_code == status


def test_the_applicant_withdraws_by_the_link(plan):
    row = applied(plan)
    path = reverse("join-withdraw", args=[application_link(row, at=timezone.now())])

    assert Client().post(path).status_code == 303
    row.refresh_from_db()
    assert row.state == "withdrawn"


def test_the_chair_approves_with_an_undo(plan, chair):
    row = applied(plan)

    answer = chair.post(reverse("application-approve", args=[row.uid]), follow=True)

    row.refresh_from_db()
    assert (row.state, row.decided_by.name) == ("approved", "A Chair")
    assert reverse("application-reopen", args=[row.uid]) in answer.content.decode()
    chair.post(reverse("application-reopen", args=[row.uid]))
    row.refresh_from_db()
    assert row.state == "applied"


def test_the_chair_declines_with_a_reason(plan, chair):
    row = applied(plan)

    chair.post(reverse("application-decline", args=[row.uid]), {"reason": "Another trade"})

    row.refresh_from_db()
    assert (row.state, row.reason) == ("declined", "Another trade")


def test_the_chair_waives_dues_only_with_a_reason(plan, chair):
    row = applied(plan)
    path = reverse("application-waive", args=[row.uid])
    chair.post(reverse("application-approve", args=[row.uid]))

    chair.post(path)
    assert Membership.objects.count() == 0
    chair.post(path, {"reason": "A student"})
    assert Membership.objects.count() == 1


def test_the_payment_page_of_an_applicant_has_the_plan_applied_for(plan, chair):
    other = a_plan(name="AAA", dues_cents=100)
    row = applied(plan)
    chair.post(reverse("application-approve", args=[row.uid]))

    form = chair.get(reverse("record-payment", args=[row.person.uid])).context["form"]

    assert (form.initial["plan"], form.initial["plan"] == other) == (plan, False)


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(
    plan, chair, number, django_assert_max_num_queries
):
    for n in range(number):
        applied(plan, email=f"n{n}@example.org")

    with django_assert_max_num_queries(8):
        page = chair.get("/applications/?q=newcomer")
    assert len(page.context["page"]) == number


def test_who_holds_no_seat_does_not_see_the_list(plan):
    member = a_member("A Member")
    a_login(member, "member@example.org")

    assert browser(member).get("/applications/").status_code == 403
    assert Client().get("/applications/").status_code == 302


def test_a_reader_of_the_list_does_not_decide(plan):
    treasurer = a_person("A Treasurer")
    a_login(treasurer, "t@example.org")
    seated(treasurer, "Treasurer", "Treasurer")
    row = applied(plan)

    answer = browser(treasurer).post(reverse("application-approve", args=[row.uid]))

    row.refresh_from_db()
    assert (answer.status_code, row.state) == (403, "applied")


def test_the_desk_approves_by_the_same_action(plan, chair):
    row = applied(plan)

    answer = chair.post(reverse("admin:members_application_approve", args=[row.pk]))

    row.refresh_from_db()
    assert (answer.status_code, row.state) == (302, "approved")
