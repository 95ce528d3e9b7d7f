"""What people write in Markdown, as harmless HTML for pages and letters."""

import re

import nh3
from django.utils.safestring import SafeString
from markdown import Markdown

from kit.text import INVISIBLE

# A heading of a text stands below the headings of the page that shows it.
TAGS = {
    "a", "blockquote", "br", "code", "em", "h3", "h4", "hr", "li", "ol", "p", "pre", "strong",
    "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
LOWER = {"1": "3", "2": "4", "3": "4", "4": "4", "5": "4", "6": "4"}
HEADING = re.compile(r"(</?h)([1-6])(?=[ >])")
# Styles of a letter stand in its tags; those of links turn over in the dark by the layout.
STYLES = {
    "p": "margin:0 0 16px",
    "h3": "margin:24px 0 8px;font-size:20px;line-height:1.25",
    "h4": "margin:16px 0 8px;font-size:17px",
    "ul": "margin:0 0 16px;padding-left:24px",
    "ol": "margin:0 0 16px;padding-left:24px",
    "blockquote": "margin:0 0 16px;padding-left:16px;border-left:3px solid #ded3c3",
    "a": "color:#74264f",
    "td": "padding:4px 12px 4px 0;text-align:left",
    "th": "padding:4px 12px 4px 0;text-align:left",
}
OPENING = re.compile(r"<(\w+)(?=[ >])")


def as_html(text: str) -> SafeString:
    """Markdown as HTML of paragraphs, lists, tables, emphasis and web or mail links only.

    Markup in the text itself is taken away, whatever it is; bare line breaks stay.
    """
    html = Markdown(extensions=["nl2br", "sane_lists", "tables"]).convert(tidy(text))
    lowered = HEADING.sub(lambda found: found[1] + LOWER[found[2]], html)
    # nh3 has cleaned it.
    return SafeString(  # nosec B703
        nh3.clean(
            lowered,
            tags=TAGS,
            attributes={"a": {"href"}},
            url_schemes={"http", "https", "mailto", "tel"},
            link_rel="noopener noreferrer",
        )
    )


def as_letter(text: str) -> SafeString:
    """The same with its styles in the tags, as mail programs want it."""
    styled = OPENING.sub(
        lambda found: f'<{found[1]} style="{STYLES[found[1]]}"' if found[1] in STYLES else found[0],
        as_html(text),
    )
    # Our own styles in what nh3 has cleaned.
    return SafeString(styled)  # nosec B703


def tidy(text: str) -> str:
    """The text with lines ended in one way, without NUL bytes and invisible marks."""
    lines = text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
    return INVISIBLE.sub("", lines).strip()
