"""Claims made in a test: one slot, every property free to choose."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from solidary.records.claim import Claim, ClaimId, Evidence, SubjectKey
from solidary.terms.definition import GRADES, Grade
from solidary.terms.scalars import NOT_STATED, Stated
from solidary.values.amount import Amount
from solidary.values.period import Period

EARLY, LATE = date(2020, 1, 1), date(2024, 1, 1)
VALUES = (
    Amount.parse("USD 19 million"),
    Amount.parse("USD 20 million"),
    Amount.parse("about USD 20 million"),
    Amount.parse("USD 19 to 21 million"),
    NOT_STATED,
)


def usd(text: str) -> Amount:
    return Amount.parse(f"USD {text}")


def claim(
    value: Stated,
    grade: Grade = "official",
    day: date = EARLY,
    *,
    key: str = "c-5",
    method: str = "person",
    doubt: str | None = None,
    predicate: str = "amount",
    of: str = "",
) -> Claim:
    return Claim(
        id=ClaimId(key),
        subject=SubjectKey("bridge/money"),
        kind="promise",
        predicate=predicate,
        value=value,
        of=Period.parse(of) if of else None,
        evidence=Evidence("text", "A text", None, Period.parse(day.isoformat()), grade, "en", "page 1"),
        method=method,
        doubt=doubt,
        known_from=day,
        asserted_by="a tester",
        place="bridge.yml:1",
    )


CLAIMS = st.lists(
    st.builds(
        claim,
        st.sampled_from(VALUES),
        st.sampled_from(GRADES),
        st.dates(EARLY, LATE),
        key=st.integers(0, 999).map(lambda number: f"c-{number:03}"),
        method=st.sampled_from(("person", "arithmetic")),
        doubt=st.sampled_from((None, "a slip")),
    ),
    min_size=1,
    max_size=7,
    unique_by=lambda found: found.id,
)
