"""solidary: what states promised each other, followed to money and results, judged from one's own point of view.

>>> import solidary
>>> finding = solidary.open().ask("overstretch", "kasi", perspective="TH")
>>> finding.figures["annual-target"].value.money.number / 1_000_000
Decimal('48')
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from solidary.version import VERSION

if TYPE_CHECKING:
    from solidary.analyses.finding import Finding
    from solidary.brief.blocks import Brief
    from solidary.errors import (
        CannotWrite,
        LedgerFault,
        MixedCurrencies,
        SolidaryError,
        TermFaults,
        UnknownName,
        ValueFault,
    )
    from solidary.values.money import Money
    from solidary.values.period import Period
    from solidary.workspace import Workspace
    from solidary.workspace import open_workspace as open

__version__ = VERSION

# Public name -> where it lives; loaded at first use, so that `import solidary` costs next to nothing.
_HOMES = {
    "open": ("solidary.workspace", "open_workspace"),
    "Workspace": ("solidary.workspace", "Workspace"),
    "Finding": ("solidary.analyses.finding", "Finding"),
    "Brief": ("solidary.brief.blocks", "Brief"),
    "Money": ("solidary.values.money", "Money"),
    "Period": ("solidary.values.period", "Period"),
    "SolidaryError": ("solidary.errors", "SolidaryError"),
    "ValueFault": ("solidary.errors", "ValueFault"),
    "MixedCurrencies": ("solidary.errors", "MixedCurrencies"),
    "UnknownName": ("solidary.errors", "UnknownName"),
    "TermFaults": ("solidary.errors", "TermFaults"),
    "LedgerFault": ("solidary.errors", "LedgerFault"),
    "CannotWrite": ("solidary.errors", "CannotWrite"),
}

__all__ = [
    "Brief",
    "CannotWrite",
    "Finding",
    "LedgerFault",
    "MixedCurrencies",
    "Money",
    "Period",
    "SolidaryError",
    "TermFaults",
    "UnknownName",
    "ValueFault",
    "Workspace",
    "open",
]


def __getattr__(name: str) -> Any:
    """Load a public name at its first use."""
    if name not in _HOMES:
        raise AttributeError(f"module 'solidary' has no attribute {name!r}")
    from importlib import import_module

    module, attribute = _HOMES[name]
    return getattr(import_module(module), attribute)


def __dir__() -> list[str]:
    """List the public names for completion."""
    return sorted([*__all__, "__version__"])
