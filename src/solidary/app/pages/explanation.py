"""What stands behind a printed figure: its working, rule, claims and their rivals, or the rows of money it adds up."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query
from fastapi.responses import Response

from solidary.analyses.questions import QUESTIONS
from solidary.app.at import At, Here
from solidary.app.pages.entry import entry, told
from solidary.app.sheet import Sheet
from solidary.brief.data import rows_csv
from solidary.brief.explanation import HEADINGS, Explanation, explain_figure, explain_finding, parse
from solidary.errors import WrongUse

Address = Annotated[str, Query(description="initiative/question/figure@READER, as printed.", max_length=300)]


def explain(at: Here, address: Address) -> Sheet:
    """The explanation of a figure, finding, entry or claim: what `solidary explain` prints."""
    if address.startswith("c-") or parse(address).name not in QUESTIONS:
        return entry(at, address)
    found = _explained(at, address)
    by_claims = found.headings == HEADINGS
    about = {
        "found": found, "address": address,
        "slots": told(found) if by_claims else [], "by_claims": by_claims,
        "figure": next((text for label, text in found.head if label == "Figure"), ""),
    }  # fmt: skip
    return Sheet("explain", at.text("title.explain"), about, {"address": address, **found.data})


def explain_rows(at: Here, address: Address) -> Response:
    """All rows of money behind a figure, as CSV."""
    found = _explained(at, address)
    if found.table is None:
        raise WrongUse(f"{address} rests on claims and not on rows of money")
    name = address.replace("/", "-").replace("@", "-")
    safe = "".join(letter for letter in name if letter.isalnum() or letter == "-")
    headers = {"Content-Disposition": f'attachment; filename="{safe}.csv"'}
    return Response(rows_csv(found.table), media_type="text/csv; charset=utf-8", headers=headers)


def _explained(at: At, address: str) -> Explanation:
    asked = parse(address)
    where = at.reading.where(asked.initiative, asked.reader or "", at.where.day)
    finding, view = at.reading.finding(asked.name, where), at.reading.view(where)
    if asked.figure is None:
        return explain_finding(finding, at.words)
    return explain_figure(finding, asked.figure, view.register, at.words, view.flows)
