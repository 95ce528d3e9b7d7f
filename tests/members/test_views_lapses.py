"""The lapse queue, one person's letters, the ladders of plans, and letters on paper."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from members.actions import lapses
from members.models import LadderStep, LetterHold, LetterSkip
from members.views.prints import EPOCH
from outbox import delivery
from outbox.models import Message
from outbox.queries import local_day
from tests.events.scenes import a_letterhead
from tests.members.factories import a_login, a_member, a_person, last_membership
from tests.security.scene import browser, seated

pytestmark = pytest.mark.django_db


@pytest.fixture
def treasurer():
    now = timezone.now()
    a_letterhead(founded_at=now - timedelta(days=900), released_at=now - timedelta(days=800))
    person = a_member("A Treasurer", "treasurer@example.org", start=ago(10))
    a_login(person, "treasurer@example.org")
    seated(person, "Treasurer", "Treasurer")
    return browser(person)


def ago(days):
    return (timezone.now() - timedelta(days=days)).date()


def ending_in(days, name="A Member", email="member@example.org", **fields):
    """A member whose last paid day lies so many days ahead."""
    today = local_day(timezone.now())
    last = today + timedelta(days=days)
    return a_member(name, email, start=(last + timedelta(days=1)).replace(year=last.year - 1),
                    **fields)  # fmt: skip


def announce():
    now = timezone.now()
    lapses.announce(today=local_day(now), at=now)


def page(client, name, *args, **query):
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200
    return response.content.decode()


def post(client, name, *args, **data):
    return client.post(reverse(name, args=args), data)


def test_the_queue_says_who_is_at_which_step_and_what_comes_next(treasurer):
    person = ending_in(16)
    announce()

    text = page(treasurer, "lapse-queue")

    assert person.name in text
    assert "Now: “it ends soon”" in text
    assert "Next: “it ends soon” on" in text


def test_the_queue_costs_the_same_for_many(treasurer, django_assert_num_queries):
    for number in range(12):
        ending_in(16, f"Member {number}", f"m{number}@example.org")
    announce()
    page(treasurer, "lapse-queue", **{"in": "all"})

    with django_assert_num_queries(13):
        page(treasurer, "lapse-queue", **{"in": "all"})


def test_somebody_in_the_queue_is_found_by_name(treasurer):
    ending_in(16)
    ending_in(40, "Somebody Else", "else@example.org")

    text = page(treasurer, "lapse-queue", q="some")

    assert ("Somebody Else" in text, "A Member" in text) == (True, False)


def test_one_tap_holds_a_person_and_another_lets_letters_go(treasurer):
    person = ending_in(16)

    post(treasurer, "lapse-hold", person.uid)
    held = page(treasurer, "lapse-queue", **{"in": "held"})
    post(treasurer, "lapse-lift", person.uid)

    assert person.name in held
    assert LetterHold.objects.get().lifted_at is not None


def test_a_step_is_skipped_and_taken_back_by_the_same_button(treasurer):
    person = ending_in(16)

    post(treasurer, "lapse-skip", person.uid, days="-15")
    skipped = LetterSkip.objects.values_list("days", flat=True).get()
    post(treasurer, "lapse-skip", person.uid, days="-15")

    assert (skipped, LetterSkip.objects.exists()) == (-15, False)


@pytest.mark.parametrize("days", ["", "nonsense", "-16", "9" * 30])
def test_a_step_that_is_none_is_not_there(treasurer, days):
    person = ending_in(16)

    assert post(treasurer, "lapse-skip", person.uid, days=days).status_code == 404


def test_the_page_of_a_person_says_why_a_letter_did_not_go(treasurer):
    person = ending_in(3, email="")
    announce()
    delivery.deliver_due(at=timezone.now() + timedelta(days=1))

    text = page(treasurer, "lapse-person", person.uid)

    assert "There is no e-mail address" in text
    assert "suppressed" in text


def test_a_letter_is_read_as_this_person_before_it_leaves(treasurer):
    person = ending_in(16)

    text = page(treasurer, "lapse-letter", person.uid, "-3")

    assert "Your membership ends in 3 days" in text
    assert not Message.objects.filter(kind="membership.notice").exists()


def test_who_is_not_asked_has_no_letters_planned(treasurer):
    assert "No letter is planned" in page(treasurer, "lapse-person", a_person("A Guest").uid)


def ladder_form(*rows, **more):
    data = dict(more)
    for number, (days, side, is_on) in enumerate(rows):
        data |= {f"days-{number}": days, f"side-{number}": side}
        data |= {f"on-{number}": "on"} if is_on else {}
    return data


def test_the_real_dates_of_a_named_person_are_shown_before_saving(treasurer):
    person = ending_in(16)
    plan = last_membership(person).plan
    form = ladder_form(("7", "before", True), ("5", "after", False), ("", "after", True),
                       who="A Member", show="")  # fmt: skip

    response = post(treasurer, "ladder", plan.pk, **form)

    shown = [step.days for step in response.context["dates"]]
    assert (response.context["shown"], shown) == (person, [-7])
    assert not LadderStep.objects.exists()


def test_saving_writes_the_ladder_of_the_plan(treasurer):
    plan = last_membership(ending_in(16)).plan

    post(treasurer, "ladder", plan.pk,
         **ladder_form(("7", "before", True), ("5", "after", False), save=""))  # fmt: skip

    assert list(LadderStep.objects.values_list("days", "is_on")) == [(-7, True), (5, False)]


@pytest.mark.parametrize(
    ("rows", "who"),
    [
        ([("7", "before", True), ("7", "before", False)], ""),
        ([("401", "after", True)], ""),
        ([("many", "after", True)], ""),
        ([("7", "before", True)], "Nobody Known"),
    ],
)
def test_a_ladder_that_cannot_be_is_refused_in_words(treasurer, rows, who):
    plan = last_membership(ending_in(16)).plan

    response = post(treasurer, "ladder", plan.pk, **ladder_form(*rows, who=who, save=""))

    assert (response.status_code, LadderStep.objects.exists()) == (422, False)


def test_a_plan_returns_to_the_letters_of_all(treasurer):
    plan = last_membership(ending_in(16)).plan
    LadderStep.objects.create(plan=plan, days=1)

    post(treasurer, "ladder-forget", plan.pk)

    assert not LadderStep.objects.exists()


@pytest.fixture
def on_paper(treasurer):
    """Two renewal letters to people without e-mail."""
    for name in ("A Member", "Another Member"):
        ending_in(3, name, email="", postal_address="Quay 1\nNorthport")
    announce()
    delivery.deliver_due(at=timezone.now() + timedelta(days=1))
    return treasurer


def test_letters_for_who_has_no_e_mail_come_as_one_pdf(on_paper):
    response = on_paper.get(reverse("letters-pdf"))

    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF-")
    assert Message.objects.filter(printed_at__isnull=False).count() == 0


def test_printed_letters_are_marked_and_can_wait_again(on_paper):
    ids = [letter.pk for letter, _person in on_paper.get(reverse("letters-print")).context["rows"]]

    post(on_paper, "letters-printed", letter=ids)
    printed = Message.objects.filter(printed_at__isnull=False)
    marked, at = printed.count(), printed[0].printed_at
    post(on_paper, "letters-unprint", (at - EPOCH) // timedelta(microseconds=1))

    # Two welcome letters and two notices.
    assert (len(ids), marked, printed.count()) == (4, 4, 0)


def test_without_letters_there_is_no_pdf(treasurer):
    assert treasurer.get(reverse("letters-pdf")).status_code == 404
