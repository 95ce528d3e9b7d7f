"""Styles are put in once per template, and the letter is the same as if it were done per letter."""

from html.parser import HTMLParser
from itertools import product

import pytest
from django.conf import settings
from django.template.loader import get_template

from outbox.inlining import inlined, inliner, put_in

FOLDER = settings.BASE_DIR / "templates"
PARTS = {"mail/layout.html", "mail/events/facts.html", "mail/events/programme.html"}
LETTERS = sorted(
    {str(path.relative_to(FOLDER)) for path in (FOLDER / "mail").rglob("*.html")} - PARTS
)
STATES = ("going", "waitlisted", "declined", "cancelled")
WORDS = {
    "subject": "Bridges & <ferries>", "name": "Bridges & <ferries>", "first_name": "O'Member",
    "signer": "The office", "why": "You are a member.", "action_label": "Open",
    "unsubscribe_url": "https://circle.example/stop/?a=1&b=2", "guests": ["A guest", "Another"],
    "preferences_url": "https://circle.example/me/", "talks": ["One", "Two"],
    "speakers": ["A speaker"], "ticket_url": "https://circle.example/t/", "greeter": "A greeter",
    "association": {"name": "The Circle", "postal_address": "Street 1\nBerlin"},
}  # fmt: skip


class Pieces(HTMLParser):
    """A document as its reader takes it: tags, attributes and text, however they are escaped."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, attrs))

    def handle_endtag(self, tag):
        self.found.append(tag)

    def handle_data(self, data):
        if words := data.split():
            self.found.append(words)


@pytest.mark.parametrize("name", LETTERS)
def test_a_letter_equals_the_one_whose_styles_are_put_in_as_a_whole(name: str):
    for state, url, printed in product(STATES, ("", "https://circle.example/?a=1&b=2"), (0, 1)):
        context = WORDS | {"state": state, "action_url": url, "is_printed": printed}

        whole = inliner().inline(get_template(name).render(context))

        assert Pieces(inlined(name).render(context)).found == Pieces(whole).found


def test_a_template_is_worked_on_once():
    assert inlined(LETTERS[0]).template is inlined(LETTERS[0]).template


def test_tags_in_attributes_and_comparisons_come_through_untouched():
    source = '<style>p{color:red}</style><p title="{{ a }}">{% if a > "b" %}<b>{{ c|date:"j" }}</b>'

    ready = put_in(source + "{% endif %}</p>")

    assert '<p style="color: red;" title="{{ a }}">{% if a > "b" %}' in ready.replace(
        '<p title="{{ a }}" style="color: red;">', '<p style="color: red;" title="{{ a }}">'
    )
    assert '{{ c|date:"j" }}</b>{% endif %}</p>' in ready
