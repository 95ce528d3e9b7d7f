"""Markdown becomes harmless HTML, whatever was typed."""

import pytest

from kit.prose import as_html, as_letter, tidy


def test_emphasis_lists_and_links_become_html():
    html = as_html("# Hello\n\n**bold**\nnext\n\n- one\n- [two](https://example.org/a)")

    assert html == (
        "<h3>Hello</h3>\n<p><strong>bold</strong><br>\nnext</p>\n<ul>\n<li>one</li>\n<li>"
        '<a href="https://example.org/a" rel="noopener noreferrer">two</a></li>\n</ul>'
    )


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "[x](data:text/html,hi)",
        '<img src=x onerror="alert(1)">',
        "<p style='color:red' onclick=alert(1)>x</p>",
        "<iframe src=//evil></iframe>",
        "<svg><a xlink:href=javascript:alert(1)>",
        '<a href="https://x" target=_blank onmouseover=alert(1)>x</a>',
    ],
)
def test_nothing_typed_can_run_or_fetch(text):
    html = as_html(text)

    for bad in ("<script", "javascript:", "data:", "<img", "style=", "=alert", "<iframe", "<svg"):
        assert bad not in html


def test_a_letter_carries_its_styles_in_the_tags():
    html = as_letter("one\n\n[two](mailto:a@example.org)")

    assert html.startswith('<p style="margin:0 0 16px">one</p>')
    assert '<a style="color:#74264f" href="mailto:a@example.org"' in html


def test_line_ends_and_invisible_marks_are_tidied():
    assert tidy("a\r\nb\rc\x00\u202e ") == "a\nb\nc"
