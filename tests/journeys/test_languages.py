"""Pages hold in a language that runs from the right and needs more room; and in German."""

import pytest
from django.test import Client
from django.utils import translation
from django.utils.translation import trans_real

from tests.journeys import pseudo
from tests.journeys.barriers import DESK, PHONE
from tests.journeys.test_axe_map import Walk
from tests.security import scene as scenes
from tests.security.sweep import addresses

pytestmark = [pytest.mark.broad, pytest.mark.django_db(transaction=True)]

PAGES = {
    "stranger": ["home", "meetings", "meeting", "board", "archive", "account_login"],
    "member": ["home", "meeting", "directory", "person", "me", "me-profile", "me-privacy"],
    "president": ["home", "door", "reports", "roles"],
}
# Text beyond the edge of what hides it, of a button, or of the window on either side.
SQUEEZED = """() => {
  const width = document.documentElement.clientWidth, found = [];
  if (document.documentElement.scrollWidth > width + 1) {
    const wide = [...document.body.querySelectorAll('*')].filter((one) => {
      const box = one.getBoundingClientRect();
      return box.left < -1 || box.right > width + 1;
    });
    found.push('sideways ' + document.documentElement.scrollWidth + ': '
      + wide.slice(0, 3).map((one) => one.outerHTML.slice(0, 140)).join(' | '));
  }
  for (const one of document.body.querySelectorAll('*')) {
    if (!one.checkVisibility() || one.closest('.unseen, .skip, svg, select')) continue;
    const hides = ['hidden', 'clip'].includes(getComputedStyle(one).overflowX);
    if (!hides && !one.matches('button, .button, .badge')) continue;
    if (one.clientWidth > 2 && one.scrollWidth > one.clientWidth + 1 && one.textContent.trim())
      found.push('clipped ' + one.outerHTML.slice(0, 140));
  }
  return found;
}"""


@pytest.fixture
def pseudo_language(settings, tmp_path):
    """The pseudo-language is offered, as the one a browser asks for."""
    settings.LOCALE_PATHS = [pseudo.write(tmp_path / "locale"), *settings.LOCALE_PATHS]
    settings.LANGUAGES = [*settings.LANGUAGES, (pseudo.CODE, "Pseudo")]
    settings.LANGUAGES_BIDI = [*settings.LANGUAGES_BIDI, pseudo.CODE]
    forget()
    yield pseudo.CODE
    translation.activate("en")
    forget()


def forget() -> None:
    """What Django remembers of languages."""
    trans_real._translations = {}
    for remembered in (
        trans_real.get_languages,
        trans_real.translation_catalog_exists,
        trans_real._get_supported_language_variant,
        trans_real._parse_accept_lang_header,
    ):
        remembered.cache_clear()


def squeezed(walk: Walk, client: Client, path: str, code: str) -> list[str]:
    """What does not fit on one page, at both widths."""
    answer = client.get(path, follow=True, headers={"accept-language": code})
    walk.show(path, answer.content.decode())
    found = []
    if walk.page.evaluate("document.documentElement.lang") != code:
        found.append("another language")
    for size in (PHONE, DESK):
        walk.page.set_viewport_size(size)
        found += [f"{size['width']} {one}" for one in walk.page.evaluate(SQUEEZED)]
    return found


@pytest.fixture
def walk(visit, live_server, settings) -> Walk:
    settings.ACCOUNT_RATE_LIMITS = False
    # What is shown is put into the browser by hand; a worker of its own would ask the site instead.
    return Walk(visit(service_workers="block"), live_server.url)


@pytest.mark.parametrize(
    "role",
    [pytest.param(role, marks=[] if role == "member" else pytest.mark.long) for role in PAGES],
)
def test_pages_hold_from_right_to_left_and_two_fifths_longer(walk, pseudo_language, role):
    scene = scenes.build()
    paths, client = addresses(scene), scene.browsers[role]

    found = {}
    for name in PAGES[role]:
        found[name] = squeezed(walk, client, paths[name], pseudo_language)

    assert {name: faults for name, faults in found.items() if faults} == {}
    assert walk.page.evaluate("getComputedStyle(document.body).direction") == "rtl"


@pytest.mark.long
@pytest.mark.parametrize("role", PAGES)
def test_pages_hold_in_german(walk, role):
    scene = scenes.build()
    paths, client = addresses(scene), scene.browsers[role]

    found = {name: squeezed(walk, client, paths[name], "de") for name in PAGES[role]}

    assert {name: faults for name, faults in found.items() if faults} == {}


def test_a_german_visitor_chooses_english_without_scripting(visit):
    scenes.build()
    page = visit(locale="de-DE", java_script_enabled=False)
    page.goto("/meetings/")

    page.get_by_role("button", name="English").click()

    assert page.locator("html").get_attribute("lang") == "en"
    assert page.url.endswith("/meetings/")


def test_pseudo_words_are_longer_and_keep_what_is_filled_in():
    text = pseudo.stretched("Hello %(name)s, <b>four</b> seats")

    assert text == "אבגדהוז %(name)s, <b>אבגדהו</b> אבגדהוז"
