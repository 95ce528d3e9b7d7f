"""Pictures people send: looked into, turned upright, made small and written anew."""

import io
from typing import IO

from PIL import Image, ImageOps

LARGEST_PIXELS = 60_000_000
FORMATS = ("JPEG", "PNG", "WEBP")


class PictureRefused(ValueError):
    """Not a picture we can open, or far too large."""


def rewritten(file: IO[bytes], *, longest: int = 1200) -> bytes:
    """The picture as a JPEG of at most `longest` pixels a side, without place, camera or other
    hidden data. Raises PictureRefused."""
    try:
        with Image.open(file, formats=FORMATS) as picture:
            if picture.width * picture.height > LARGEST_PIXELS:
                raise PictureRefused
            upright = ImageOps.exif_transpose(picture).convert("RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise PictureRefused from error
    upright.thumbnail((longest, longest))
    written = io.BytesIO()
    upright.save(written, "JPEG", quality=85, optimize=True)
    return written.getvalue()
