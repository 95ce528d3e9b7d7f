"""Pictures people send: looked into, turned upright, made small and written anew."""

import io
from typing import IO

from django.core.files.base import File
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

LARGEST_PIXELS = 60_000_000
FORMATS = ("JPEG", "PNG", "WEBP")
# Where a face mostly is: a little above the middle.
FACE = (0.5, 0.4)

Picture = IO[bytes] | File


class PictureRefused(ValueError):
    """Not a picture we can open, or far too large; the text says so."""

    def __init__(self) -> None:
        super().__init__(_("This is no picture we can open. JPEG, PNG or WebP, please."))


def rewritten(file: Picture, *, longest: int = 1200) -> bytes:
    """The picture as a JPEG of at most `longest` pixels a side, without place, camera, comment or
    other hidden data. Raises PictureRefused."""
    upright = _upright(file)
    upright.thumbnail((longest, longest))
    return _written(upright)


def square(file: Picture, *, side: int) -> bytes:
    """The middle of the picture as a JPEG of `side` by `side` pixels, without hidden data.

    Raises PictureRefused.
    """
    return _written(ImageOps.fit(_upright(file), (side, side), centering=FACE))


def _upright(file: Picture) -> Image.Image:
    try:
        with Image.open(file, formats=FORMATS) as picture:
            if picture.width * picture.height > LARGEST_PIXELS:
                raise PictureRefused
            found = ImageOps.exif_transpose(picture).convert("RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise PictureRefused from error
    # Pillow writes some of what it read, such as a JPEG's comment, into the new file.
    found.info = {}
    return found


def _written(picture: Image.Image) -> bytes:
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=85, optimize=True)
    return file.getvalue()
