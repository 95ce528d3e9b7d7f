"""What members add to their page, who sees it, and letters that hide addresses."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from kit.models import Setting
from members.actions import people, preferences, profiles, relays
from members.models import Link, Portrait, Relay
from members.queries.facets import counts
from outbox.delivery import deliver_due
from outbox.models import Message
from outbox.queries import letterhead
from outbox.rendering import compose
from tests.events.cast import browser
from tests.events.scenes import a_letterhead
from tests.members.factories import a_login, a_member, a_picture

pytestmark = pytest.mark.django_db

PROFILE = {"name": "A Member", "language": ""}


def a_signed_in_member(name="A Member", **fields):
    address = f"{name.split()[-1].lower()}@example.org"
    start = timezone.now().date() - timedelta(days=30)
    person = a_member(name, address, start=start, **fields)
    a_login(person, address)
    return person


@pytest.fixture
def member():
    return a_signed_in_member()


@pytest.fixture
def fellow():
    return a_signed_in_member("A Fellow")


def test_a_photo_is_shown_on_the_page_and_in_the_list(member, fellow):
    answer = browser(member).post("/me/photo/", {"photo": a_picture()})
    photo = f"/photos/{Portrait.objects.get().uid}/"
    seen_by = browser(fellow)

    assert answer.status_code == 303
    assert f'src="{photo}"' in seen_by.get(member.get_absolute_url()).content.decode()
    assert f'src="{photo}?small"' in seen_by.get("/members/").content.decode()
    with Image.open(io.BytesIO(seen_by.get(f"{photo}?small").getvalue())) as picture:
        assert picture.size == (96, 96)


def test_a_hidden_photo_is_in_no_list_and_at_no_address(member, fellow):
    row = profiles.set_portrait(person=member, file=a_picture(), by=member, at=timezone.now())
    people.show(person=member, choices={"photo": "met"}, by=member, at=timezone.now())
    seen_by = browser(fellow)

    assert "/photos/" not in seen_by.get("/members/").content.decode()
    assert "/photos/" not in seen_by.get(member.get_absolute_url()).content.decode()
    assert seen_by.get(f"/photos/{row.uid}/").status_code == 404
    assert browser(member).get(f"/photos/{row.uid}/").getvalue()[:2] == b"\xff\xd8"


def test_a_new_photo_replaces_the_old_one_and_its_files(member, django_capture_on_commit_callbacks):
    old = profiles.set_portrait(person=member, file=a_picture(), by=member, at=timezone.now())
    with django_capture_on_commit_callbacks(execute=True):
        profiles.set_portrait(person=member, file=a_picture(), by=member, at=timezone.now())

    assert Portrait.objects.exclude(pk=old.pk).count() == Portrait.objects.count() == 1
    assert not old.file.storage.exists(old.file.name)


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (SimpleUploadedFile("a.jpg", b"no picture"), "This is no picture we can open."),
        (SimpleUploadedFile("a.jpg", bytes(13_000_000)), "This photo is too large"),
    ],
)
def test_what_is_no_photo_is_refused_with_a_sentence(member, file, words):
    answer = browser(member).post("/me/photo/", {"photo": file})

    assert (answer.status_code, Portrait.objects.count()) == (422, 0)
    assert words in answer.content.decode()


def test_links_are_kept_in_their_order_and_shown(member, fellow):
    urls = ["https://example.org/b", "https://example.org/a"]
    browser(member).post("/me/profile/", {**PROFILE, "links": "\n".join(urls)})

    page = browser(fellow).get(member.get_absolute_url()).content.decode()

    assert list(Link.objects.values_list("url", flat=True)) == urls
    assert page.index("example.org/b</a>") < page.index("example.org/a</a>")


@pytest.mark.parametrize(
    "text", ["http://example.org", "javascript:alert(1)", "example.org", "https://", "x\n" * 6,
             f"https://example.org/{'x' * 300}"],
)  # fmt: skip
def test_a_link_that_is_not_safe_is_refused(member, text):
    answer = browser(member).post("/me/profile/", {**PROFILE, "links": text})

    assert (answer.status_code, Link.objects.count()) == (422, 0)


def test_one_sees_the_own_page_as_others_do(member):
    people.edit(person=member, by=member, at=timezone.now(), phone="030 1", city="Bern")
    people.show(person=member, choices={"phone": "met"}, by=member, at=timezone.now())
    client = browser(member)

    stranger = client.get(member.get_absolute_url()).content.decode()
    met = client.get(member.get_absolute_url() + "?as=met").content.decode()

    assert ("Bern" in stranger, "030 1" in stranger) == (True, False)
    assert ("Bern" in met, "030 1" in met) == (True, True)


def write(client: Client, person, text="May I see your loom?"):
    return client.post(f"{person.get_absolute_url()}write/", {"text": text})


def test_a_letter_is_passed_on_and_shows_no_address(member, fellow):
    answer = write(browser(member), fellow)

    letter = Message.objects.get(kind="person.relay")
    page = browser(member).get(fellow.get_absolute_url()).content.decode()
    assert answer.status_code == 303
    assert (letter.to, letter.about["person"]) == ("fellow@example.org", fellow.pk)
    assert "fellow@example.org" not in page


def test_answers_reach_the_writer_and_the_words_are_not_kept(member, fellow):
    a_letterhead()
    write(browser(member), fellow, "Hello\n\nMay I see your loom?")
    letter, at = Message.objects.get(kind="person.relay"), timezone.now()

    sent = compose(letter, at, letterhead())
    deliver_due(at=at)

    letter.refresh_from_db()
    assert "May I see your loom?" in sent.text
    assert (sent.signer, sent.reply_to) == ("A Member", "member@example.org")
    assert letter.state == "sent"
    assert "loom" not in letter.text + letter.html


def test_more_letters_than_a_day_allows_are_refused(member, fellow):
    Setting.objects.create(key="members.relays_a_day", value=2)
    client = browser(member)
    answers = [write(client, fellow).status_code for _number in range(3)]

    assert answers == [303, 303, 422]
    assert Relay.objects.count() == 2


def test_who_switched_such_letters_off_is_not_written_to(member, fellow):
    preferences.choose(person=fellow, wanted=set(), by=fellow, at=timezone.now())
    client = browser(member)

    assert write(client, fellow).status_code == 404
    assert "/write/" not in client.get(fellow.get_absolute_url()).content.decode()


def test_the_words_are_forgotten_after_thirty_days(member, fellow):
    now = timezone.now()
    relays.send(sender=member, recipient=fellow, text="Old", at=now - timedelta(days=31))
    relays.send(sender=member, recipient=fellow, text="New", at=now)

    assert relays.forget(at=now) == 1
    assert set(Relay.objects.values_list("text", flat=True)) == {"", "New"}


@pytest.mark.parametrize("typed", ["Lovelase", "lovlace", "adda lovelace", "Jacquart"])
def test_a_typing_mistake_is_forgiven(member, typed):
    a_signed_in_member("Ada Lovelace", employer="Jacquard")

    page = browser(member).get("/members/", {"q": typed})

    assert [one.name for one in page.context["page"].people] == ["Ada Lovelace"]
    assert "These come near" in page.content.decode()


def test_what_is_hidden_is_not_near_either(member):
    hidden = a_signed_in_member("Ada Lovelace", employer="Jacquard")
    people.show(person=hidden, choices={"employer": "nobody"}, by=hidden, at=timezone.now())

    assert browser(member).get("/members/", {"q": "Jacquart"}).context["page"].people == []


def three_of_bern():
    return [
        a_signed_in_member(f"A Bernese{number}", city="Bern", skills="SQL, Looms ,go",
                           employer="Acme, Inc.")
        for number in range(3)
    ]  # fmt: skip


def test_the_list_is_narrowed_by_what_members_share(member):
    three_of_bern()
    a_signed_in_member("A Basler", city="Basel", skills="Looms", employer="Acme, Inc.")

    def found(**asked):
        page = browser(member).get("/members/", asked)
        return len(page.context["page"].people)

    assert found(city="bern") == found(skill="SQL") == found(city="Bern", skill="go") == 3
    assert found(skill="looms") == found(employer="acme, inc.") == 4
    assert found(city="Bern", q="basler") == 0


def test_shared_values_are_counted_and_lead_to_who_has_them(member):
    three_of_bern()

    page = browser(member).get("/members/by/").content.decode()

    assert 'href="/members/?city=Bern"' in page
    assert 'href="/members/?employer=Acme%2C%20Inc."' in page
    assert counts(timezone.now().date())["skill"] == [("Looms", 3), ("SQL", 3), ("go", 3)]


def test_a_hidden_value_leaves_the_counts_and_the_list_at_once(member):
    one, *_others = three_of_bern()
    day = timezone.now().date()
    before = counts(day)["city"]

    people.show(person=one, choices={"city": "met"}, by=one, at=timezone.now())

    assert (before, counts(day)["city"]) == ([("Bern", 3)], [("Bern", 2)])
    assert len(browser(member).get("/members/", {"city": "Bern"}).context["page"].people) == 2
