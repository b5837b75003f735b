"""What a user writes into the ledger of a workspace: claims, judgements of pairs, decisions on readings."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from solidary.errors import UnknownName, WrongUse
from solidary.records.claim import Claim
from solidary.register.judgement import JUDGE, VERDICTS, Judgement, judgements
from solidary.register.ledger import Line, entry_of, read_statement
from solidary.register.proposal import ACCEPT, PROPOSE, REFUSE, Proposal, proposals
from solidary.workspace.holdings import Holdings

LONGEST = 2_000  # characters of a reason or a name


class Writing(Holdings):
    """A workspace whose ledger can be added to; every line carries a name and a time, and can be taken back."""

    def claim(
        self, subject: str, statement: dict[str, object], by: str, source: dict[str, object] | None = None
    ) -> list[Claim]:
        """Append a claim of the user's to the ledger.

        Args:
            subject: ``initiative/entry``.
            statement: ``says``, ``source``, ``locator``, as in a dossier.
            by: who claims it.
            source: title, published, grade of a source that no definition has.

        Raises:
            UnknownName, WrongUse: if anything in it cannot be read; then nothing is written.
        """
        body = {"subject": subject, "statement": statement, **({"source": source} if source else {})}
        made = list(read_statement(body, self.library, by, str(self.ledger.path)))
        self._add("claim", body, by)
        return made

    def withdraw(self, claim: str, reason: str, by: str) -> None:
        """Take back a claim of the ledger; both lines stay.

        Raises:
            UnknownName: if the ledger has no such claim in force.
        """
        known = {found.id for found in self.ledger.claims(self.library)}
        if claim not in known:
            raise UnknownName("claim of the ledger", claim, known, "Claims of dossiers are corrected in their files.")
        self._add("withdraw", {"id": claim, "reason": reason}, by)

    def judge(self, promise: str, activity: str, verdict: str, reason: str, by: str) -> Judgement:
        """Say whether an activity of project data is a promise, part of it, or something else.

        Args:
            promise: ``initiative/entry``.
            activity: identifier as published.
            verdict: ``same``, ``part_of``, ``peer``, ``no`` or ``unsure``.
            reason: why; the next reader will want to know.
            by: who judges.

        Raises:
            UnknownName: if the entry or the verdict is unknown.
            WrongUse: if a text is empty or no plain text.
        """
        entry_of(promise, self.library)
        if verdict not in VERDICTS:
            raise UnknownName("verdict", verdict, VERDICTS)
        body = {"promise": promise, "activity": _text("activity", activity), "verdict": verdict}
        line = self._add(JUDGE, body | {"reason": _text("reason", reason)}, by)
        return next(one for one in judgements([line]))

    def propose(
        self, subject: str, statement: dict[str, object], reader: str, source: dict[str, object] | None = None
    ) -> Proposal:
        """Put on record what a machine read; it has no force until a person accepts it.

        Args:
            subject: ``initiative/entry``.
            statement: as of a claim.
            reader: name and version of the program.
            source: title, published, grade of a source that no definition has.

        Raises:
            UnknownName, WrongUse: as ``claim``.
        """
        body = {"subject": subject, "statement": statement, **({"source": source} if source else {})}
        list(read_statement(body, self.library, reader, str(self.ledger.path)))
        return proposals([self._add(PROPOSE, body | {"reader": reader}, reader)])[0]

    def accept(self, proposal: str, by: str) -> list[Claim]:
        """Make a reading a claim, under the name of who accepts it.

        Raises:
            UnknownName: if no reading of that id is open.
        """
        found = self._open(proposal)
        made = list(read_statement(found.body, self.library, by, str(self.ledger.path)))
        self._add(ACCEPT, {"id": proposal}, by)
        return made

    def refuse(self, proposal: str, reason: str, by: str) -> None:
        """Turn a reading down.

        Raises:
            UnknownName: if no reading of that id is open.
        """
        self._open(proposal)
        self._add(REFUSE, {"id": proposal, "reason": _text("reason", reason)}, by)

    def take_back(self, key: str, reason: str, by: str) -> None:
        """Take back a claim (``c-``), a judgement (``j-``) or a decision on a reading (``p-``); all lines stay.

        Raises:
            UnknownName: if nothing of that id stands.
        """
        if key.startswith("c-"):
            self.withdraw(key, reason, by)
            return
        lines = self.ledger.lines()
        standing = {one.id for one in judgements(lines) if not one.withdrawn}
        standing |= {one.id for one in proposals(lines) if one.state != "open"}
        if key not in standing:
            raise UnknownName("line of the ledger", key, standing)
        self._add("withdraw", {"id": key, "reason": _text("reason", reason)}, by)

    def _open(self, key: str) -> Proposal:
        found = {one.id: one for one in proposals(self.ledger.lines()) if one.state == "open"}
        if key not in found:
            raise UnknownName("open reading", key, found)
        return found[key]

    def _add(self, action: str, body: dict[str, Any], by: str) -> Line:
        return self.ledger.append(action, body, _text("name", by), datetime.now(UTC))


def _text(what: str, text: str) -> str:
    """Return a text without its margins; a control character would steer a terminal that prints it."""
    found = " ".join(text.split())
    if not found or not found.isprintable() or len(found) > LONGEST:
        raise WrongUse(f"{what}: read {text[:60]!r}, expected a text of at most {LONGEST:,} plain characters")
    return found
