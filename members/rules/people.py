"""Names made findable, and who may see which field of a person."""

from collections.abc import Mapping

from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from kit.text import canonical_email, clean, fold

# field -> (label, default audience). Order is the order on the page.
FIELDS = {
    "name": (_("Name"), "members"),
    "photo": (_("Photo"), "members"),
    "headline": (_("Headline"), "members"),
    "employer": (_("Employer"), "members"),
    "city": (_("City"), "members"),
    "skills": (_("Skills"), "members"),
    "links": (_("Links"), "members"),
    "email": (_("E-mail address"), "nobody"),
    "phone": (_("Phone"), "nobody"),
    "postal_address": (_("Postal address"), "nobody"),
}
SEARCHED = ("name", "known_as", "employer", "city", "skills", "headline")


def folded_name(name: str, known_as: str = "") -> str:
    """For ordering and look-ups: the last word first, folded; with the name they go by."""
    *first, last = clean(name).split() or [""]
    words = fold(" ".join([last, *first])).split()
    words += [word for word in fold(known_as).split() if word not in words]
    return " ".join(words)[:200]


def folded_words(text: str) -> list[str]:
    """Every word of a text, folded, without punctuation around it."""
    separated = "".join(char if char.isalnum() or char in "-'.@" else " " for char in fold(text))
    return separated.split()


def is_visible(field: str, audiences: Mapping[str, str], *, met: bool = False) -> bool:
    """Whether a fellow member sees this field; `audiences` holds what the person chose."""
    audience = audiences.get(field, FIELDS[field][1])
    return audience == "members" or (audience == "met" and met)


def search_text(values: Mapping[str, str], audiences: Mapping[str, str]) -> str:
    """Folded words that members may find somebody by; empty hides the person altogether.

    Every word has a blank before it, so that `LIKE '% word%'` finds words by their beginning.
    """
    if not is_visible("name", audiences):
        return ""
    shown = [
        values.get(field, "")
        for field in SEARCHED
        if field == "known_as" or is_visible(field, audiences)
    ]
    return " " + " ".join(word for text in shown for word in folded_words(text))


def erased_mark(key: str, secret: str | None = None) -> str:
    """What is kept of an address or number of somebody erased, to know it again and no more."""
    canonical = canonical_email(key)
    keyed = salted_hmac("members.erased", canonical, secret=secret, algorithm="sha256")
    return keyed.hexdigest()


def erased_marks(key: str) -> list[str]:
    """The marks by today's key and by those before it, which SECRET_KEY_FALLBACKS names."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [erased_mark(key, secret) for secret in secrets]
