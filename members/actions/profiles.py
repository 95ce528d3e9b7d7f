"""What somebody adds to their own page: a photo and links."""

from datetime import datetime
from functools import partial
from uuid import uuid4

from django.core.files.base import ContentFile, File
from django.db import transaction
from django.utils.translation import gettext as _

from kit.images import PictureRefused, square
from kit.queries import value
from members.models import Link, Person, Portrait
from members.rules import PHOTO_MB, NotPossible

MEGA = 1_000_000
LARGE, SMALL = 480, 96


@transaction.atomic
def set_portrait(*, person: Person, file: File, by: Person | None, at: datetime) -> Portrait:
    """Take the photo, written anew as two small JPEGs; the one before is deleted.

    Raises NotPossible. Writes Portrait and two files.
    """
    most = value(PHOTO_MB)
    if file.size > most * MEGA:
        words = _("This photo is too large: at most %(most)d megabytes, please.")
        raise NotPossible(words % {"most": most})
    large = _cut(file, LARGE)
    small = _cut(ContentFile(large), SMALL)
    remove_portrait(person=person, by=by, at=at)
    made = Portrait(person=person, uploaded_at=at)
    made.file.save(f"{uuid4().hex}.jpg", ContentFile(large), save=False)
    made.small.save(f"{uuid4().hex}.jpg", ContentFile(small), save=False)
    made.save()
    return made


@transaction.atomic
def remove_portrait(*, person: Person, by: Person | None, at: datetime) -> bool:
    """Delete the photo and its files for good; True if there was one."""
    kept = Portrait.objects.select_for_update().filter(person=person).first()
    if kept is None:
        return False
    paths, storage = [str(kept.file.name), str(kept.small.name)], kept.file.storage
    kept.delete()
    for path in paths:
        transaction.on_commit(partial(storage.delete, path), robust=True)
    return True


@transaction.atomic
def set_links(*, person: Person, urls: list[str], by: Person | None, at: datetime) -> bool:
    """Make these, in this order, the person's links; True if anything differed."""
    wanted = list(dict.fromkeys(urls))
    rows = {row.url: row for row in Link.objects.select_for_update().filter(person=person)}
    if list(rows) == wanted:
        return False
    for url in rows.keys() - set(wanted):
        rows[url].delete()
    for position, url in enumerate(wanted):
        Link.objects.update_or_create(person=person, url=url, defaults={"position": position})
    return True


def _cut(file: File, side: int) -> bytes:
    try:
        return square(file, side=side)
    except PictureRefused as error:
        raise NotPossible(str(error)) from error
