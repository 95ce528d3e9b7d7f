"""Static files that are made of others."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage
from django.core.files.storage import FileSystemStorage, Storage


class JoinedSheets(BaseFinder):
    """settings.JOINED_SHEETS[0], which is the other sheets of that list one after another.

    They stay separate to read and to change; a phone far away asks for one file instead of five.
    """

    def __init__(self, app_names: object = None, *args: object, **kwargs: object) -> None:
        self.name, *self.parts = settings.JOINED_SHEETS
        self.folder = settings.DATA_DIR / "joined"

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        """Nothing can be set wrongly here."""
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """The joined sheet's place on disk; an empty list for anything else."""
        if path != self.name:
            return []
        found = str(self._written())
        return [found] if find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        """The joined sheet and where it is kept."""
        self._written()
        yield self.name, FileSystemStorage(location=self.folder)

    def _written(self) -> Path:
        """Written only when it differs: its time tells whether anything is to be collected."""
        sources = [Path(settings.BASE_DIR, "static", name) for name in self.parts]
        joined = b"\n".join(source.read_bytes() for source in sources)
        target = Path(self.folder, self.name)
        if not target.exists() or target.read_bytes() != joined:
            target.parent.mkdir(parents=True, exist_ok=True)
            draft = target.with_suffix(".new")
            draft.write_bytes(joined)
            draft.replace(target)
        return target
