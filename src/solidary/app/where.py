"""What every address says: the initiative, who reads, as of which day. All links of a page keep it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import quote, urlencode


@dataclass(frozen=True, slots=True)
class Where:
    """Where a reader stands.

    Args:
        perspective: code of a place or key of a grouping; empty for none.
        day: the day of the brief.
        fixed: the day stands in the address, instead of being today.
    """

    initiative: str
    perspective: str
    day: date
    fixed: bool = False

    @property
    def kept(self) -> dict[str, str]:
        """The parameters that every address keeps."""
        return {
            **({"perspective": self.perspective} if self.perspective else {}),
            **({"as_of": self.day.isoformat()} if self.fixed else {}),
        }

    def to(self, page: str = "", /, **params: object) -> str:
        """Return the address of a page; parameters that are empty are left out.

        >>> Where("kasi", "TH", date(2025, 6, 30), True).to("promises", text="a b", sort="")
        '/kasi/promises?perspective=TH&as_of=2025-06-30&text=a+b'
        """
        said = {**self.kept, **{key: str(value) for key, value in params.items() if value not in ("", None)}}
        path = f"/{quote(self.initiative)}{'/' if page else ''}{quote(page)}"
        return f"{path}?{urlencode(said)}" if said else path

    def other(self, initiative: str) -> str:
        """Return the address of another initiative, for the same reader and day.

        >>> Where("kasi", "TH", date(2025, 6, 30), True).other("japan")
        '/japan?perspective=TH&as_of=2025-06-30'
        """
        return replace(self, initiative=initiative).to()

    def explain(self, address: str) -> str:
        """Return the address of the explanation of a figure."""
        return self.to("explain", address=address)

    def entry(self, key: str) -> str:
        """Return the address of an entry of the register, such as ``kasi/methane``."""
        return self.to(f"entries/{key}")
