"""The library of queries: heads, order, and nothing that engines answer differently."""

from __future__ import annotations

from pathlib import Path

import pytest

from solidary.errors import SolidaryError, UnknownName
from solidary.store.engine.duckdb import DuckEngine
from solidary.store.engine.engine import attach_library, run
from solidary.store.engine.fault import QueryFault
from solidary.store.engine.library import HEAD, SqlLibrary, bundled
from solidary.store.parts import tables
from tests.store.engine.guard import forbidden

FILES = sorted(bundled().files)
TOLD = "-- question: ?\n-- grain: one row\n-- key: none\n-- units: none\n"


def library(folder: Path, **files: str) -> SqlLibrary:
    for name, sql in files.items():
        (folder / f"{name}.sql").write_text(TOLD + sql, "utf-8")
    return SqlLibrary(folder)


@pytest.mark.parametrize("name", FILES)
def test_a_file_has_its_head_and_one_select(name: str) -> None:
    file = bundled().file(name)
    assert set(HEAD) <= set(file.head)
    assert file.name not in file.statement.tables
    assert file.head["question"].endswith("?")


@pytest.mark.parametrize("name", FILES)
def test_a_file_keeps_to_what_engines_share(name: str) -> None:
    assert forbidden(bundled().file(name).sql) == []


def test_no_file_hides_a_table() -> None:
    assert not {*tables(), "flag"} & set(FILES)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("dialect", ["duckdb", "spark"])
def test_another_parser_reads_the_same_tables(name: str, dialect: str) -> None:
    sqlglot = pytest.importorskip("sqlglot")
    file = bundled().file(name)
    (tree,) = sqlglot.parse(file.statement.sql, dialect=dialect)
    assert isinstance(tree, sqlglot.exp.Select)
    own = {found.alias for found in tree.find_all(sqlglot.exp.CTE)}
    assert {found.name for found in tree.find_all(sqlglot.exp.Table)} - own - {""} == file.statement.tables


@pytest.mark.parametrize(
    ("sql", "word"),
    [
        ("select a / b from t", "nullif"), ("select strftime(d, '%Y') from t", "strftime"),
        ("select x::double from t", "double"), ("select [1] from t", "lists"),
        ("select * exclude (a) from t", "exclude"),
        ("select regexp_extract(a, '\\d', 0) from t", "escape"), ("select a from t limit 3", "limit"),
        ("select d + interval 1 day from t", "interval"), ("select string_agg(a, ',') from t", "string_agg"),
        ("select current_date", "clock"), ("select `a` from t", "Spark"), ("select a // 2 from t", "nullif"),
    ],
)  # fmt: skip
def test_the_guard_finds_what_engines_do_not_share(sql: str, word: str) -> None:
    assert word in " ".join(forbidden(sql))


def test_the_guard_lets_a_float_pass_that_is_whole_again_at_once() -> None:
    assert forbidden("select cast(floor(cast(a as double) / nullif(b, 0)) as bigint) from t") == []
    assert forbidden("select floor(a), cast(a as double) from t")


def test_the_guard_lets_through_what_they_do() -> None:
    sql = """with a as (select cast(y as decimal(38, 6)) as x from t) -- strftime() in a comment
    select sum(x) filter (where x in (1, 2)) / nullif(count(*), 0), 'unnest (this) / that' from a"""
    assert forbidden(sql) == []


def test_files_come_after_those_that_they_read(tmp_path: Path) -> None:
    found = library(tmp_path, a="select * from b", b="select * from c, d", c="select 1 as x", d="select 2 as y")
    order = [file.name for file in found.ordered()]
    assert sorted(order) == ["a", "b", "c", "d"] and order[-2:] == ["b", "a"]
    with DuckEngine() as engine:
        attach_library(engine, found)
        assert engine.query("select * from a").to_pylist() == [{"x": 1, "y": 2}]


def test_a_file_whose_tables_are_not_attached_is_left_out_with_what_reads_it(tmp_path: Path) -> None:
    found = library(tmp_path, a="select * from b", b="select * from elsewhere", c="select 1 as x")
    with DuckEngine() as engine:
        assert attach_library(engine, found) == {"b": {"elsewhere"}, "a": {"b"}}
        assert engine.names == {"c"}
        with pytest.raises(UnknownName, match="'elsewhere'"):
            run(engine, found, "b")


def test_files_that_read_each_other_are_refused(tmp_path: Path) -> None:
    with pytest.raises(QueryFault, match=r"\.sql:1: files read each other: (a -> b -> a|b -> a -> b)"):
        list(library(tmp_path, a="select * from b", b="select * from a").ordered())


def test_a_view_cannot_read_what_takes_parameters(tmp_path: Path) -> None:
    asks = TOLD + "-- parameters: x = 1 (any)\nselect :x as x"
    (tmp_path / "asks.sql").write_text(asks, "utf-8")
    with pytest.raises(QueryFault, match=r"a\.sql:6: asks takes parameters"):
        list(library(tmp_path, a="select *\nfrom asks").ordered())


def test_a_fault_names_file_and_line(tmp_path: Path) -> None:
    with DuckEngine() as engine:
        with pytest.raises(QueryFault, match=r"wrong\.sql:6: .*nope"):
            attach_library(engine, library(tmp_path, one="select 1 as x", wrong="select\nnope from one"))
        with pytest.raises(QueryFault, match=r"wrong\.sql:7: .*syntax error"):
            attach_library(engine, library(tmp_path, wrong="select 1\n\nfrm one"))
        with pytest.raises(QueryFault, match=r"wrong\.sql:\d: Conversion Error"):
            run(engine, library(tmp_path, wrong="select cast('a' as int)"), "wrong")


def test_a_head_must_say_what_the_text_asks_for(tmp_path: Path) -> None:
    with pytest.raises(QueryFault, match="disagree on parameters: x"):
        _ = library(tmp_path, asks="select :x as x").file("asks").statement
    (tmp_path / "bare.sql").write_text("-- question: ?\nselect 1", "utf-8")
    with pytest.raises(QueryFault, match=r"bare\.sql:1: the head says nothing of grain, key, units"):
        _ = SqlLibrary(tmp_path).file("bare").head


def test_an_unknown_query_gives_the_nearest_name(tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match="Did you mean 'transactions_typed'"):
        bundled().file("transaction_typed")
    (tmp_path / "latin.sql").write_bytes(b"\xe9")
    with pytest.raises(SolidaryError, match="utf-8"):
        _ = SqlLibrary(tmp_path).files
