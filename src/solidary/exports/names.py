"""Codes -> names, in a column beside them.

Places have the names of the definitions; other codes those of ``names.yml``, or of the official code lists if a folder
has them. A code that no list has gets no name: the cell is empty, never a guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.compute as pc
import yaml
from lxml import etree

from solidary.errors import WrongUse
from solidary.sources.iati.checks.codes import MOST_BYTES

if TYPE_CHECKING:
    from solidary.terms.library import Library

OWN: Final = Path(__file__).parent / "names.yml"
LANGUAGE: Final = "{http://www.w3.org/XML/1998/namespace}lang"
# Column -> columns that make its key, joined by a slash.
KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "channel": ("channel",),
    "stage": ("stage",),
    "type": ("table", "type"),
    "recipient": ("recipient_kind", "recipient"),
    "sector": ("sector_vocabulary", "sector"),
    "flow_type": ("flow_type",),
    "finance_type": ("finance_type",),
    "aid_type": ("aid_type",),
    "tied_status": ("tied_status",),
}
LISTS: Final = (
    "Country", "Region", "Sector", "SectorCategory", "FlowType", "FinanceType", "AidType", "TiedStatus",
    "TransactionType", "BudgetType", "BudgetStatus", "CRSChannelCode",
)  # fmt: skip
GROUP: Final = "sector_group_name"
Lists = Mapping[str, Mapping[str, str]]


def known_lists(library: Library, folder: Path | None = None) -> dict[str, dict[str, str]]:
    """Return the names of codes, list by list.

    Args:
        library: for the names of places.
        folder: official code lists, ``Country.xml`` and so on, as the standard publishes them.

    >>> from solidary.terms.library import Library
    >>> known_lists(Library())["TransactionType"]["12"]
    'Outgoing pledge'

    Raises:
        WrongUse: if a list of the folder cannot be read.
    """
    found: dict[str, dict[str, str]] = yaml.load(OWN.read_text("utf-8"), Loader=yaml.CSafeLoader)
    for name in LISTS:
        found[name] = {**found.get(name, {}), **(_official(folder, name) if folder else {})}
    found["Country"] |= {code: place.name for code, place in library.places.items()}
    return found


def _official(folder: Path, name: str) -> dict[str, str]:
    places = [folder / inner / f"{name}.xml" for inner in ("codelists", "xml", "codelists/xml")]
    file = next((place for place in places if place.is_file()), None)
    if file is None:
        return {}
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        if file.stat().st_size > MOST_BYTES:
            raise WrongUse(f"{file}: larger than {MOST_BYTES // 1_000_000} MB; expected a code list")
        root = etree.fromstring(file.read_bytes(), parser)
    except (OSError, etree.XMLSyntaxError) as error:
        raise WrongUse(f"{file}: cannot be read as XML: {error}") from None
    pairs = ((item.findtext("code"), _english(item)) for item in root.iter("codelist-item"))
    return {code.strip(): name for code, name in pairs if code and name}


def _english(item: etree._Element) -> str:
    narratives = item.findall("name/narrative")
    found = [one.text for one in narratives if one.get(LANGUAGE, "en") == "en"]
    return re.sub(r"\s+", " ", (found[0] if found else None) or "").strip()


@dataclass(frozen=True)
class Names:
    """Puts names beside the codes of flows."""

    lists: Lists = field(default_factory=dict)

    @cached_property
    def tables(self) -> dict[str, dict[str, str]]:
        """Key -> name for each column that has codes; two lists in one column are told apart by their key."""
        found = {name: dict(self.lists.get(list_, {})) for name, list_ in _PLAIN.items()}
        found["recipient"] = _under("country", self.lists.get("Country", {})) | _under(
            "region", self.lists.get("Region", {})
        )
        found["sector"] = _under("1", self.lists.get("Sector", {})) | _under("2", self.lists.get("SectorCategory", {}))
        found["type"] = _under("transaction", self.lists.get("TransactionType", {})) | self._budgets()
        return found

    def _budgets(self) -> dict[str, str]:
        types, statuses = self.lists.get("BudgetType", {}), self.lists.get("BudgetStatus", {})
        whole = {
            f"budget/{kind}/{status}": f"{name}, {how.lower()}"
            for kind, name in types.items()
            for status, how in statuses.items()
        }
        # A planned disbursement has no status; its rows carry that of a budget without one.
        return whole | {f"planned_disbursement/{kind}/1": name for kind, name in types.items()}

    def schema(self, schema: pa.Schema) -> pa.Schema:
        """Return a schema with a column of names after each column of codes.

        >>> Names().schema(pa.schema({"stage": pa.string(), "amount": pa.int32()})).names
        ['stage', 'stage_name', 'amount']
        """
        fields = [made for found in schema for made in (found, *self._beside(found, schema))]
        return pa.schema(fields, schema.metadata)

    def _beside(self, found: pa.Field, schema: pa.Schema) -> Iterator[pa.Field]:
        if found.name in KEYS and set(KEYS[found.name]) <= set(schema.names):
            yield _named(f"{found.name}_name", f"name of the code in {found.name}; empty if no list has it")
            if found.name == "sector":
                yield _named(GROUP, "name of the sector's first three digits, its category in the DAC's list")

    def add(self, batches: Iterable[pa.RecordBatch], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
        """Yield batches with their names, in the form of ``schema``; grain and order stay.

        >>> names = Names({"Stage": {"pledge": "Pledged"}})
        >>> one = pa.record_batch({"stage": ["pledge", "gone"]})
        >>> [made] = names.add([one], names.schema(one.schema))
        >>> made["stage_name"].to_pylist()
        ['Pledged', None]
        """
        for batch in batches:
            columns = [batch[name] if name in batch.schema.names else self._name(batch, name) for name in schema.names]
            yield pa.RecordBatch.from_arrays(columns, schema=schema)

    def _name(self, batch: pa.RecordBatch, name: str) -> pa.Array:
        if name == GROUP:
            dac = pc.is_in(batch["sector_vocabulary"], value_set=pa.array(["1", "2"]))
            return _looked(pc.if_else(dac, pc.utf8_slice_codeunits(batch["sector"], 0, 3), None), self._groups)
        column = name.removesuffix("_name")
        keys = [batch[part].cast(pa.string()) for part in KEYS[column]]
        return _looked(keys[0] if len(keys) == 1 else pc.binary_join_element_wise(*keys, "/"), self.tables[column])

    @property
    def _groups(self) -> Mapping[str, str]:
        return self.lists.get("SectorCategory", {})


_PLAIN: Final = {
    "channel": "CRSChannelCode", "stage": "Stage", "flow_type": "FlowType", "finance_type": "FinanceType",
    "aid_type": "AidType", "tied_status": "TiedStatus",
}  # fmt: skip


def _named(name: str, meaning: str) -> pa.Field:
    return pa.field(name, pa.string(), metadata={"meaning": meaning})


def _under(prefix: str, names: Mapping[str, str]) -> dict[str, str]:
    return {f"{prefix}/{code}": name for code, name in names.items()}


def _looked(keys: pa.Array, names: Mapping[str, str]) -> pa.Array:
    found = pc.index_in(keys, value_set=pa.array(list(names), pa.string()), skip_nulls=True)
    return pa.array(list(names.values()), pa.string()).take(found)
