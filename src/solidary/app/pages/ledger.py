"""The ledger as a page: claims of one's own, judgements of pairs, readings of a machine; and the forms that add to it.

Every form is sealed, carries a name, and only ever appends: what is taken back stays on record with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any, Final

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from solidary.app.at import At, Here
from solidary.app.pages.entry import vars_of
from solidary.app.seal import COOKIE
from solidary.app.sheet import Sheet
from solidary.errors import SolidaryError, WrongUse
from solidary.records.claim import Claim, spell
from solidary.register.judgement import judgements
from solidary.register.proposal import Proposal, proposals
from solidary.terms.definition import GRADES
from solidary.terms.dossier import PREDICATES

writing = APIRouter(tags=["writing"])
YEAR: Final = 365 * 24 * 3600
Text = Annotated[str, Form(max_length=2000)]


def ledger(at: Here, done: Annotated[str, Query(max_length=40)] = "") -> Sheet:
    """The user's own claims, judgements and decisions on readings, each with name and time, and all lines."""
    workspace = at.reading.workspace
    lines = workspace.ledger.lines()
    claims = list(workspace.ledger.claims(workspace.library))
    about: dict[str, Any] = {
        "claims": claims, "judged": judgements(lines), "readings": proposals(lines), "lines": lines[::-1], "done": done,
        "can_write": workspace.folder is not None, "titles": _titles(at),
    }  # fmt: skip
    data = {
        "claims": [_claim(one) for one in claims],
        "judgements": [vars_of(one) for one in judgements(lines)],
        "readings": [_reading(one) for one in proposals(lines)],
        "lines": [
            {"number": one.number, "at": one.at, "by": one.by, "do": one.action, "hash": one.hash} for one in lines
        ],
    }
    return Sheet("ledger", at.text("title.ledger"), about, data)


def _claim(one: Claim) -> dict[str, object]:
    said = {"id": one.id, "subject": one.subject, "predicate": one.predicate, "value": spell(one.value)}
    return {**said, "by": one.asserted_by, "method": one.method}


def _reading(one: Proposal) -> dict[str, object]:
    return {"id": one.id, "subject": one.subject, "reader": one.reader, "state": one.state, "by": one.by}


def new_claim(at: Here, subject: Annotated[str, Query(max_length=200)] = "") -> Sheet:
    """The form for a claim: what one source says of an entry, and where."""
    return _form(at, {"subject": subject or f"{at.where.initiative}/"}, "")


def _form(at: At, typed: Mapping[str, str], fault: str) -> Sheet:
    about = {
        "typed": typed, "fault": fault, "predicates": PREDICATES, "grades": GRADES, "titles": _titles(at),
        "sources": sorted({**at.view.library.sources, **at.view.library.dossier(at.where.initiative).sources}.items()),
        "can_write": at.reading.workspace.folder is not None,
    }  # fmt: skip
    return Sheet("claim", at.text("title.claim"), about, {"fault": fault}, 400 if fault else 200)


def _titles(at: At) -> dict[str, str]:
    head = f"{at.where.initiative}/"
    return {key: found.title for key, found in at.view.register.subjects.items() if key.startswith(head)}


@writing.post("/{initiative}/claims", operation_id="add_claim")
def add_claim(
    request: Request, at: Here, subject: Text, predicate: Text, value: Text, source: Text, locator: Text, by: Text,
    of: Text = "", title: Text = "", published: Text = "", grade: Text = "", url: Text = "", seal: Text = "",
) -> Response:  # fmt: skip
    """Add a claim to the ledger; it competes with the others by the rule of precedence."""
    sealed(request, seal)
    statement: dict[str, object] = {"says": {predicate: value}, "source": source, "locator": locator}
    statement |= {"of": of} if of else {}
    new: dict[str, object] | None = None
    if title:
        new = {
            "title": title,
            "published": published or "undated",
            "grade": grade or "weak",
            **({"url": url} if url else {}),
        }
    try:
        made = at.reading.workspace.claim(subject, statement, by, new)
    except SolidaryError as error:
        typed = {"subject": subject, "predicate": predicate, "value": value, "source": source, "locator": locator,
                 "of": of, "title": title, "published": published, "grade": grade, "url": url, "by": by}  # fmt: skip
        return request.app.state.face.html(request, at, _form(at, typed, str(error)))  # type: ignore[no-any-return]
    return _gone(at, at.where.to("ledger", done=made[0].id), by)


@writing.post("/{initiative}/judgements", operation_id="judge")
def judge(
    request: Request, at: Here, promise: Text, activity: Text, verdict: Text, reason: Text, by: Text, seal: Text = ""
) -> Response:
    """Judge whether an activity is a promise, part of it, or something else."""
    sealed(request, seal)
    made = at.reading.workspace.judge(promise, activity, verdict, reason, by)
    return _gone(at, at.where.to("ledger", done=made.id), by)


@writing.post("/{initiative}/readings", operation_id="decide")
def decide(
    request: Request, at: Here, id: Text, decision: Text, by: Text, reason: Text = "", seal: Text = ""
) -> Response:
    """Accept a machine's reading, which makes it a claim, or refuse it."""
    sealed(request, seal)
    workspace = at.reading.workspace
    decisions: dict[str, Callable[[], Any]] = {
        "accept": lambda: workspace.accept(id, by), "refuse": lambda: workspace.refuse(id, reason, by),
    }  # fmt: skip
    if decision not in decisions:
        raise WrongUse(f"decision: read {decision!r}, expected accept or refuse")
    decisions[decision]()
    return _gone(at, at.where.to("ledger", done=id), by)


@writing.post("/{initiative}/taken-back", operation_id="take_back")
def take_back(request: Request, at: Here, id: Text, reason: Text, by: Text, seal: Text = "") -> Response:
    """Take back a claim, a judgement or a decision; all lines stay."""
    sealed(request, seal)
    at.reading.workspace.take_back(id, reason, by)
    return _gone(at, at.where.to("ledger", done=id), by)


def sealed(request: Request, seal: str) -> None:
    """Refuse a form that was not made here for this browser.

    Raises:
        Unsealed: if so.
    """
    if not request.app.state.face.seal.fits(seal, request.cookies.get(COOKIE, "")):
        raise Unsealed(
            "This form was not made by this page, or the server was started anew. Go back, reload, send it again."
        )


class Unsealed(SolidaryError):
    """A form without a seal of ours."""


def _gone(at: At, address: str, by: str) -> Response:
    answer = RedirectResponse(address, 303)
    answer.set_cookie(
        "solidary-name",
        "".join(letter for letter in by if letter.isprintable())[:80].encode("ascii", "ignore").decode(),
        max_age=YEAR,
        httponly=True,
        samesite="strict",
    )
    return answer
