"""IATI files with what engines read differently if one lets them, and rows that two engines can be asked for."""

from __future__ import annotations

from typing import Any, Final

import pyarrow as pa

from tests.store.samples import HEAD, TAIL

NUMBERS: Final = {
    "1000.5": "1000.500000", "12 ": "12.000000", ".5": "0.500000", "5.": "5.000000", "+7": "7.000000",
    "-3": "-3.000000", "0.0000005": "0.000001", "1,000": None, "1_000": None, "1e3": None, "NaN": None, "": None,
    "9" * 40: None, "12 000": None, "\u0661\u0662": None,
}  # fmt: skip
DATES: Final = {
    "2024-05-01": "2024-05-01", "2024-05-01Z": "2024-05-01", "2024-05-01+02:00": "2024-05-01",
    "2024-05-01T10:00:00": "2024-05-01", " 2024-05-01": "2024-05-01", "2024-02-30": None, "2024-5-1": None,
    "01/05/2024": None, "0000-00-00": None, "0000-05-05": None, "2024-05-01x": None, "": None,
}  # fmt: skip
TYPES: Final = {
    "IF": "1", "C": "2", "D": "3", "E": "4", "IR": "5", "LR": "6", "R": "7", "QP": "8", "QS": "9", "CG": "10",
    "TB": "TB", "3": "3", "13": "13", "99": "99",
}  # fmt: skip


def moved(value: str = "1", kind: str = "3", day: str = "2024-05-01", inner: str = "", **of_value: str) -> str:
    """Make a transaction; ``of_value`` are attributes of its value."""
    told = "".join(f' {name.replace("_", "-")}="{text}"' for name, text in of_value.items())
    date = f'<transaction-date iso-date="{day}"/>' if day else ""
    return f'<transaction><transaction-type code="{kind}"/>{date}<value{told}>{value}</value>{inner}</transaction>\n'


def activity(name: str, *inner: str, org: str = "KR-GOV-010", currency: str = "USD") -> str:
    """Make an activity of a publisher."""
    default = f' default-currency="{currency}"' if currency else ""
    reporter = f'<reporting-org ref="{org}" type="10"/>' if org else ""
    told = f"<iati-identifier>{name}</iati-identifier>{reporter}\n{''.join(inner)}"
    return f"<iati-activity{default}>\n{told}</iati-activity>\n"


def sectors(*shares: tuple[str, str], vocabulary: str = "1") -> str:
    """Make sectors of one vocabulary; an empty share is none."""
    told = f' vocabulary="{vocabulary}"' if vocabulary else ""
    return "".join(
        f'<sector code="{code}"{told}' + (f' percentage="{share}"' if share else "") + "/>\n" for code, share in shares
    )


def budget(start: str, end: str, value: str, kind: str = "1") -> str:
    """Make a budget."""
    period = f'<period-start iso-date="{start}"/><period-end iso-date="{end}"/>'
    return f'<budget type="{kind}">{period}<value value-date="{start}">{value}</value></budget>\n'


def planned(start: str, end: str, value: str) -> str:
    """Make a planned disbursement."""
    period = f'<period-start iso-date="{start}"/><period-end iso-date="{end}"/>'
    return (
        f'<planned-disbursement type="1">{period}<value value-date="{start}">{value}</value></planned-disbursement>\n'
    )


def family() -> str:
    """Make a parent and a child that both report the same money, and the parent some more; budgets beside them."""
    parent = activity("FAMILY", moved("100"), moved("50"), budget("2023-11-01", "2024-10-31", "366"), org="XM-FAMILY")
    link = '<related-activity ref="FAMILY" type="1"/>'
    child = activity("FAMILY-1", moved("150"), link, budget("2024-01-01", "2023-01-01", "0.01"), org="XM-FAMILY")
    return parent + child.replace("<iati-activity ", '<iati-activity hierarchy="2" ')


def awkward() -> dict[str, bytes]:
    """Return two files: every awkward number, date, type, currency and share, in 2.03 and in 1.05."""
    one = [
        activity("NUMBERS", *(moved(number) for number in NUMBERS)),
        activity("DATES", *(moved(day=day) for day in DATES)),
        activity("VALUE-DATES", *(moved(day="", value_date=day) for day in DATES)),
        activity("CURRENCIES", moved(currency="eur"), moved(currency=" "), moved(), currency="usd "),
        activity("NO-CURRENCY", moved(), moved(currency="KRW"), currency="", org=""),
        activity(
            "SECTORS", sectors(("11110", "33.3"), ("14030", "66.7")), sectors(("1", "50"), ("2", "49")), org="XM-DAC-1"
        ),
        activity("ALONE", sectors(("11110", ""), vocabulary=""), sectors(("a", ""), ("b", ""), vocabulary="99")),
        activity("PARTLY", sectors(("11110", "60"), ("14030", "")), sectors(("x", "60,5"), vocabulary="98")),
        activity(
            "COUNTRIES", '<recipient-country code="TH" percentage="40"/><recipient-country code="VN" percentage="60"/>',
            moved(inner='<recipient-country code="th"/>'), moved(inner='<recipient-country code="LA"/>'),
        ),
        activity(
            "SHARED", '<recipient-country code="MY"/><recipient-country code="SG"/>', moved("70"), org="XM-SHARED"
        ),
        activity("MOVED", moved(inner='<recipient-country code="TH"/>')),
        family(),
        activity("PLANNED", planned("2023-12-01", "2024-01-31", "62"), org="XM-PLANNED"),
    ]  # fmt: skip
    old = [
        activity("TYPES", *(moved(kind=kind, value="10", day="2012-03-04") for kind in TYPES)),
        activity(
            "OLD-SECTORS", sectors(("11110", "100"), vocabulary="DAC"), sectors(("111", "99.5"), vocabulary="DAC-3")
        ),
    ]
    return {
        "awkward.xml": (HEAD + "".join(one) + TAIL).encode(),
        "old.xml": (HEAD.replace("2.03", "1.05") + "".join(old) + TAIL).encode(),
    }


def rows(table: pa.Table) -> list[tuple[Any, ...]]:
    """All rows of a table, in one order for every engine."""
    return sorted(zip(*(table[name].to_pylist() for name in table.column_names), strict=True), key=repr)
