"""What all commands share: the program, its options before the command, and how it ends (the seam to typer)."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from kb import ids, rerank, spelling
from kb.atlas import Atlas
from kb.encoder import Encoder, from_environment
from kb.errors import AtlasError, NotFoundError
from kb.home import Home
from kb.model import Concept, Lang, Work
from kb.text import clean

_OFFERED, _NEAR = 5, 0.8  # values that are offered for an unknown one, and how near (0..1)
_INTERRUPTED = "Interrupted. What was begun is taken back or kept whole; the same command goes on from there."


class _Program(TyperGroup):
    """All commands; an interrupted one ends with a sentence and the code that shells know (128 + SIGINT)."""

    def invoke(self, ctx: typer.Context) -> Any:  # type: ignore[override]
        """Run a command."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            typer.secho(_INTERRUPTED, fg=typer.colors.RED, err=True)
            raise typer.Exit(130) from None


app = typer.Typer(
    cls=_Program,
    help="Alignment Atlas: the concepts and papers of AI alignment in one sourced graph.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]


class Session:
    """What the options before the command say: the home and the language."""

    def __init__(self, home: Path | None, lang: Lang) -> None:
        self.home, self.lang = Home(home), lang

    def atlas(self, *, encode: bool = False) -> Atlas:
        """Open the knowledge base; only what compares by sense needs an encoder, the rest takes any index."""
        if not encode:
            return Atlas(self.home, None)
        return Atlas(self.home, encoder(), rerank.from_environment())


@app.callback()
def session(
    context: typer.Context,
    home: Annotated[
        Path | None, typer.Option("--home", help="Where the knowledge base lies (else $KB_HOME, else the user's data).")
    ] = None,
    lang: Annotated[Lang, typer.Option("--lang", help="Language of labels and sentences.")] = Lang.EN,
) -> None:
    """Alignment Atlas: the concepts and papers of AI alignment in one sourced graph."""
    context.obj = Session(home, lang)


def run(arguments: list[str] | None = None) -> None:
    """Run the command line; errors for people are one message on standard error and exit code 1."""
    try:
        app(arguments)
    except AtlasError as error:
        typer.secho(str(error), fg=typer.colors.RED, err=True)
        sys.exit(1)


def encoder() -> Encoder | None:
    """Return the encoder that the environment names."""
    return from_environment()


def home_of(context: typer.Context) -> Home:
    """Return the home that the options name."""
    session_: Session = context.obj
    return session_.home


def opened(context: typer.Context, *, encode: bool = False) -> tuple[Atlas, Lang]:
    """Return the opened knowledge base and the language; what compares by sense asks for the encoder."""
    session_: Session = context.obj
    return session_.atlas(encode=encode), session_.lang


def named(atlas: Atlas, ref: str) -> Work | Concept:
    """Return the work or else the concept that a name stands for; raises NotFoundError."""
    found = atlas.catalogue.find_work(ids.candidates(clean(ref)), clean(ref))
    if found is not None:
        return found
    try:
        return atlas.concept(ref)
    except NotFoundError as error:
        raise NotFoundError("work or concept", error.ref, error.near) from None


def value(atlas: Atlas, field: str, ref: str | None) -> str | None:
    """Return a value that a search can be limited to, as it is spelt here (see `kb.lexical.LexicalIndex.values`).

    Raises NotFoundError with near values, or with the most frequent ones.
    """
    if not ref:
        return None
    known = atlas.index.values(field)
    found = ref if ref in known else next((each for each in known if each.casefold() == ref.casefold()), None)
    if found is None:
        near = tuple(spelling.closest(ref[:200], [*known], _OFFERED, _NEAR))
        raise NotFoundError(field.replace("_", " "), ref[:200], near, tuple(known)[:_OFFERED])
    return found
