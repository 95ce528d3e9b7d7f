"""Pictures are written anew: small, square where asked, and with nothing hidden in them."""

import io

import pytest
from PIL import Image

from kit.images import PictureRefused, rewritten, square
from kit.pdf import _weasyprint


def a_jpeg(width: int = 900, height: int = 300) -> io.BytesIO:
    """With a place and a comment hidden in it."""
    file, exif = io.BytesIO(), Image.Exif()
    exif[0x8825] = {1: "N", 2: (47.0, 22.0, 0.0)}
    Image.new("RGB", (width, height), "teal").save(
        file, "JPEG", exif=exif, comment=b"taken at home"
    )
    return io.BytesIO(file.getvalue())


@pytest.mark.parametrize("write", [rewritten, lambda file: square(file, side=96)])
def test_place_and_comment_are_gone(write):
    written = write(a_jpeg())

    with Image.open(io.BytesIO(written)) as picture:
        assert (dict(picture.getexif()), "comment" in picture.info) == ({}, False)
    assert b"taken at home" not in written


def test_a_square_is_cut_from_the_middle():
    with Image.open(io.BytesIO(square(a_jpeg(), side=96))) as picture:
        assert (picture.size, picture.format) == ((96, 96), "JPEG")


@pytest.mark.parametrize("content", [b"", b"no picture", b"GIF89a" + bytes(40)])
def test_what_is_no_picture_is_refused(content):
    with pytest.raises(PictureRefused):
        square(io.BytesIO(content), side=96)


def test_half_a_picture_is_refused_also_where_a_paper_was_drawn():
    _weasyprint()

    with pytest.raises(PictureRefused):
        square(io.BytesIO(a_jpeg().read()[:-300]), side=96)
