"""The floors of the house, by AST: who may import whom, which library has which seam, what no module may hold."""

from __future__ import annotations

import ast
import sys
from collections import defaultdict
from collections.abc import Iterator

import pytest

from kb.checks.structure import find_cycle
from tests.fakes import ROOT

ROOMS = ("app.py", "kb", "ingest", "ui", "benchmarks")
FILES = sorted(
    path for room in ROOMS for path in ([ROOT / room] if room.endswith(".py") else (ROOT / room).rglob("*.py"))
)
TREES = {path.relative_to(ROOT).as_posix(): ast.parse(path.read_text()) for path in FILES if path.is_file()}

SEAMS = {
    "msgspec": {"kb/values.py"},
    "rapidfuzz": {"kb/spelling.py"},
    "pypinyin": {"kb/spelling.py"},
    "yaml": {"ingest/yaml_lines.py"},
    "bibtexparser": {"ingest/bibtex_library.py"},
    "pylatexenc": {"ingest/latex.py"},
    "rispy": {"ingest/ris.py"},
    "defusedxml": {"ingest/xml_lines.py"},
    "pypdf": {"ingest/pdf.py"},
    "requests": {"ingest/clients/http.py"},
    "sqlalchemy": {
        "kb/catalogue.py",
        "kb/citations.py",
        "kb/database.py",
        "kb/derived.py",
        "kb/intake.py",
        "kb/ledger.py",
        "kb/linkage.py",
        "kb/positions.py",
        "kb/review.py",
        "kb/shelf.py",
        "kb/tables.py",
    },
    "tantivy": {"kb/lexical.py"},
    "faiss": {"kb/codes.py"},
    "sentence_transformers": {"kb/encoder.py", "kb/rerank.py"},
    "transformers": {"kb/encoder.py"},
    "safetensors": {"kb/bert.py"},
    "threadpoolctl": {"kb/bert.py"},
    "tokenizers": {"kb/bert.py"},
    "networkx": {"kb/graph.py"},
    "opencc": {"kb/text.py"},
    "ir_measures": {"kb/evaluation/figures.py"},
    "typer": {
        "kb/cli/app.py",
        "kb/cli/base.py",
        "kb/cli/collection.py",
        "kb/cli/evaluation.py",
        "kb/cli/library.py",
        "kb/cli/missed.py",
        "kb/cli/related.py",
        "kb/cli/review.py",
        "kb/cli/similar.py",
    },
    "rich": {
        "kb/cli/collection.py",
        "kb/cli/evaluation.py",
        "kb/cli/missed.py",
        "kb/cli/related.py",
        "kb/cli/output.py",
        "kb/cli/review_views.py",
        "kb/cli/run_views.py",
        "kb/cli/similar.py",
        "kb/cli/views.py",
    },
    "platformdirs": {"kb/home.py"},
    "filelock": {"kb/home.py"},
}
FREE = {"streamlit", "numpy"}  # numpy is the common tongue of encoder, index and vectors; ui is Streamlit's
INGEST_MAY_USE = {
    *("kb.__version__", "kb.model", "kb.ids", "kb.errors", "kb.text", "kb.values"),
    *("kb.export", "kb.markdown"),  # how tables and texts are written, which ask nothing of the core
}
NETWORK = {
    "aiohttp",
    "ftplib",
    "http",
    "httpcore",
    "httpx",
    "huggingface_hub",
    "requests",
    "smtplib",
    "socket",
    "socketserver",
    "ssl",
    "telnetlib",
    "urllib.request",
    "urllib3",
    "websockets",
    "xmlrpc",
}


def imported(tree: ast.AST) -> Iterator[str]:
    """Yield every module that a file imports anywhere, names imported from a package as ``package.name``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def within(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")


def room(name: str) -> list[str]:
    return [path for path in TREES if path.startswith(f"{name}/") or path == name]


def core() -> list[str]:
    shells = ("kb/cli/", "kb/__main__.py")
    return [path for path in room("kb") if not path.startswith(shells)]


def test_the_rooms_are_there() -> None:
    assert {"app.py", "kb/atlas.py", "ingest/folder.py", "ui/state.py"} <= set(TREES)
    assert len(core()) > 20


@pytest.mark.parametrize("path", core())
def test_the_core_knows_neither_shells_nor_sources_nor_the_network(path: str) -> None:
    modules = set(imported(TREES[path]))
    for banned in ("ingest", "ui", "app", "streamlit", "benchmarks", "tests", "kb.cli", *NETWORK):
        assert not [module for module in modules if within(module, banned)]


@pytest.mark.parametrize("path", room("ingest"))
def test_ingest_uses_only_the_values_of_the_core(path: str) -> None:
    reached = NETWORK - {"requests"} if path == "ingest/clients/http.py" else NETWORK
    for module in imported(TREES[path]):
        assert not within(module, "kb") or any(within(module, allowed) for allowed in INGEST_MAY_USE), module
        for banned in ("ui", "app", "streamlit", "benchmarks", "tests", *reached):
            assert not within(module, banned)


@pytest.mark.parametrize("path", [*room("ui"), *room("app.py"), *room("kb/cli"), "kb/__main__.py"])
def test_shells_do_not_know_each_other_or_the_network(path: str) -> None:
    others = ("ui", "app", "streamlit") if path.startswith("kb/") else ("kb.cli", "app", "typer", "rich")
    for module in imported(TREES[path]):
        assert not [banned for banned in (*others, "benchmarks", "tests", *NETWORK) if within(module, banned)], module


def test_model_stands_on_values_alone() -> None:
    below = {module for path in room("kb/model") for module in imported(TREES[path]) if within(module, "kb")}
    assert all(within(module, "kb.model") or within(module, "kb.values") for module in below)


def test_the_core_has_no_import_circle() -> None:
    names = {path.removesuffix(".py").removesuffix("/__init__").replace("/", "."): path for path in room("kb")}
    edges = {
        name: {
            other
            for module in _at_the_top(TREES[path])
            for other in names
            if module == other or module.rpartition(".")[0] == other
        }
        for name, path in names.items()
    }
    edges["kb.model"] = {"kb.values"}  # its __init__ only gathers its parts
    assert find_cycle({name: sorted(others - {name, "kb"}) for name, others in edges.items()}) == []


def _at_the_top(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from imported(node)


def test_each_library_has_one_seam() -> None:
    found: dict[str, set[str]] = defaultdict(set)
    for path, tree in TREES.items():
        if not path.startswith("benchmarks/"):
            for module in imported(tree):
                found[module.partition(".")[0]].add(path)
    third = {
        library: paths
        for library, paths in found.items()
        if library not in {*sys.stdlib_module_names, *FREE, "kb", "ingest", "ui"}
    }
    pyvis = third.pop("pyvis", set())
    assert third == SEAMS
    assert len(pyvis) <= 1
    assert all(path.startswith("ui/") for path in pyvis)
    assert all(path.startswith("ui/") or path == "app.py" for path in found["streamlit"])


@pytest.mark.parametrize("path", sorted(TREES))
def test_no_module_holds_what_none_may(path: str) -> None:
    modules = {module.partition(".")[0] for module in imported(TREES[path])}
    assert modules.isdisjoint({"pickle", "marshal", "shelve", "dill", "joblib"})
    for node in ast.walk(TREES[path]):
        assert not (isinstance(node, ast.ExceptHandler) and node.type is None), f"bare except, line {node.lineno}"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in {"eval", "exec", "compile", "__import__"}, f"line {node.lineno}"


SMALL = sorted(
    path.relative_to(ROOT).as_posix() for path in [*FILES, *(ROOT / "tests").rglob("*.py")] if path.is_file()
)


@pytest.mark.parametrize("path", SMALL)
def test_files_are_small(path: str) -> None:
    assert len((ROOT / path).read_text().splitlines()) < 300


@pytest.mark.parametrize("path", sorted(TREES))
def test_functions_are_small(path: str) -> None:
    for node in ast.walk(TREES[path]):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 40, node.name


@pytest.mark.parametrize("path", sorted(set(TREES) - {"app.py"}))
def test_every_public_name_says_what_it_does(path: str) -> None:
    tree = TREES[path]
    documented = (ast.ClassDef, ast.FunctionDef)
    for node in [tree, *(n for n in tree.body if isinstance(n, documented) and not n.name.startswith("_"))]:
        assert ast.get_docstring(node), getattr(node, "name", path)


def test_a_fake_file_would_be_caught() -> None:
    tree = ast.parse("def f():\n    import urllib.request\n    from requests.sessions import Session\n")
    assert list(imported(tree)) == ["urllib.request", "requests.sessions.Session"]
    assert within("requests.sessions.Session", "requests")
    assert not within("kb.modelling", "kb.model")
