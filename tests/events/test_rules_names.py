"""Printed names: persons, employers, and what stays text."""

import pytest

from events.rules.names import Printed, first_names_of, full_name, read_speakers


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Petr Viktorin", "Petr Viktorin"),
        ("Thuy Linh Nguyen", "Thuy Linh Nguyen"),
        ("Lumír\u00a0Balhar", "Lumír Balhar"),
        ("Dom Kiva-Meyer", "Dom Kiva-Meyer"),
        ("Ing. Jan Novák", "Jan Novák"),
        ("Ludwig van Beethoven", "Ludwig van Beethoven"),
        ("J. Novák", "J. Novák"),
        ("TBA", ""),
        ("you!", ""),
        ("všichni", ""),
        ("everybody", ""),
        ("organizers", ""),
        ("To be announced", ""),
        ("Honza", ""),
        ("Věroš K.", ""),
        ("Honza Č.", ""),
        ("Peter H", ""),
        ("Kokoška P. T.", ""),
        ("@kvbik", ""),
        ("mrpohoda", ""),
        ("DJ Phokz", ""),
        ("yed podtrzitko", ""),
        ("sha256:fd9f3f0f8e07d220a653add9f7dc9e052a3b232af0ca8c2eedb7aeeb5d62982b", ""),
        ("", ""),
    ],
)
def test_only_a_full_name_makes_a_person(text, name):
    assert full_name(text) == name


@pytest.mark.parametrize(
    ("cell", "speakers"),
    [
        ("Daniel Milde (Seznam.cz)", [("Daniel Milde", "Seznam.cz")]),
        ("Jane Roe, Acme", [("Jane Roe", "Acme")]),
        ("Jane Roe, Red Hat", [("Jane Roe", "Red Hat")]),
        (
            "Jan Matějek, Head of Firmware, Trezor Company",
            [("Jan Matějek", "Head of Firmware, Trezor Company")],
        ),
        (
            "Wesley Chun, Developer Advocate, Google Cloud",
            [("Wesley Chun", "Developer Advocate, Google Cloud")],
        ),
        (
            "Honza Minárik, Solution Architect @ Applifting",
            [("Honza Minárik", "Solution Architect @ Applifting")],
        ),
        (
            "Jiri Bajer, Jakub Urban, Peter Hozak, Petr Glaser",
            [("Jiri Bajer", ""), ("Jakub Urban", ""), ("Peter Hozak", ""), ("Petr Glaser", "")],
        ),
        ("Lucie Leistnerová, Jan Zmeškal", [("Lucie Leistnerová", ""), ("Jan Zmeškal", "")]),
        ("Petr Chalupa; Honza", [("Petr Chalupa", ""), ("", "")]),
        ("you!; ;TBA", [("", ""), ("", "")]),
        ("Max (somewhere)", [("", "")]),
        ("", []),
    ],
)
def test_a_cell_is_read_as_people_with_their_employers(cell, speakers):
    found = read_speakers(cell, {"jan"})

    assert [(printed.name, printed.affiliation) for printed in found] == speakers


def test_the_printed_name_is_always_kept():
    assert read_speakers("Jane Roe, Acme; you!") == [
        Printed("Jane Roe, Acme", "Jane Roe", "Acme"),
        Printed("you!"),
    ]


def test_first_names_are_gathered_from_the_full_names_of_a_file():
    cells = ["Jan Novák; Max", "Věra Malá, Red Hat", "Eva Bílá (Acme)", "you!"]

    assert first_names_of(cells) == {"jan", "vera", "eva"}
