"""One activity: every row of money that it reports, with shares, rate, rule and place, and what people judged of it."""

from __future__ import annotations

from solidary.analyses.finding import Trail
from solidary.app.at import Here
from solidary.app.pages.entry import vars_of
from solidary.app.sheet import Sheet
from solidary.brief.trail import HEADINGS, SHOWN, foot_of, lines_of, row_data, rows_behind
from solidary.errors import UnknownName
from solidary.register.judgement import judgements


def project(at: Here, activity: str) -> Sheet:
    """One activity as reported: its rows of money, each with its shares, rate, rules and line in the file."""
    flows, table = at.reading.flows, at.reading.projects(at.where.day)
    if flows is None or table is None:
        raise UnknownName("activity", activity, (), at.text("unloaded"))
    rows = rows_behind(Trail("flow_rows_of_activity", (("activity", activity),)), flows)
    if not rows.num_rows:
        raise UnknownName("activity", activity, ())
    import pyarrow.compute as pc

    heads = table.filter(pc.equal(table["activity"], activity)).to_pylist()
    judged = [one for one in judgements(at.reading.workspace.ledger.lines()) if one.activity == activity]
    about = {
        "activity": activity, "heads": [{**one, "recipient_name": at.reading.place(one["recipient"])} for one in heads],
        "headings": HEADINGS, "lines": lines_of(rows), "foot": foot_of(rows, flows), "judged": judged,
        "promises": [(found.key, found.title) for found in at.view.promises], "more": max(0, rows.num_rows - SHOWN),
    }  # fmt: skip
    data = {"activity": activity, "rows": row_data(rows), "judgements": [vars_of(one) for one in judged]}
    title = next((one["title"] for one in heads if one["title"]), activity)
    return Sheet("project", title, about, data)
