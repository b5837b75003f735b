"""Types of the files in ``definitions/``: what exists before any promise is made.

Sources, places, groupings with dated membership, frameworks with their areas, partners, mechanisms, funds, and the
rota of country coordinators.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from solidary.terms.scalars import (
    AnyKey,
    CurrencyCode,
    Day,
    Flag,
    Key,
    Month,
    Published,
    Ref,
    Span,
    Strict,
    Text,
)

# Who speaks: a government, ASEAN body, fund or implementer itself; a copy of its text; a scholar or think tank;
# a newspaper or agency; a page without an author or a source.
Grade = Literal["official", "repost", "analysis", "news", "weak"]
GRADES: tuple[Grade, ...] = ("official", "repost", "analysis", "news", "weak")


class SourceTerm(Strict):
    """A document that claims can point to."""

    title: Text
    url: Text | None = None
    published: Published
    grade: Grade
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}$")] = "en"


class Sourced(Strict):
    """A definition that says where it was read."""

    source: Annotated[str, Ref("source")]
    locator: Text


class PlaceTerm(Strict):
    """A state or territory, keyed by its ISO 3166-1 alpha-2 code (``EU`` for the European Union)."""

    name: Text
    adjective: Text
    iso3: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    m49: Annotated[str, Field(pattern=r"^\d{3}$")] | None = None
    currency: CurrencyCode
    fiscal_year: Month = 1
    aliases: list[Text] = []


class GroupingTerm(Sourced):
    """A named set of places; membership has dates."""

    name: Text
    title: Text
    kind: Literal["organisation", "subregional", "status", "region"] = "subregional"
    members: Annotated[list[str], Ref("place")] = []
    joined: Annotated[dict[str, Day], Ref("place")] = {}
    left: Annotated[dict[str, Day], Ref("place")] = {}


class AreaTerm(Strict):
    """One area, line, goal or community of a framework."""

    title: Text
    short: Text


class FrameworkTerm(Sourced):
    """A framework that promises can serve: its areas and its principles."""

    title: Text
    short: Text
    owner: Annotated[str, Ref("body")]
    adopted: Span
    areas_are: Text
    areas: dict[AnyKey, AreaTerm]
    principles: list[Text] = []


class PartnerTerm(Strict):
    """A partner of the grouping served: a state or union that makes promises to it."""

    agencies: list[Text] = []
    publishers: list[Text] = []  # how the identifiers begin under which its official bodies publish to IATI
    initiatives: Annotated[list[str], Ref("initiative")] = []


class OrganisationTerm(Strict):
    """A multilateral body that gives money of its own, keyed by its identifier in IATI, such as XM-DAC-46004."""

    name: Text
    aliases: list[Text] = []
    publishers: list[Text] = []  # how its identifiers begin in IATI, if not with its key


class MechanismTerm(Sourced):
    """A standing body or process through which partners and members work together."""

    title: Text
    short: Text
    members: Annotated[str, Ref("grouping")]
    partners: Annotated[list[str], Ref("place")] = []
    joined: Annotated[dict[str, Day], Ref("place")] = {}  # where a partner came later than the mechanism
    led_by: Literal["asean", "members", "partner"]
    since: Span


class ChannelTerm(Sourced):
    """An organisation of the grouping, or led by it together with a partner, through which money can go."""

    title: Text
    aliases: list[Text] = []  # how publishers spell it
    codes: list[Text] = []  # of the OECD's list of channels, and identifiers in IATI
    led_by: Literal["asean", "joint"]
    since: Span
    until: Span | None = None


class CodeListTerm(Sourced):
    """Codes that belong together, in one edition; a code stands for all below it, and for its parts."""

    title: Text
    edition: Text
    codes: dict[Text, Text]
    parts: dict[Text, list[Text]] = {}  # which other codes add up to one of them
    totals: list[Text] = []  # codes that add up several of them
    since: Annotated[int, Field(ge=1900, le=2100)]

    @model_validator(mode="after")
    def _parts_have_a_whole(self) -> Self:
        if stray := sorted(set(self.parts) - set(self.codes)):
            raise ValueError(f"parts of {stray[0]!r}, which is none of the codes {', '.join(self.codes)}")
        return self


class FundTerm(Sourced):
    """A fund through which promises are paid."""

    title: Text
    short: Text
    partner: Annotated[str, Ref("place")]
    serves: Annotated[str, Ref("grouping")]
    mechanism: Annotated[str | None, Ref("mechanism")] = None
    manager: Text
    since: Span


class CoordinatorTerm(Sourced):
    """A member's term as country coordinator for a dialogue partner."""

    partner: Annotated[str, Ref("place")]
    member: Annotated[str, Ref("place")]
    term: Span
    seen: Flag = False  # the source shows the member in office, but not the ends of the term

    @property
    def key(self) -> str:
        """Name under which the term is kept, such as ``KR-TH-2024``."""
        return f"{self.partner}-{self.member}-{self.term.start or self.term.end}"


class GovernmentTerm(Sourced):
    """A change of government of a partner: who took office, and when."""

    partner: Annotated[str, Ref("place")]
    title: Text
    since: Day

    @property
    def key(self) -> str:
        """Name under which it is kept, such as ``KR-2022-05-10``."""
        return f"{self.partner}-{self.since}"


class RuleTerm(Strict):
    """A rule by which a figure is made; figures name it, `solidary ref` prints it."""

    title: Text
    text: Text
    reference: Text | None = None


class DefinitionFile(Strict):
    """One file in ``definitions/``; any of its sections may be absent."""

    sources: dict[Key, SourceTerm] = {}
    places: dict[Annotated[str, Field(pattern=r"^[A-Z]{2}$")], PlaceTerm] = {}
    groupings: dict[AnyKey, GroupingTerm] = {}
    frameworks: dict[Key, FrameworkTerm] = {}
    partners: Annotated[dict[str, PartnerTerm], Ref("place")] = {}
    organisations: dict[AnyKey, OrganisationTerm] = {}
    mechanisms: dict[Key, MechanismTerm] = {}
    channels: dict[Key, ChannelTerm] = {}
    code_lists: dict[Key, CodeListTerm] = {}
    funds: dict[Key, FundTerm] = {}
    coordinators: list[CoordinatorTerm] = []
    governments: list[GovernmentTerm] = []
    rules: dict[Key, RuleTerm] = {}
    translations: dict[Annotated[str, Field(pattern=r"^[a-z]{2,3}$")], dict[str, Text]] = {}
