"""What files are checked against: rules, code lists, schemas and the moment, and what of it is not at hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from solidary.errors import WrongUse
from solidary.sources.iati.checks.codes import AGENCIES, CURRENCY, ORGANISATIONS, Codes
from solidary.sources.iati.checks.kinds import Setting
from solidary.sources.iati.checks.ruleset import Rule, own_rules


@dataclass(frozen=True, eq=False)
class Standard:
    """What files are checked against."""

    codes: Codes = field(default_factory=Codes)
    rules: tuple[Rule, ...] = field(default_factory=own_rules)
    schemas: Path | None = None
    now: datetime = field(default_factory=lambda: datetime.now(UTC))

    @classmethod
    def of(cls, folder: Path | None, rules: tuple[Rule, ...] | None, now: datetime) -> Standard:
        """Take from a folder what it has of the official files.

        Raises:
            WrongUse: if the folder is none.
        """
        if folder is not None and not folder.is_dir():
            raise WrongUse(f"{folder} is not a folder; expected one with the official code lists or schemas")
        places = (
            [place for place in (folder / "schemas", folder) if any(place.rglob("iati-*-schema.xsd"))] if folder else []
        )
        return cls(Codes(folder), own_rules() if rules is None else rules, places[0] if places else None, now)

    def setting(self) -> Setting:
        """Give the rules what they may know."""
        agencies, organisations = (self.codes.named(name) for name in (AGENCIES, ORGANISATIONS))
        return Setting(
            self.now,
            tuple(sorted(agencies.codes)) if agencies else None,
            organisations.codes if organisations else None,
        )

    def coverage(self) -> list[str]:
        """Say what cannot be checked, and why.

        >>> [said.split(":")[0] for said in Standard().coverage()]
        ['rules 1.14.8, 1.18.8', 'exemptions', 'currencies', 'codes of lists that are not at hand']
        """
        agencies, lacking = self.codes.named(AGENCIES), self.codes.lacking()
        waiting = sorted(
            {rule.id for rule in self.rules if agencies is None and "agencies" in rule.says.get("prefix", ())}
        )
        currency = self.codes.named(CURRENCY)
        told = [(f"rules {', '.join(waiting)}", f"the list {AGENCIES} is not at hand")] if waiting else []
        if self.codes.named(ORGANISATIONS) is None and any(rule.known for rule in self.rules):
            told.append(("exemptions", f"the list {ORGANISATIONS} is not at hand, so no organisation is excused"))
        if currency is not None and currency.own:
            told.append(("currencies", "only those in use today are known, so another one is a warning"))
        if lacking:
            told.append(("codes of lists that are not at hand", ", ".join(lacking)))
        return [f"{what}: {why}" for what, why in told]
