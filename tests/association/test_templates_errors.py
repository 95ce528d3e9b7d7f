"""Error pages help; those of a broken house need nothing that could be broken."""

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from association.views import errors

TITLES = {
    "400": "We could not read that",
    "500": "Something broke on our side",
    "503": "One moment, please",
}


@pytest.mark.parametrize(("code", "title"), TITLES.items())
def test_the_last_pages_stand_without_database_request_and_manifest(code, title):
    html = render_to_string(f"{code}.html")

    assert f"<h1>{title}</h1>" in html
    assert set(re.findall(r'(?:href|src)="([^"]*)"', html)) - {""} == {
        "/",
        "/static/img/favicon.svg",
        "/static/css/site.css",
    }


@pytest.mark.parametrize(
    ("fault", "status", "title"),
    [(ValueError("Canary"), 500, TITLES["500"]), (OperationalError("Canary"), 503, TITLES["503"])],
)
def test_a_fault_gets_its_own_page_and_says_nothing_of_itself(monkeypatch, fault, status, title):
    def broken(*args):
        raise fault

    monkeypatch.setattr("association.queries.home.context", broken)
    response = Client(raise_request_exception=False).get("/")

    assert (response.status_code, title in response.content.decode()) == (status, True)
    assert b"Canary" not in response.content
    assert response.get("Retry-After") == ("10" if status == 503 else None)


@pytest.mark.django_db
def test_a_missing_page_is_404_and_offers_ways_on():
    response = Client().get("/nowhere/")

    html = response.content.decode()
    assert response.status_code == 404
    assert set(re.findall(r'class="button[^"]*" href="([^"]*)"', html)) == {
        "/accounts/login/", "/meetings/", "/",
    }  # fmt: skip
    assert '<meta name="robots" content="noindex">' in html


@pytest.mark.django_db
def test_a_form_of_yesterday_is_403_and_leads_back_to_its_page():
    client = Client(enforce_csrf_checks=True)
    came = {"HTTP_HOST": "localhost", "HTTP_REFERER": "http://localhost/accounts/login/?next=/me/"}
    response = client.post("/accounts/logout/", {}, **came)

    assert response.status_code == 403
    assert 'href="/accounts/login/?next=/me/">Open the page anew' in response.content.decode()


@pytest.mark.django_db
def test_a_missing_right_is_403_in_words(monkeypatch):
    def refuse(*args):
        raise PermissionDenied

    monkeypatch.setattr("association.queries.home.context", refuse)
    response = Client().get("/")

    assert (response.status_code, b"This door is not open to you" in response.content) == (
        403,
        True,
    )


def test_a_host_that_is_not_ours_is_400_without_a_look_at_the_database():
    response = Client(HTTP_HOST="elsewhere.example").get("/meetings")

    assert (response.status_code, TITLES["400"] in response.content.decode()) == (400, True)


@pytest.mark.parametrize(
    "referer",
    [
        "",
        "http://elsewhere.example/x/",
        "http://here//elsewhere.example/",
        "http://[",
        "javascript:x",
        "http://here/asked/",
    ],
)
def test_no_error_page_leads_out_of_the_house_or_to_itself(referer):
    request = RequestFactory().get("/asked/", HTTP_HOST="here", HTTP_REFERER=referer)

    assert errors.came_from(request) == ""
