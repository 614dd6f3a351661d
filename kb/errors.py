"""The error tree: everything the Atlas raises for a person to read."""

from __future__ import annotations


class AtlasError(Exception):
    """Base of all errors that a person should read as one sentence (the shells exit with code 1)."""


class DataError(AtlasError):
    """The curated data cannot be used: each problem says file, line, field and what to do."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        count = f"{len(problems)} problems" if len(problems) > 1 else "a problem"
        super().__init__("\n".join((f"The data have {count}:", *problems)))


class NotFoundError(AtlasError):
    """Nothing has this id or label; ``near`` holds labels that are close to it, ``known`` some that there are."""

    def __init__(self, noun: str, ref: str, near: tuple[str, ...] = (), known: tuple[str, ...] = ()) -> None:
        self.noun, self.ref, self.near = noun, ref, near
        named = f" The most frequent are: {', '.join(known)}." if known else ""
        hint = f" Near matches: {', '.join(near)}." if near else named
        super().__init__(f"No {noun} is called “{ref}”.{hint}")


class ReviewError(AtlasError):
    """A decision does not fit its candidate."""


class CollectionError(AtlasError):
    """A collection cannot be called or changed like that."""


class NotBuiltError(AtlasError):
    """The home holds no knowledge base yet."""


class HomeError(AtlasError):
    """The home folder cannot be used: full disk, read-only, locked or damaged."""


class BusyError(HomeError):
    """Another process is changing the home."""


class EncoderError(AtlasError):
    """The encoder cannot be loaded or its weights are not the published ones."""


class SourceError(AtlasError):
    """A service on the network did not answer as it should; ``status`` is its HTTP status, 0 where none came."""

    def __init__(self, asked: str, came: str, advice: str, status: int = 0) -> None:
        self.status = status
        super().__init__(f"{asked} {came}; {advice}.")
