"""The deployment file, checked by reading it: no container engine is needed."""

from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
STACK = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES = STACK["services"]
LONG_RUNNING = sorted(set(SERVICES) - {"migrate", "mail"})


def megabytes(service: str) -> int:
    return int(SERVICES[service]["mem_limit"].removesuffix("m"))


def test_a_small_association_fits_into_one_gigabyte():
    assert sum(megabytes(name) for name in LONG_RUNNING) <= 1024


@pytest.mark.parametrize("name", sorted(set(LONG_RUNNING) - {"caddy"}))
def test_every_long_running_part_says_how_it_is(name):
    assert SERVICES[name]["healthcheck"]["test"][0] in {"CMD", "CMD-SHELL"}


@pytest.mark.parametrize("name", ["web", "worker"])
def test_web_and_worker_can_be_scaled(name):
    assert {"container_name", "ports"} & set(SERVICES[name]) == set()


def test_the_broker_keeps_what_it_was_told():
    assert "--appendonly yes" in SERVICES["broker"]["command"]


def test_the_application_never_runs_as_root():
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()

    assert [line for line in lines if line.startswith("USER")] == ["USER association"]


def test_no_secret_has_a_default():
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")

    assert "PASSWORD:-" not in text
