"""What a speaker gives us: title, abstract, bio, needs, photo, slides; and what we may publish."""

from datetime import datetime
from pathlib import PurePath
from typing import IO
from uuid import uuid4

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from events.actions import meetings
from events.actions.refusals import NotPossible
from events.models import SpeakerAsk, SpeakerConsent, SpeakerFile, Talk
from events.queries.speakers import consents_of, files_of
from events.rules.speakers import ENDINGS, PHOTO_MB, SLIDES_MB, slides_type
from kit.images import PictureRefused, rewritten
from kit.queries import value
from kit.text import clean

TEXTS = ("title", "abstract", "bio", "needs")
MEGA = 1024 * 1024


@transaction.atomic
def save(*, ask: SpeakerAsk, at: datetime, **texts: str) -> bool:
    """Write down what the speaker typed (TEXTS; what is not named stays); True if any differed.

    The programme follows: the talk gets title and abstract, an evening without a topic of its own
    is called after it. Raises NotPossible unless they have accepted. Writes SpeakerAsk, Talk,
    Meeting.
    """
    _check_accepted(ask)
    before = ask.title
    typed = {key: texts[key].strip() for key in TEXTS if key in texts}
    different = {key: new for key, new in typed.items() if new != getattr(ask, key)}
    if not different:
        return False
    for key, new in different.items():
        setattr(ask, key, clean(new)[:300] if key == "title" else new)
    ask.saved_at = at
    ask.save(update_fields=[*different, "saved_at"])
    _to_programme(ask, before, at)
    return True


@transaction.atomic
def consent(*, ask: SpeakerAsk, what: str, given: bool, at: datetime) -> bool:
    """Allow or take back; True if that changed anything. Writes SpeakerConsent and Talk."""
    if what not in SpeakerConsent.What.values:
        raise NotPossible(_("Please choose one of the boxes."))
    if given:
        changed = SpeakerConsent.objects.get_or_create(
            ask=ask, what=what, withdrawn_at=None, defaults={"given_at": at}
        )[1]
    else:
        running = ask.consents.filter(what=what, withdrawn_at=None)
        changed = bool(running.update(withdrawn_at=at))
    _show_slides(ask)
    return changed


@transaction.atomic
def upload(*, ask: SpeakerAsk, what: str, file: File, at: datetime) -> SpeakerFile:
    """Take the photo or the slides; the one before is removed.

    A photo is written anew as a small JPEG; slides are PDF, PowerPoint without programs, or
    OpenDocument, told by what is in them. Raises NotPossible. Writes SpeakerFile, Talk and a file.
    """
    _check_accepted(ask)
    if what not in SpeakerFile.What.values:
        raise NotPossible(_("Please choose a photo or slides."))
    most = value(PHOTO_MB if what == "photo" else SLIDES_MB)
    if file.size > most * MEGA:
        words = _("This file is too large: at most %(most)d megabytes, please.")
        raise NotPossible(words % {"most": most})
    content, content_type = _photo(file) if what == "photo" else _slides(file)
    ending = ENDINGS.get(content_type, ".jpg")
    remove(ask=ask, what=what, at=at)
    name = clean(PurePath(file.name or what).stem)[:180] or what
    made = SpeakerFile(
        ask=ask, what=what, name=name + ending, content_type=content_type,
        size=content.size, uploaded_at=at,
    )  # fmt: skip
    made.file.save(f"{uuid4().hex}{ending}", content, save=True)
    _show_slides(ask)
    return made


@transaction.atomic
def remove(*, ask: SpeakerAsk, what: str, at: datetime) -> bool:
    """Take a file back; it is deleted for good. Writes SpeakerFile, Talk, and deletes the file."""
    kept = files_of(ask).get(what)
    if kept is None:
        return False
    path, storage = str(kept.file.name), kept.file.storage
    SpeakerFile.objects.filter(pk=kept.pk).update(removed_at=at, file="")
    transaction.on_commit(lambda: storage.delete(path), robust=True)
    _show_slides(ask)
    return True


def _photo(file: File) -> tuple[File, str]:
    try:
        return ContentFile(rewritten(_opened(file))), "image/jpeg"
    except PictureRefused as error:
        raise NotPossible(str(error)) from error


def _slides(file: File) -> tuple[File, str]:
    found = slides_type(_opened(file))
    if not found:
        raise NotPossible(_("Slides come as PDF, PowerPoint (PPTX) or OpenDocument (ODP), please."))
    file.seek(0)
    return file, found


def _opened(file: File) -> IO[bytes]:
    if file.file is None:
        raise NotPossible(_("Please choose a file first."))
    return file.file


def _check_accepted(ask: SpeakerAsk) -> None:
    if ask.state != SpeakerAsk.State.ACCEPTED or ask.speaking is None or ask.meeting is None:
        raise NotPossible(_("Please choose a date first."))


def _to_programme(ask: SpeakerAsk, before: str, at: datetime) -> None:
    speaking, meeting = ask.speaking, ask.meeting
    if speaking is None or meeting is None or not ask.title:
        return
    talk = speaking.talk or Talk(meeting=meeting)
    talk.title, talk.abstract = ask.title, ask.abstract
    talk.save()
    if speaking.talk_id != talk.pk:
        speaking.talk = talk
        speaking.save(update_fields=["talk"])
    _show_slides(ask)
    if meeting.topic in ("", before, ask.topic):
        meetings.edit(meeting=meeting, by=ask.person, at=at, topic=ask.title)
    meetings.refresh_search(meeting)


def _show_slides(ask: SpeakerAsk) -> None:
    """The talk links our copy of the slides as long as its speaker lets us."""
    talk = ask.speaking.talk if ask.speaking else None
    if talk is None:
        return
    ours = settings.SITE_URL + "/speakers/files/"
    row = files_of(ask).get("slides") if "slides" in consents_of(ask) else None
    if row is None and not talk.slides_url.startswith(ours):
        return
    address = settings.SITE_URL + reverse("speaker-file", args=[row.uid]) if row else ""
    Talk.objects.filter(pk=talk.pk).update(slides_url=address)
