"""Numbers as people write them: digits with marks, English words, and the myriads of Korean and Japanese."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

DIGITS: Final = r"\d{1,3}(?:,\d{2,3})+(?:\.\d+)?|\d+(?:\.\d+)?"
SCALES: Final = {
    "hundred": 10**2, "thousand": 10**3, "k": 10**3, "lakh": 10**5, "million": 10**6, "mn": 10**6, "m": 10**6,
    "crore": 10**7, "billion": 10**9, "bn": 10**9, "trillion": 10**12, "tn": 10**12,
}  # fmt: skip
_UNITS: Final = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS: Final = "twenty thirty forty fifty sixty seventy eighty ninety".split()
WORDS: Final = {word: number for number, word in enumerate(_UNITS)} | {
    word: 10 * number for number, word in enumerate(_TENS, start=2)
}
PARTS: Final = {"a quarter": "0.25", "quarter": "0.25", "three quarters": "0.75", "half a": "0.5", "half": "0.5"}
SMALL: Final = {"십": 10, "백": 100, "천": 1000, "十": 10, "百": 100, "千": 1000}
GREAT: Final = {"만": 10**4, "억": 10**8, "조": 10**12, "万": 10**4, "億": 10**8, "兆": 10**12}
KANJI: Final = {mark: number for number, mark in enumerate("〇一二三四五六七八九")}
_MYRIAD: Final = re.compile(rf"(?P<digits>{DIGITS})|(?P<mark>[{''.join((*SMALL, *GREAT, *KANJI))}])")


def english(text: str) -> Decimal | None:
    """Read a number in digits or English words, with its scales; ``None`` if it is none.

    >>> english("22.5 million"), english("forty-five"), english("three quarters billion"), english("12,34,567.89")
    (Decimal('22500000.0'), Decimal('45'), Decimal('750000000.00'), Decimal('1234567.89'))
    """
    words = re.sub(r"(?<=\d)(?=[a-z])", " ", text.lower().replace("-", " ")).split()
    scale = 1
    while words and words[-1] in SCALES:
        scale *= SCALES[words.pop()]
    rest = " ".join(words)
    if re.fullmatch(DIGITS, rest):
        return Decimal(rest.replace(",", "")) * scale
    if rest in PARTS:
        return Decimal(PARTS[rest]) * scale
    if not words or any(word not in WORDS for word in words):
        return None
    return Decimal(sum(WORDS[word] for word in words)) * scale


def myriads(text: str) -> Decimal | None:
    """Read a number in Korean or Japanese, which count by ten thousands; ``None`` if it is none.

    >>> myriads("11억 7천만"), myriads("30만9천381"), myriads("천 4백만"), myriads("四十九兆九千五百九十二億")
    (Decimal('1170000000'), Decimal('309381'), Decimal('14000000'), Decimal('49959200000000'))
    """
    whole, last, group, held, read = Decimal(0), Decimal(0), Decimal(0), None, False
    for found in _MYRIAD.finditer(text):
        read, mark = True, found["mark"]
        if found["digits"]:
            held = Decimal(found["digits"].replace(",", ""))
        elif mark in KANJI:
            held = (held or 0) * 10 + Decimal(KANJI[mark])
        elif mark in SMALL:
            group, held = group + (1 if held is None else held) * SMALL[mark], None
        elif last and held is None and not group:  # 万億 is ten thousand times a hundred million
            whole, last = whole - last + last * GREAT[mark], last * GREAT[mark]
        else:
            last = (group + (held or 0) or Decimal(1)) * GREAT[mark]
            whole, group, held = whole + last, Decimal(0), None
    return whole + group + (held or 0) if read else None
