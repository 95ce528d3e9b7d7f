"""Error pages help, and the last two need nothing that could be broken."""

import re

import pytest
from django.template.loader import render_to_string


@pytest.mark.parametrize(
    ("code", "title"), [("500", "Something broke on our side"), ("503", "One moment, please")]
)
def test_the_last_pages_stand_without_database_request_and_manifest(code, title):
    html = render_to_string(f"{code}.html")

    assert f"<h1>{title}</h1>" in html
    assert set(re.findall(r'(?:href|src)="([^"]*)"', html)) == {
        "",
        "/",
        "/static/img/favicon.svg",
        *(f"/static/css/{name}.css" for name in ("tokens", "base", "forms", "parts", "pages")),
    }
