"""What sources give, in a form that tests compare; and small files of several formats."""

import io
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from ingest import files
from kb.model import Batch, Failure
from kb.model.incoming import Incoming
from kb.model.survey import Survey

TEA = b"@misc{tea, title = {Slow steeping}}\n"
POT = b"@misc{pot, title = {The pot}}\n"
RIS = b"TY  - JOUR\nTI  - A cup\nER  - \n"
LINES = b'{"title": "One"}\n{"title": "Two"}\n'


class Read(NamedTuple):
    """What a source gave."""

    path: str
    format: str
    titles: list[str]
    failures: list[Failure]

    @property
    def reasons(self) -> list[str]:
        """Return the lines and reasons of its failures."""
        return [f"{failure.line}: {failure.reason}" for failure in self.failures]


def read(sources: Iterable[Incoming]) -> list[Read]:
    return [drain(source) for source in sources]


def drain(source: Incoming) -> Read:
    """Read a source to its end."""
    out = Read(source.path, source.format, [], [])
    for part in source.parts:
        batch: Batch = part.references if isinstance(part, Survey) else part  # type: ignore[type-arg]
        out.titles.extend(work.title for work in batch.records)
        out.failures.extend(batch.failures)
    assert all(failure.source == source.path for failure in out.failures)
    return out


def one(name: str, data: bytes, format_name: str | None = None) -> Read:
    (found,) = read(files.from_bytes(name, data, format_name))
    return found


def put(folder: Path, **contents: bytes) -> Path:
    for name, data in contents.items():
        path = folder / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return an archive with the same bytes on every day: each member is of 1980."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return out.getvalue()


def named(found: list[Read]) -> list[tuple[str, str, list[str]]]:
    return [(source.path, source.format, source.titles) for source in found]
