"""Card payments: messages as Stripe sends them, and their failing twins."""

import json
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from members.actions import cards
from members.models import CardEvent, Checkout, Membership, Payment
from members.payments import NotReached, Order, provider
from members.payments.stripe_checkout import StripeCheckout, _params
from members.tokens import person_link
from tests.members.factories import a_member, a_person

pytestmark = pytest.mark.django_db
SECRET = "whsec_of_the_tests"
RECORDED = Path(__file__).parent.parent / "fixtures" / "stripe"


@pytest.fixture(autouse=True)
def keys(settings):
    settings.STRIPE_SECRET_KEY = "sk_test_of_the_tests"
    settings.STRIPE_WEBHOOK_SECRET = SECRET


@pytest.fixture
def checkout():
    """Somebody is on the card page for 120 euros."""
    person = a_member(start=timezone.now().date() - timedelta(days=340))
    return Checkout.objects.create(
        person=person, plan=person.memberships.get().plan, cents=12000, currency="EUR",
        provider="stripe", session="cs_test_1", asked_at=timezone.now(),
    )  # fmt: skip


def message(checkout, name="completed", number="evt_1", **changes):
    """A recorded message, made to be about this checkout."""
    event = json.loads((RECORDED / f"{name}.json").read_text())
    event["id"] = number
    session = event["data"]["object"]
    session |= {"id": "cs_test_1", "client_reference_id": str(checkout.uid)} | changes
    return json.dumps(event)


def signed(body, secret=SECRET, at=None):
    """The header Stripe would send."""
    from stripe import WebhookSignature

    stamp = int(at or time.time())
    return f"t={stamp},v1={WebhookSignature._compute_signature(f'{stamp}.{body}', secret)}"


def send(client, body, **more):
    return client.post(
        reverse("card-webhook"), body, content_type="application/json",
        headers={"Stripe-Signature": signed(body, **more)},
    )  # fmt: skip


def state(checkout):
    checkout.refresh_from_db()
    return checkout.state, Payment.objects.count(), Membership.objects.count()


def test_a_paid_checkout_renews(client, checkout):
    assert send(client, message(checkout)).content == b"paid"

    assert state(checkout) == ("paid", 1, 2)
    line = Payment.objects.get()
    assert (line.method, line.cents, line.reference) == ("card", 12000, "cs_test_1")


def test_the_same_message_again_changes_nothing(client, checkout):
    for _time in range(3):
        send(client, message(checkout))

    assert state(checkout) == ("paid", 1, 2)
    assert CardEvent.objects.count() == 1


def test_another_message_about_the_same_money_changes_nothing(client, checkout):
    send(client, message(checkout))
    send(client, message(checkout, "async_succeeded", number="evt_2"))

    assert state(checkout) == ("paid", 1, 2)


def test_a_bad_signature_is_refused(client, checkout):
    assert send(client, message(checkout), secret="whsec_other").status_code == 400

    assert state(checkout) == ("open", 0, 1)


def test_a_message_without_signature_is_refused(client, checkout):
    answer = client.post(
        reverse("card-webhook"), message(checkout), content_type="application/json"
    )

    assert (answer.status_code, state(checkout)) == (400, ("open", 0, 1))


def test_an_old_message_played_again_is_refused(client, checkout):
    assert send(client, message(checkout), at=time.time() - 3600).status_code == 400

    assert state(checkout) == ("open", 0, 1)


@pytest.mark.parametrize("changes", [{"amount_total": 100}, {"currency": "usd"}])
def test_another_amount_or_currency_is_left_to_be_looked_at(client, checkout, changes):
    assert send(client, message(checkout, **changes)).content == b"doubtful"

    assert state(checkout) == ("doubtful", 0, 1)
    assert "were agreed" in checkout.note


@pytest.mark.parametrize(
    "changes",
    [
        {"client_reference_id": "00000000-0000-0000-0000-000000000000"},
        {"client_reference_id": None},
        {"client_reference_id": "x"},
        {"id": "cs_test_of_somebody_else"},
    ],
)
def test_an_unknown_session_changes_nothing(client, checkout, changes):
    answer = send(client, message(checkout, **changes))

    assert (answer.status_code, answer.content) == (200, b"unknown checkout")
    assert state(checkout) == ("open", 0, 1)


def test_a_message_before_we_know_the_session_is_taken(client, checkout):
    Checkout.objects.update(session="")

    send(client, message(checkout))

    assert state(checkout) == ("paid", 1, 2)
    assert checkout.session == "cs_test_1"


def test_expiry_after_payment_changes_nothing(client, checkout):
    send(client, message(checkout))
    send(client, message(checkout, "expired", number="evt_2"))

    assert state(checkout) == ("paid", 1, 2)


def test_payment_after_expiry_counts(client, checkout):
    send(client, message(checkout, "expired"))
    assert state(checkout) == ("closed", 0, 1)

    send(client, message(checkout, number="evt_2"))

    assert state(checkout) == ("paid", 1, 2)


def test_a_debit_still_on_its_way_waits(client, checkout):
    send(client, message(checkout, payment_status="unpaid"))
    assert state(checkout) == ("open", 0, 1)

    send(client, message(checkout, "async_succeeded", number="evt_2"))

    assert state(checkout) == ("paid", 1, 2)


def test_other_messages_are_noted_only(client, checkout):
    body = json.dumps(
        {"id": "evt_9", "object": "event", "type": "charge.updated",
         "data": {"object": {"id": "ch_1", "object": "charge"}}}
    )  # fmt: skip

    assert send(client, body).content == b"other"


@pytest.mark.parametrize("body", ["", "x", "[]", "{}", '{"id": 1}', "null", '"\\u0000"'])
def test_nonsense_is_refused(client, body):
    assert send(client, body).status_code == 400


def renewal(client, person, name="renew-card"):
    token = person_link("renew", person, at=timezone.now(), days=2)
    return client.post(reverse(name, args=[token]))


def test_the_renewal_page_leads_to_the_card_page(client, monkeypatch):
    asked = []

    def start(self, order):
        asked.append(order)
        return "https://checkout.stripe.com/c/pay/cs_test_1", "cs_test_1"

    monkeypatch.setattr(StripeCheckout, "start", start)
    person = a_member(email="me@example.org", start=timezone.now().date() - timedelta(days=340))

    answer = renewal(client, person)

    assert answer["Location"] == "https://checkout.stripe.com/c/pay/cs_test_1"
    assert (asked[0].cents, asked[0].currency, asked[0].email) == (12000, "EUR", "me@example.org")
    assert Checkout.objects.get().session == "cs_test_1"


def test_where_the_provider_is_away_the_page_says_how_else(client, monkeypatch):
    def away(self, order):
        raise NotReached("down")

    monkeypatch.setattr(StripeCheckout, "start", away)
    person = a_member(start=timezone.now().date() - timedelta(days=340))

    page = client.get(renewal(client, person)["Location"]).content.decode()

    assert "Paying by card does not work right now." in page


def test_without_keys_there_is_no_card_and_the_page_says_how_to_pay(client, settings):
    settings.STRIPE_SECRET_KEY = ""
    person = a_member(start=timezone.now().date() - timedelta(days=340))
    token = person_link("renew", person, at=timezone.now(), days=2)

    page = client.get(reverse("renew", args=[token])).content.decode()

    assert provider() is None
    assert "by card" not in page
    assert "Pay as usual: by transfer, by cheque, or in cash at the next meeting." in page
    assert client.post(reverse("card-webhook"), "{}", "application/json").status_code == 404


def test_who_owes_nothing_is_not_sent_away():
    today = timezone.now().date()

    with pytest.raises(cards.NothingToPay):
        cards.start(
            person=a_person(), provider=provider(), done_url="", back_url="", language="en",
            today=today, at=timezone.now(),
        )  # fmt: skip


def test_what_stripe_is_asked_for():
    order = Order(
        uid="u", title="Regular", cents=12000, currency="EUR", email="", done_url="https://a/",
        back_url="https://b/", language="de",
    )  # fmt: skip

    asked = _params(order)

    assert asked["line_items"][0]["price_data"]["unit_amount"] == 12000
    assert (asked["client_reference_id"], asked["locale"]) == ("u", "de")
