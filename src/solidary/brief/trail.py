"""The rows of money behind a figure: each with its shares, rate, rules and place in the file that it was read from."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from solidary.errors import WrongUse

if TYPE_CHECKING:
    import pyarrow as pa

    from solidary.analyses.finding import Trail
    from solidary.refine.flows import Flows

HEADINGS: Final = (
    "Activity", "Stage", "Date", "Published", "Share", "Rate", "US dollars", "Rules", "Where",
)  # fmt: skip
SHOWN: Final = 40
CONSTANT: Final = "usd_constant"  # of ``constant_rows``
ONE: Final = Decimal(1)


def rows_behind(trail: Trail, flows: Flows | None) -> pa.Table:
    """Return the rows that a figure adds up, the largest first. Grain: that of ``records.flow``, with the file's name.

    Raises:
        WrongUse: if the data is not loaded any more.
    """
    import pyarrow as pa

    if flows is None:
        raise WrongUse("no data is loaded that this figure could rest on; `solidary ingest PATH` loads it")
    found = flows.ask(trail.query, **dict(trail.params))
    manifest = flows.snapshot.manifest
    names = {one["dataset"]: one["name"] for one in manifest["datasets"]}
    begins = sorted(((begin, name) for name, begin in manifest.get("begins", {}).items()), reverse=True)
    pairs = zip(found["dataset"].to_pylist(), found["line"].to_pylist(), strict=True)
    places = [_place(names.get(number), line, begins) for number, line in pairs]
    files = pa.array([name for name, _ in places], pa.string())
    lines = pa.array([line for _, line in places], found.schema.field("line").type)
    found = found.set_column(found.schema.get_field_index("line"), found.schema.field("line"), lines)
    order = [(_dollars(found), "descending"), ("dataset", "ascending"), ("row", "ascending"), ("sector", "ascending")]
    return found.append_column("file", files).sort_by(order)


def _dollars(table: pa.Table) -> str:
    """Return the column of dollars that a figure adds up: those of a base year, if the rows have them."""
    return CONSTANT if CONSTANT in table.column_names else "usd"


def _place(name: str | None, line: int, begins: list[tuple[int, str]]) -> tuple[str | None, int]:
    """Return the file and line: the sheets of a mapping are one dataset, and their lines are counted through.

    >>> _place("a.csv + b.csv", 12, [(10, "b.csv"), (0, "a.csv")])
    ('b.csv', 2)
    """
    return next(((file, line - begin) for begin, file in begins if line > begin), (name, line))


def row_data(table: pa.Table) -> list[dict[str, object]]:
    """Return the rows as plain data; decimals and days as text, so that no cent is lost."""
    return [
        {key: value if isinstance(value, (int, str, type(None))) else str(value) for key, value in row.items()}
        for row in table.to_pylist()
    ]


def sources_of(table: pa.Table, flows: Flows) -> dict[str, object]:
    """Say where rows are from: the snapshot, its files with their address, licence and SHA-256, and the rates."""
    import pyarrow.compute as pc

    used, manifest = set(pc.unique(table["dataset"]).to_pylist()), flows.snapshot.manifest
    keys = ("dataset", "name", "source", "licence", "sha256")
    files = [{key: one.get(key) for key in keys} for one in manifest["datasets"] if one["dataset"] in used]
    told = {"rates": _told(table, "rate_source")}
    if _dollars(table) == CONSTANT:
        told = {"rates": _told(table, "mean_rate_source"), "deflators": _told(table, "deflator_source")}
    return {"snapshot": flows.snapshot.id, "loaded": manifest["made"], "files": files, **told}


def _told(table: pa.Table, column: str) -> list[str]:
    return sorted(set(table[column].to_pylist()) - {None})


def lines_of(table: pa.Table) -> list[tuple[str, ...]]:
    """Spell the largest rows for a person."""
    return [_line(row) for row in table.slice(0, SHOWN).to_pylist()]


def foot_of(table: pa.Table, flows: Flows) -> list[str]:
    """Say what the rows come to, and where they are from."""
    import pyarrow.compute as pc

    money = table[_dollars(table)]
    total, known = pc.sum(money).as_py(), table.num_rows - money.null_count
    shown = f"; the largest {SHOWN} are shown, --format csv gives all" if table.num_rows > SHOWN else ""
    constant = _dollars(table) == CONSTANT
    prices = f" in prices and rates of {table['base_year'][0]}" if constant and table.num_rows else ""
    needed = "deflator and rate" if constant else "rate"
    whole = f"USD {total or 0:,.2f}{prices}, from {known:,} rows with a known {needed}"
    lines = [f"{table.num_rows:,} rows{shown}. Sum: {whole}."]
    lines += [f"Rates: {source}" for source in _told(table, "mean_rate_source" if constant else "rate_source")]
    lines += [f"Deflators: {source}" for source in (_told(table, "deflator_source") if constant else ())]
    manifest = flows.snapshot.manifest
    return [
        *lines,
        f"Data: snapshot {flows.snapshot.id}, loaded {manifest['made'][:10]}, {manifest['files']['loaded']} files",
    ]


def _line(row: Mapping[str, Any]) -> tuple[str, ...]:
    dollars = row[CONSTANT] if CONSTANT in row else row["usd"]
    usd = "unknown" if dollars is None else f"{dollars:,.2f}"
    published = f"{row['currency'] or '?'} {_plain(row['published'])}"
    return (
        row["activity"], row["stage"], str(row["date"] or "undated"), published, _shares(row),
        _rate(row), usd, _rules(row), f"{row['file']}:{row['line']}",
    )  # fmt: skip


def _plain(number: Decimal) -> str:
    """Write a number with thousands marks and no more decimals than it has."""
    whole, _, part = f"{number:,f}".partition(".")
    return f"{whole}.{part.rstrip('0')}".rstrip(".")


def _shares(row: Mapping[str, Any]) -> str:
    recipient, sector = row["recipient_share"], row["sector_share"]
    shares = [f"{row['recipient']} {_percent(recipient)}"] if recipient != ONE else []
    shares += [f"sector {row['sector']} {_percent(sector)}"] if sector != ONE else []
    return " x ".join(shares) or "whole"


def _percent(share: Decimal) -> str:
    return f"{_plain((share * 100).quantize(Decimal('0.0001')))} %"


def _rate(row: Mapping[str, Any]) -> str:
    """Spell the rate with its day; in constant prices the factor, with both indices and the mean rate."""
    if CONSTANT in row:
        if row["factor"] is None:
            return "none known"
        indices = f"prices {_plain(row['deflator'])} to {_plain(row['base_deflator'])} in {row['base_year']}"
        return f"{_plain(row['factor'])}: {indices}, mean rate {_plain(row['mean_rate'])}"
    if row["rate"] is None:
        return "none known"
    return "1" if row["currency"] == "USD" else f"{row['rate'].normalize():f} of {row['rate_date']}"


def _rules(row: Mapping[str, Any]) -> str:
    """Name the rules that are not the plain case."""
    marks = [
        f"{name}: {row[key]}"
        for name, key in (
            ("date", "date_rule"), ("value date", "value_date_rule"), ("currency", "currency_rule"),
            ("recipient", "recipient_rule"), ("sector", "sector_rule"),
        )
        if row[key] not in ("own", "stated", "alone")
    ]  # fmt: skip
    return "; ".join([row["counts_reason"], *marks])
