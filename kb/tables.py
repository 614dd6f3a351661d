"""The tables of the catalogue."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, Index, Integer, LargeBinary, MetaData, String, Table, Text

metadata = MetaData()
meta = Table("meta", metadata, Column("key", String, primary_key=True), Column("value", String, nullable=False))
families = Table(
    "families",
    metadata,
    Column("id", String, primary_key=True),
    Column("position", Integer),
    Column("body", LargeBinary),
)
concepts = Table(
    "concepts",
    metadata,
    Column("id", String, primary_key=True),
    Column("position", Integer),
    Column("body", LargeBinary),
)
relations = Table(
    "relations", metadata, Column("position", Integer, primary_key=True), Column("body", LargeBinary, nullable=False)
)
works = Table(
    "works",
    metadata,
    Column("id", String, primary_key=True),
    Column("citekey", String, nullable=False, index=True),
    Column("year", Integer),
    Column("revision", Integer, nullable=False, index=True),
    Column("body", LargeBinary, nullable=False),
)
gone = Table(
    "gone",
    metadata,
    Column("work", String, primary_key=True),
    Column("revision", Integer, nullable=False, index=True),
    sqlite_with_rowid=False,
)
records = Table(
    "records",
    metadata,
    Column("digest", String, primary_key=True),
    Column("run", Integer, nullable=False, index=True),
    Column("position", Integer, nullable=False),
    Column("source", String, nullable=False),
    Column("work", String, nullable=False, index=True),
    Column("body", LargeBinary, nullable=False),
)
keys = Table(
    "keys",
    metadata,
    Column("key", String, primary_key=True),
    Column("work", String, primary_key=True),
    sqlite_with_rowid=False,
)
cites = Table(
    "cites",
    metadata,
    Column("work", String, primary_key=True),
    Column("ref", String, primary_key=True, index=True),
    sqlite_with_rowid=False,
)
decisions = Table(
    "decisions",
    metadata,
    Column("one", String, primary_key=True),
    Column("other", String, primary_key=True),
    Column("same", Boolean, nullable=False),
    sqlite_with_rowid=False,
)
doubts = Table(
    "doubts",
    metadata,
    Column("one", String, primary_key=True),
    Column("other", String, primary_key=True),
    sqlite_with_rowid=False,
)
runs = Table(
    "runs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("body", LargeBinary, nullable=False),
)
asked = Table(
    "asked",
    metadata,
    Column("key", String, primary_key=True),
    Column("run", Integer, nullable=False),
    sqlite_with_rowid=False,
)
links = Table(
    "links",
    metadata,
    Column("work", String, primary_key=True),
    Column("concept", String, primary_key=True),
    Column("role", String, primary_key=True),
    Column("method", String, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("evidence", Text, nullable=False),
    Index("links_by_concept", "concept"),
)
derived = Table(
    "derived",
    metadata,
    Column("work", String, primary_key=True),
    Column("concept", String, primary_key=True),
    Column("run", Integer, primary_key=True),  # 0: computed from the work itself
    Column("record", String, primary_key=True),  # the record that a link of a run is about; it may change its work
    Column("role", String, nullable=False),
    Column("method", String, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("evidence", Text, nullable=False),
    Index("derived_by_concept", "concept"),
    Index("derived_by_run", "run"),
    sqlite_with_rowid=False,
)
candidates = Table(
    "candidates",
    metadata,
    Column("position", Integer, primary_key=True),
    Column("run", Integer, nullable=False, index=True),
    Column("body", LargeBinary, nullable=False),
)
reviews = Table(
    "reviews", metadata, Column("candidate", String, primary_key=True), Column("body", LargeBinary, nullable=False)
)
paths = Table(
    "paths", metadata, Column("id", String, primary_key=True), Column("position", Integer), Column("body", LargeBinary)
)
schemes = Table(
    "schemes",
    metadata,
    Column("id", String, primary_key=True),
    Column("position", Integer),
    Column("body", LargeBinary),
)
citations = Table(
    "citations",
    metadata,
    Column("citing", String, primary_key=True),
    Column("cited", String, primary_key=True),
    Index("citations_by_cited", "cited"),
    sqlite_with_rowid=False,
)
embeddings = Table(
    "embeddings",
    metadata,
    Column("encoder", String, primary_key=True),
    Column("text_hash", String, primary_key=True),
    Column("vector", LargeBinary, nullable=False),
)
positions = Table(
    "positions",
    metadata,
    Column("encoder", String, primary_key=True),
    Column("work", String, primary_key=True),
    Column("x", Float, nullable=False),
    Column("y", Float, nullable=False),
    Column("anchor", Boolean, nullable=False),  # laid out with others, not placed among them
    sqlite_with_rowid=False,
)
