"""After a meeting: two taps for feedback, who met whom, by page and by mailed link."""

from datetime import timedelta

import pytest
import time_machine

from events.actions import attendance
from events.actions import meetings as meeting_actions
from events.letters.after import after_url, score_urls
from events.models import Feedback, Met
from members.met import met
from tests.events.cast import an_officer, browser, evening, tonight
from tests.events.scenes import a_letterhead, a_login, a_member, say
from tests.security.scene import hidden

pytestmark = pytest.mark.django_db
LATER = evening(60 * 20)


@pytest.fixture(autouse=True)
def clock():
    a_letterhead()
    with time_machine.travel(LATER, tick=False):
        yield


@pytest.fixture
def meeting():
    return tonight()


def seen(meeting, *names: str):
    people = [a_member(name) for name in names]
    for person in people:
        a_login(person, f"{person.uid.hex}@example.org")
        attendance.check_in(meeting=meeting, person=person, by=None, at=evening(5))
    return people


def path_of(url: str) -> str:
    return "/" + url.split("/", 3)[3]


def test_from_the_letter_one_tap_chooses_and_one_sends(meeting):
    (member,) = seen(meeting, "A Member")
    url, _token = after_url(meeting, member, LATER)
    best = path_of(score_urls(url)[0][1])

    page = browser().get(best)
    assert page.context["wish"] == 4
    assert Feedback.objects.count() == 0
    browser().post(page.context["visit"].tell, {"score": "4", "words": "More!"})

    assert list(Feedback.objects.values_list("person", "score", "words")) == [
        (member.pk, 4, "More!")
    ]


def test_said_again_it_replaces_what_was_said(meeting):
    (member,) = seen(meeting, "A Member")
    client, path = browser(member), f"{meeting.get_absolute_url()}after/feedback/"

    client.post(path, {"score": "2"})
    client.post(path, {"score": "3"})

    assert list(Feedback.objects.values_list("score", flat=True)) == [3]


@pytest.mark.parametrize("score", ["", "0", "5", "x", "99999999999999999999"])
def test_no_choice_is_said_kindly(meeting, score):
    (member,) = seen(meeting, "A Member")

    page = browser(member).post(f"{meeting.get_absolute_url()}after/feedback/", {"score": score})

    assert (page.status_code, Feedback.objects.count()) == (409, 0)
    assert b"Choose how it was." in page.content


def test_who_was_not_there_tells_nothing(meeting):
    absent = a_member("An Absent")
    a_login(absent, "absent@example.org")
    path = f"{meeting.get_absolute_url()}after/"

    assert browser(absent).get(path).status_code == 404
    assert browser(absent).post(f"{path}feedback/", {"score": "4"}).status_code == 404
    assert browser(absent).post(f"{path}met/").status_code == 404


def test_before_the_door_is_settled_a_yes_is_believed(meeting):
    member = a_member("A Member")
    a_login(member, "member@example.org")
    say(meeting, member)

    assert browser(member).get(f"{meeting.get_absolute_url()}after/").status_code == 200


def test_a_month_later_it_is_too_late(meeting):
    (member,) = seen(meeting, "A Member")
    with time_machine.travel(LATER + timedelta(days=31), tick=False):
        page = browser(member).post(f"{meeting.get_absolute_url()}after/feedback/", {"score": "4"})

    assert page.status_code == 404


def test_a_forged_or_old_link_is_useless(meeting):
    (member,) = seen(meeting, "A Member")
    path = path_of(after_url(meeting, member, LATER)[0])

    assert browser().get(path[:-4] + "xxx/").status_code == 404
    with time_machine.travel(LATER + timedelta(days=40), tick=False):
        assert browser().get(path).status_code == 410


def test_the_grid_shows_members_who_were_there_and_show_their_name(meeting):
    viewer, _other, shy = seen(meeting, "A Viewer", "B Seen", "C Shy")
    hidden(shy)
    a_member("D Elsewhere")
    attendance.walk_in(meeting=meeting, name="E Guest", host=viewer, by=None, at=evening(9))

    page = browser(viewer).get(f"{meeting.get_absolute_url()}after/")

    assert [one.name for one in page.context["faces"]] == ["B Seen"]


def test_whom_one_met_is_ticked_and_unticked(meeting):
    viewer, first, second = seen(meeting, "A Viewer", "B First", "C Second")
    client, path = browser(viewer), f"{meeting.get_absolute_url()}after/met/"
    shown = [first.uid, second.uid]

    client.post(path, {"shown": shown, "met": [first.uid, second.uid]})
    client.post(path, {"shown": [first.uid], "met": []})
    client.post(path, {"shown": ["x"], "met": [viewer.uid, "x"]})

    assert list(Met.objects.values_list("person", "other")) == [(viewer.pk, second.pk)]


def test_naming_somebody_opens_nothing_but_being_named_does(meeting):
    viewer, other = seen(meeting, "A Viewer", "B Other")
    Met.objects.create(person=viewer, other=other, meeting=meeting, said_at=LATER)

    assert met(viewer, [other.pk]) == set()
    assert met(other, [viewer.pk]) == {viewer.pk}


def test_organizers_read_numbers_and_words_without_names(meeting):
    (member,) = seen(meeting, "Zebra Member")
    Feedback.objects.create(
        meeting=meeting, person=member, score=4, words="<b>More!</b>", given_at=LATER
    )
    organizer = an_officer("An Organizer", "Organizer")

    page = browser(organizer).get(f"{meeting.get_absolute_url()}after/")

    assert page.context["summary"]["rows"][0] == ("wonderful", 1)
    assert b"&lt;b&gt;More!" in page.content
    assert b"Zebra" not in page.content


def test_the_meetings_page_asks_those_who_were_there(meeting):
    (member,) = seen(meeting, "A Member")
    link_ = f'{meeting.get_absolute_url()}after/"'.encode()

    assert link_ in browser(member).get(meeting.get_absolute_url()).content
    assert link_ not in browser().get(meeting.get_absolute_url()).content


def test_a_public_meeting_can_be_passed_on(meeting):
    page = browser().get(meeting.get_absolute_url()).content.decode()

    assert '<meta property="og:title" content="Bridges">' in page
    assert f'content="http://testserver{meeting.get_absolute_url()}"' in page
    assert (
        f"mailto:?subject=Bridges&amp;body=http%3A%2F%2Ftestserver%2Fmeetings%2F{meeting.slug}%2F"
        in page
    )


def test_a_members_meeting_is_not_passed_on():
    meeting = tonight(visibility="members")
    (member,) = seen(meeting, "A Member")

    page = browser(member).get(meeting.get_absolute_url()).content.decode()

    assert ("og:title" in page, "mailto:?subject" in page) == (False, False)


def test_the_archive_is_a_feed_of_public_meetings(meeting):
    tonight(visibility="members", topic="Secret")
    meeting_actions.refresh_search(meeting)

    answer = browser().get("/archive/feed.atom")

    body = answer.content.decode()
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert (body.count("<entry>"), "Secret" in body) == (1, False)
    assert f'<link href="http://testserver{meeting.get_absolute_url()}" rel="alternate"' in body
