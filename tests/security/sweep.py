"""Every address of the site as a request, and what the answer to one means."""

import re
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.signals import request_finished
from django.db import close_old_connections, connection, transaction
from django.test import Client
from django.urls import URLPattern, get_resolver

from tests.security.scene import Scene, tokens

WRITE = re.compile(r'\b(?:INSERT INTO|UPDATE(?! OF)|DELETE FROM)\s+"?(\w+)"?', re.IGNORECASE)
# What any visit may touch: sessions, limits, who acts, and the record of who took files out.
ASIDE = {
    "django_session",
    "kit_cache",
    "kit_export",
    "members_exportedperson",
    "pghistory_context",
    "pg_temp",
    "as",
    "skip",
}
SAMPLES = {
    "slug": lambda scene: scene.things["meeting"].slug,
    "uid": lambda scene: scene.people["member"].uid,
    "kind": lambda scene: "minutes",
    "key": lambda scene: "members",
    "name": lambda scene: "membership.welcome",
    "uidb36": lambda scene: "1",
    "app_label": lambda scene: "members",
    "url": lambda scene: "nowhere",
    "reason": lambda scene: "bounced",
    "feed": lambda scene: scene.things["feed"].key,
    "stage": lambda scene: "24h",
    "stamp": lambda scene: 1,
    "number": lambda scene: 0,
    "what": lambda scene: "photo",
    "days": lambda scene: -30,
    "content_type_id": lambda scene: scene.things["content_type"].pk,
}
LOGINS = ("/accounts/login/?", "/admin/login/")
TOKENS = {
    "answer-by-mail": "answer",
    "needs-by-mail": "answer",
    "unsubscribe": "unsubscribe",
    "join-link": "join",
    "join-withdraw": "join",
    "guest-link": "guest",
    "after-by-mail": "after",
    "after-feedback": "after",
    "after-met": "after",
    "keep": "keep",
    "duty-link": "duty",
    "duty-step-in": "duty",
    "coffee-by-mail": "met",
    "coffee-back": "back",
    "invited": "invited",
    **dict.fromkeys(
        (
            "farewell",
            "farewell-friends",
            "farewell-choose",
            "farewell-csv",
            "farewell-vcf",
            "farewell-talks",
        ),
        "farewell",
    ),
    **dict.fromkeys(
        (
            "speak",
            "speak-answer",
            "speak-save",
            "speak-consent",
            "speak-logistics",
            "speak-file",
            "speak-upload",
            "speak-remove",
        ),
        "speak",
    ),
}


def patterns(found: list, before: str = "", space: str = "") -> Iterator[tuple[str, str, Any]]:
    """(name, route, pattern) of every address; a nameless one goes by its route."""
    for one in found:
        route = before + str(one.pattern)
        if isinstance(one, URLPattern):
            yield (f"{space}{one.name}" if one.name else route), route, one
        else:
            inner = f"{space}{one.namespace}:" if one.namespace else space
            yield from patterns(one.url_patterns, route, inner)


def addresses(scene: Scene) -> dict[str, str]:
    """Name -> path of every address, its parts filled from the scene."""
    genuine = tokens(scene)
    return {
        name: "/" + _filled(name, route, scene, genuine)
        for name, route, _pattern in patterns(get_resolver().url_patterns)
    }


def _filled(name: str, route: str, scene: Scene, genuine: dict[str, str]) -> str:
    def value(match: re.Match) -> str:
        part = match[1] or match[2]
        if part == "token":
            return genuine[TOKENS.get(name, "renew")]
        if part in ("pk", "object_id"):
            return str(_row(name, route, scene))
        if name.startswith("archive"):
            return str(scene.things["speaker"].uid)
        if name.startswith("opening"):
            return str(scene.things["opening"].uid)
        if name.startswith("ask-") or name == "ask":
            return "seat" if part == "kind" else str(scene.things["to_ask"].uid)
        if name.startswith("election"):
            return str(scene.things["election"].uid)
        if name.startswith("project"):
            return str(scene.things["project"].uid)
        if name == "meeting-certificate" and part == "slug":
            return scene.things["past"].slug
        if name.startswith("report-saved"):
            return str(scene.things["saved_report"].uid)
        if part == "key" and name.startswith("report"):
            return "people"
        if part == "kind" and not name.startswith("meeting-paper"):
            return "key"
        if name.startswith("application-"):
            return str(scene.things["application"].uid)
        if name == "meeting-paid" and part == "uid":
            return str(scene.things["rsvp"].uid)
        if name == "photo":
            return str(scene.things["portrait"].uid)
        if name.startswith("topic-"):
            return str(scene.things["idea"].uid)
        if name in ("letters-series", "series-edit", "series-ahead", "series-copy"):
            return scene.things["meeting"].series.slug
        if part == "slug" and name.startswith("door"):
            return scene.things["tonight"].slug
        return str(SAMPLES[part](scene))

    path = re.sub(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)", value, route)
    return path.replace("^", "").replace("$", "").replace("\\", "")


def _row(name: str, route: str, scene: Scene) -> int:
    """The id of a row of the model an admin page is about."""
    if name == "admin:view_on_site":
        return scene.things["meeting"].pk
    model = route.split("/")[2] if route.startswith("admin/") else ""
    things, person = scene.things, scene.people["member"]
    known = {
        "rsvp": things["rsvp"], "meeting": things["meeting"], "venue": things["venue"],
        "attendance": things["attendance"], "series": things["meeting"].series,
        "seating": things["meeting"].seatings.first(), "role": things["seat"].role,
        "seat": things["seat"], "term": things["seat"].terms.first(), "user": person.user,
        "plan": things["plan"], "membership": person.memberships.first(),
        "sponsor": things["sponsor"], "letterhold": things["letterhold"],
        "letterskip": things["letterskip"], "erasedperson": things["erasedperson"],
        "retention": things["retention"],
        "statement": things["statement"], "payer": things["payer"],
        "checkout": things["checkout"], "upload": things["upload"], "merge": things["merge"],
        "payment": things["payment"], "person": person, "importbatch": things["batch"],
        "application": things["application"], "welcomepromise": things["promise"],
        "ask": things["to_ask"], "duty": things["duty"], "dutysignup": things["signup"],
        "election": things["election"], "nomination": things["election"].nominations.get(),
        "project": things["project"], "handoverline": things["line"],
        "doorentry": things["doorentry"], "sheetline": things["sheetline"],
        "coffeeround": things["coffee_round"],
        "opening": things["opening"],
        "speakerask": things["ask"], "topicidea": things["idea"], "backup": things["backup"],
        "paper": things["paper"], "link": things["link"], "guestask": things["wish"],
        "creditkind": things["credit_kind"], "savedreport": things["saved_report"],
        "dutyask": things["dutyask"], "seriesduty": things["seriesduty"],
        "seriesletters": things["seriesletters"], "occurrence": things["occurrence"],
        "speakerfile": things["speakerfile"], "speakerconsent": things["speakerconsent"],
        "price": things["price"], "seatpayment": things["paid"],
        "closing": things["closing"],
        "message": things["message"], "suppression": things["suppression"],
        "letterhead": None, "group": things["group"],
        "emailaddress": person.user.emailaddress_set.first(), "<path:content_type_id>": None,
    }  # fmt: skip
    if "links/" in route:
        return things["link"].pk
    if route.startswith("letters/"):
        return things["letter"].pk
    if route.startswith("newcomers"):
        return things["promise"].pk
    if route.startswith("pulse/calls"):
        return things["call"].pk
    if route.startswith("today/calls"):
        return person.emails.first().pk
    if route.startswith("dues/ladders"):
        return things["plan"].pk
    if route.startswith("members/merges"):
        return things["merge"].pk
    if route.startswith("members/import"):
        return things["upload"].pk
    if route.startswith("dues/bank"):
        return things["statement"].pk
    if "payments" in route:
        return things["payment"].pk
    if route.startswith("board/lines"):
        return things["line"].pk
    if route.startswith("board/elections"):
        return things["election"].nominations.get().pk
    if route.startswith("board/asks"):
        return things["to_ask"].seat_id
    if route.startswith("board/seats"):
        return things["seat"].pk
    if route.startswith("projects"):
        return things["project"].tasks.get().pk
    if route.startswith("programme"):
        return things["ask" if "asks" in route else "backup"].pk
    if route.startswith("duties"):
        return things["duty"].pk
    if model == "letterhead":
        return things["letterhead"]
    row = known.get(model)
    return row.pk if row is not None else 1


@contextmanager
def writes() -> Iterator[list[str]]:
    """The tables written meanwhile, sessions and limits aside."""
    seen: list[str] = []

    def look(execute: Callable, sql: Any, params: Any, many: bool, context: Any) -> Any:
        text = sql if isinstance(sql, str) else str(sql)
        seen.extend(t for t in WRITE.findall(text) if t.lower() not in ASIDE)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look):
        yield seen


def undone(client: Client, method: str, path: str, **data: Any) -> tuple[Any, list[str]]:
    """The answer and the tables written; afterwards nothing has happened."""
    cookies = {key: morsel.value for key, morsel in client.cookies.items()}
    with transaction.atomic(), writes() as tables:
        response = getattr(client, method.lower())(path, **data)
        if response.streaming:
            # As Django's own client does: the end of an answer must not close the connection.
            request_finished.disconnect(close_old_connections)
            response.close()
            request_finished.connect(close_old_connections)
        transaction.set_rollback(True)
    client.cookies.clear()
    for key, text in cookies.items():
        client.cookies[key] = text
    return response, tables


def meaning(response: Any) -> str:
    """`ok` (the page answered), `login`, or the status that kept somebody out."""
    status = response.status_code
    if status in (301, 302, 303) and response.headers["Location"].startswith(LOGINS):
        return "login"
    if status in (403, 404, 405):
        return str(status)
    return "ok" if status < 500 else f"error {status}"


def stranger_id() -> str:
    """An id nobody has."""
    return str(uuid.uuid4())
