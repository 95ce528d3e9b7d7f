"""What a real web server has beside its code."""

import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.faults.web import ROOT


@pytest.fixture(scope="module")
def static_files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The static files as a real web server has them."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("STATIC_ROOT", str(tmp_path_factory.mktemp("static")))
        command = [sys.executable, "manage.py", "collectstatic", "--no-input", "-v0"]
        subprocess.run(command, cwd=ROOT, check=True)
        yield
