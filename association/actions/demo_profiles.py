"""The demo's pages of people: drawn faces, links, and a letter from one member to another."""

import io
from datetime import datetime

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from members.actions import profiles, relays
from members.models import Person

# Login -> background, skin, hair: drawings, so that nobody takes them for photos of people.
FACES = {
    "president": ("#c9b8a3", "#8d5a3c", "#2d201a"),
    "secretary": ("#a9c4b5", "#e3b48c", "#6e3b1f"),
    "treasurer": ("#b8b6d6", "#c68a5c", "#1d1a1f"),
    "organizer": ("#e3c3a0", "#f0c9a5", "#b9772e"),
    "newcomer": ("#c3d3e3", "#a86f49", "#433029"),
}
SIDE = 480


def create(*, cast: dict[str, Person], at: datetime) -> None:
    """Faces and links for the officers, and one letter. Writes Portrait, Link, Relay, Message."""
    for login, colours in FACES.items():
        person = cast[login]
        profiles.set_portrait(person=person, file=_drawn(*colours), by=person, at=at)
    maker = cast["organizer"]
    links = ["https://example.org/maple-lantern", "https://example.net/lamps"]
    profiles.set_links(person=maker, urls=links, by=maker, at=at)
    text = "At the last evening you spoke of a loom that stands idle.\nMay I come and see it?"
    relays.send(sender=cast["member"], recipient=cast["secretary"], text=text, at=at)


def _drawn(background: str, skin: str, hair: str) -> ContentFile:
    picture = Image.new("RGB", (SIDE, SIDE), background)
    pen = ImageDraw.Draw(picture)
    pen.ellipse((90, 340, 390, 640), fill=hair)
    pen.ellipse((140, 80, 340, 310), fill=hair)
    pen.rectangle((205, 280, 275, 370), fill=skin)
    pen.ellipse((155, 115, 325, 325), fill=skin)
    pen.ellipse((195, 200, 215, 222), fill=hair)
    pen.ellipse((265, 200, 285, 222), fill=hair)
    pen.arc((205, 225, 275, 285), 20, 160, fill=hair, width=6)
    file = io.BytesIO()
    picture.save(file, "PNG")
    return ContentFile(file.getvalue(), name="face.png")
