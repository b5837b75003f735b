"""Fonts for paper, found at run time: the package carries none."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

LATIN: Final = (
    "Noto Sans", "Source Sans 3", "Liberation Sans", "Arial", "Helvetica Neue", "Noto Sans CJK KR", "DejaVu Sans",
    "Libertinus Serif",
)  # fmt: skip
# The first of each row that this machine has comes first; fonts of other scripts follow, for what is quoted.
PREFERRED: Final[dict[str, tuple[str, ...]]] = {
    "th": ("Noto Sans Thai", "Sarabun", "Loma", "Garuda", "Leelawadee UI", "Thonburi", "Tahoma", "Waree"),
    "ko": ("Noto Sans KR", "Noto Sans CJK KR", "NanumGothic", "Malgun Gothic", "Apple SD Gothic Neo"),
}
PACKAGES: Final = {"th": "fonts-thai-tlwg", "ko": "fonts-noto-cjk"}  # of Debian and Ubuntu


def families(language: str, known: Iterable[str]) -> list[str]:
    """Return the fonts to set a text in, the best first.

    Args:
        language: that of the text.
        known: names of the families that this machine has.

    >>> families("th", ["Loma", "DejaVu Sans", "Noto Sans CJK KR"])
    ['Loma', 'Noto Sans CJK KR', 'DejaVu Sans']
    """
    here = set(known)
    rows = [PREFERRED.get(language, ()), LATIN, *(row for key, row in PREFERRED.items() if key != language)]
    own = [[name for name in row if name in here] for row in rows]
    chosen = [own[0][:1], own[1], *(row[:1] for row in own[2:])]
    return list(dict.fromkeys(name for row in chosen for name in row))


def advice(language: str) -> str:
    """Say what to install for a language."""
    package = PACKAGES.get(language)
    noto = {"th": "Noto Sans Thai", "ko": "Noto Sans KR"}.get(language, "Noto Sans")
    debian = f" (on Debian and Ubuntu: apt install {package})" if package else ""
    return f"install a font that has them, such as {noto}{debian}, and try again"
