"""A SELECT taken apart: tables, parameters, lines."""

from __future__ import annotations

import pytest

from solidary.errors import UnknownName, WrongUse
from solidary.store.engine.fault import QueryFault
from solidary.store.engine.statement import Statement


def test_parameters_are_found_outside_of_texts_names_casts_and_comments() -> None:
    sql = """select ':no', "a:no", x::int, /* :no */ :yes -- :no
    from t where y = :also"""
    assert Statement(sql).parameters == {"yes", "also"}
    assert Statement(sql).dollar == sql.replace(":yes", "$yes").replace(":also", "$also")


@pytest.mark.parametrize(
    ("sql", "tables"),
    [
        ("select 1", set()),
        ("with a as (select * from b) select * from a join c using (x)", {"b", "c"}),
        ('select extract(year from d) from "transaction" as t, Budget b where exists (select 1 from e)',
         {"transaction", "budget", "e"}),
        ("select * from x where a is distinct from b", {"x"}),
        ("select * from range(3)", set()), ("select * from information_schema.tables", {"information_schema.tables"}),
        ("select * from '/etc/passwd'", {"/etc/passwd"}), ("select 1 union all select x from t where y = :z", {"t"}),
        ('select * from "a ""b"" c"', {'a "b" c'}),
        ("select * from x where y = :from", {"x"}),
    ],
)  # fmt: skip
def test_tables_are_those_that_are_read(sql: str, tables: set[str]) -> None:
    assert Statement(sql).tables == tables


@pytest.mark.parametrize(
    "sql",
    [
        "", "-- nothing", "select 1; select 2", "select 1;", "create table x (y int)", "copy (select 1) to 'x.csv'",
        "insert into x values (1)", "pragma version", "set threads = 4", "install httpfs", "attach 'x.db'",
        "drop view x",        "explain select 1", "select 'unended",
    ],
)  # fmt: skip
def test_anything_but_one_select_is_refused(sql: str) -> None:
    with pytest.raises(QueryFault):
        _ = Statement(sql).tables


def test_a_fault_knows_its_line() -> None:
    with pytest.raises(QueryFault, match=r"^query:3: .*syntax error"):
        _ = Statement("select 1\n\nfrm t").tables
    with pytest.raises(UnknownName, match=r"'actvity'\. Did you mean 'activity'\?.* Line 2\."):
        Statement("select *\nfrom actvity").check({"activity"}, ())


def test_parameters_must_be_those_that_are_asked_for() -> None:
    statement = Statement("select :a as a, :b as b")
    statement.check((), ("a", "b"))
    with pytest.raises(WrongUse, match="asks for b"):
        statement.check((), ("a",))
    with pytest.raises(UnknownName, match=r"parameter 'bb'\. Did you mean 'b'"):
        statement.check((), ("a", "b", "bb"))
