"""The home folder of a knowledge base: where it is, what lies in it, and who may change it."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout
from platformdirs import user_data_path

from kb.errors import BusyError, HomeError, NotBuiltError

_LOCK_SECONDS = 30.0


class Home:
    """The folder with the catalogue, the index and the lock."""

    def __init__(self, path: Path | None = None) -> None:
        """Take ``path``, else ``$KB_HOME``, else the platform's user data folder."""
        chosen = path or os.environ.get("KB_HOME") or user_data_path("alignment-atlas", appauthor=False)
        self.path = Path(chosen).expanduser()

    @property
    def catalogue(self) -> Path:
        """The SQLite file."""
        return self.path / "catalogue.db"

    @property
    def index(self) -> Path:
        """The folder of the derived search index."""
        return self.path / "index"

    @property
    def review(self) -> Path:
        """The folder of the patches that follow from reviewed candidates."""
        return self.path / "review"

    @property
    def missed(self) -> Path:
        """The file of the queries that found no good match."""
        return self.path / "missed.db"

    @property
    def collections(self) -> Path:
        """The file of the collections that people made."""
        return self.path / "collections.db"

    @property
    def build_command(self) -> str:
        """The command that builds this very home."""
        return f"python -m kb --home {shlex.quote(str(self.path))} build"

    def require(self) -> None:
        """Raise NotBuiltError where no knowledge base was built yet."""
        if self.path.is_file():
            raise NotBuiltError(f"{self.path} is a file, not a folder; choose another home with --home or KB_HOME.")
        if not self.catalogue.is_file():
            raise NotBuiltError(f"There is no knowledge base in {self.path} yet. Run: {self.build_command}")

    @property
    def busy(self) -> bool:
        """Whether somebody is changing this home just now."""
        try:
            with self.locked(0):
                return False
        except BusyError:
            return True

    @contextmanager
    def locked(self, seconds: float | None = None) -> Iterator[None]:
        """Hold the only right to change this home; waits for another holder (30 s), then raises BusyError."""
        lock = FileLock(self.path / "lock", timeout=_LOCK_SECONDS if seconds is None else seconds)
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            lock.acquire()
        except Timeout as error:
            raise BusyError(f"Another process is changing {self.path}; wait until it has finished.") from error
        except OSError as error:
            raise HomeError(sentence(self.path, error)) from error
        try:
            yield
        finally:
            lock.release()


def sentence(path: Path, error: OSError) -> str:
    """Say in one sentence why a folder cannot be used and what to do."""
    reason = (error.strerror or str(error)).lower()
    return f"The folder {path} cannot be used ({reason}); free space, mend its rights, or choose another with --home."
