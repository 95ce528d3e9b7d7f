"""Every language is complete: no string without a translation, and the compiled file is current."""

import gettext
from pathlib import Path

import pytest
from django.conf import settings

from tests import catalogue

LOCALE = catalogue.ROOT / "locale"
LANGUAGES = [code for code, _name in settings.LANGUAGES if code != "en"]
HINT = "Translate it: `make messages`, then fill locale/*/LC_MESSAGES/django.po (docs/languages.md)"

pytestmark = pytest.mark.parametrize("language", LANGUAGES)


def source(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def test_every_marked_string_is_in_the_catalogue(language: str):
    marked = catalogue.marked()

    known = {entry.key for entry in catalogue.read(source(language))}

    # A string with and without a plural is one entry.
    singular = {(context, text) for context, text, _plural in known}
    missing = {
        key: path
        for key, path in marked.items()
        if key not in known and (key[2] or (key[0], key[1]) not in singular)
    }
    assert missing == {}, HINT


def test_no_string_of_the_catalogue_is_left_over(language: str):
    marked = {(context, text) for context, text, _plural in catalogue.marked()}

    kept = [entry.key for entry in catalogue.read(source(language))]

    assert [key for key in kept if (key[0], key[1]) not in marked] == []


def test_every_translation_is_there_and_sure(language: str):
    entries = catalogue.read(source(language))

    unsure = [entry.key for entry in entries if entry.fuzzy or not all(entry.forms)]

    assert unsure == [], HINT


def test_plurals_have_as_many_forms_as_the_language(language: str):
    entries = catalogue.read(source(language))
    forms = {"de": 2}[language]

    wrong = [entry.key for entry in entries if len(entry.forms) != (forms if entry.key[2] else 1)]

    assert wrong == []


def test_translations_leave_the_same_holes_for_values(language: str):
    entries = catalogue.read(source(language))

    wrong = [entry.key for entry in entries if not fits(entry)]

    assert wrong == []


def fits(entry: catalogue.Entry) -> bool:
    """A singular may speak its number in words; all others take what the original takes."""
    *one, last = entry.forms
    whole = catalogue.holes(entry.key[2] or entry.key[1])
    return catalogue.holes(last) == whole and all(
        set(catalogue.holes(form)) <= set(whole) for form in one
    )


def test_the_compiled_file_says_what_the_source_says(language: str):
    with source(language).with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]

    expected = {}
    for (context, text, plural), forms in (
        (entry.key, entry.forms) for entry in catalogue.read(source(language))
    ):
        key = f"{context}\x04{text}" if context else text
        if plural:
            expected |= {(key, index): form for index, form in enumerate(forms)}
        else:
            expected[key] = forms[0]
    compiled.pop("", None)
    assert compiled == expected, "Run `make messages` and commit both files."


def test_a_new_string_without_a_translation_is_found(language: str):
    python = catalogue.in_python('words = _("A line nobody has translated")')
    template = catalogue.in_template('{% translate "Nor this one" %}{{ _("nor this") }}')

    known = {entry.key for entry in catalogue.read(source(language))}

    found = {*python, *template}
    assert found - known == {
        ("", "A line nobody has translated", ""),
        ("", "Nor this one", ""),
        ("", "nor this", ""),
    }
