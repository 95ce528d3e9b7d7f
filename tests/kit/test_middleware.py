import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/?q=a%00b", "/meetings/?q=%00"])
def test_a_nul_byte_in_the_query_gets_a_sentence_not_an_error(client, path):
    response = client.get(path)

    assert response.status_code == 400


def test_a_nul_byte_in_a_form_gets_a_sentence_not_an_error(client):
    response = client.post("/accounts/login/", "login=a%00b", "application/x-www-form-urlencoded")

    assert response.status_code == 400


def test_a_nul_byte_in_a_form_with_files_gets_a_sentence_not_an_error(client):
    response = client.post("/accounts/login/", {"login": "a\x00b"})

    assert response.status_code == 400


def test_a_strangers_page_tells_browsers_to_ask_again(client):
    response = client.get("/")

    assert response["Cache-Control"] == "no-cache"
    assert "'unsafe-inline'" not in response["Content-Security-Policy"]
