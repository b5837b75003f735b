"""An initiative of the register -> a file of IATI 2.03 that our own check passes, or no file.

What IATI cannot say is counted, sort by sort, and told: an export is never quietly less than the register.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from solidary.errors import SolidaryError, WrongUse
from solidary.exports.draft import Written, drafted
from solidary.exports.iati.activity import Author, document
from solidary.exports.iati.money import totals
from solidary.exports.iati.reporter import Reporter
from solidary.sources.iati.checks.check import check_dataset
from solidary.sources.iati.checks.standard import Standard
from solidary.sources.iati.files import Found
from solidary.values.amount import spell_number

if TYPE_CHECKING:
    from solidary.register.register import Register

KINDS: Final = ("promise", "project")
UNTOLD: Final = {
    "no-money": "{} without a sum that IATI can say: no transaction and no budget",
    "bound": "{} sums that a source gives as about, over, up to or a range: the number stands, the bound in words",
    "each": "{} sums for each of something whose number is not stated: in words only",
    "prices": "{} sums in prices of an earlier year: in words only, since IATI has current prices only",
    "no-year": "{} levels of a year without a closed period: in words only",
    "no-promise": "{} sums of what was paid so far, or of single grants: in words only",
    "start": "{} without a stated start: the day on which it was agreed, announced or known stands there, and says so",
    "place": "{} without a stated place: the region of the initiative's beneficiary stands there, and says so",
    "unknown": "{} whose state nobody knows: in words, since IATI has no such code",
    "finance": "{} investments or mixed forms of finance: no finance type",
    "words": "{} quantities, sectors, rounds and facts: in words only",
    "address": "{} documents without an address: not linked",
}
SECTORS: Final = "all {} with sector 99810, not specified: the register has no sector codes, and none are guessed"


class NotValid(SolidaryError):
    """A file that our own check does not pass; it was not written."""


def write_iati(
    register: Register,
    initiative: str,
    reporter: Reporter,
    target: Path,
    made: datetime,
    *,
    standard: Standard | None = None,
    force: bool = False,
) -> Written:
    """Write the promises and projects of an initiative as activities.

    Args:
        register: what is known, as of its day.
        initiative: key of the dossier.
        reporter: in whose name.
        target: where; nothing may stand there.
        made: the time of the export, with its zone.
        standard: what the file is checked against; default: the official structure, rules and embedded code lists.
        force: replace what stands there.

    Raises:
        UnknownName: if there is no such initiative, with the nearest.
        WrongUse: if nothing of it is known on that day.
        NotValid: if the file does not pass.
        CannotWrite: if something stands there already, or it cannot be written.
    """
    head = register.library.dossier(initiative).initiative
    told = {one.key: one for kind in KINDS for one in register.of_kind(initiative, kind)}
    if not told:
        raise WrongUse(f"no promise and no project of {initiative!r} was known on {register.as_of}")
    author = Author(register, head, reporter, made, told)
    with drafted(target, force=force) as draft:
        document(author, told.values()).write(str(draft), encoding="utf-8", xml_declaration=True, pretty_print=True)
        _pass(draft, target, standard or Standard(now=made))
        size = draft.stat().st_size
    return Written(target, len(told), size, tuple(_notes(author, register, initiative)))


def _pass(draft: Path, target: Path, standard: Standard) -> None:
    report = check_dataset(Found(target.name, draft), standard)
    if not report.passes:
        grave = [str(one) for one in report.violations if one.grave]
        raise NotValid("\n".join([*grave[:12], f"{len(grave)} faults against IATI 2.03; nothing was written"]))


def _notes(author: Author, register: Register, initiative: str) -> list[str]:
    forms = [
        f"{form}s: {currency} {spell_number(number)}"
        for (form, currency), number in sorted(totals(iter(author.promised)).items())
    ]
    parts = any(author.above(one) for one in author.told.values())
    both = "; parts and the promise that they are part of are both in it" if parts else ""
    prefix = f"{initiative}/"
    others = Counter(
        one.kind for one in register.subjects.values() if one.key.startswith(prefix) and one.kind not in KINDS
    )
    beside = ", ".join(f"{number} of kind {kind}" for kind, number in sorted(others.items()))
    told = [said.format(f"{author.untold[sort]:,}") for sort, said in UNTOLD.items() if author.untold[sort]]
    return [
        *([f"{'; '.join(forms)}{both}"] if forms else []),
        SECTORS.format(len(author.told)),
        *told,
        *([f"not exported, since IATI has no place for them: {beside}"] if beside else []),
    ]
