"""Whatever happens to the bytes of a file: the reader never raises, and what it does not load it reports.

Two hundred mutations of a made file and of a real one; expat says of each whether it is still well-formed.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from functools import cache

import pytest

from tests.sources.iati.samples import DATA, Read, hundred, read, seen

SEEDS = range(200)
REAL = DATA / "iati-flattener-fixtures" / "fixtures" / "ifad-activity.xml"
START = re.compile(rb"<iati-activity(?=[\s/>])")


def flip(data: bytearray, chance: random.Random) -> None:
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def delete(data: bytearray, chance: random.Random) -> None:
    place = chance.randrange(len(data))
    del data[place : place + chance.randint(1, 40)]


def insert(data: bytearray, chance: random.Random) -> None:
    place = chance.randrange(len(data))
    data[place:place] = chance.choice([b"<", b">", b"&", b"]]>", b"<!--", b"</", b"\x00", b"\xff", b'"', b"<![CDATA["])


def duplicate(data: bytearray, chance: random.Random) -> None:
    place, length = chance.randrange(len(data)), chance.randint(1, 400)
    data[place:place] = data[place : place + length]


MUTATIONS: tuple[Callable[[bytearray, random.Random], None], ...] = (flip, delete, insert, duplicate)


def mutated(data: bytes, seed: int) -> bytes:
    """Return a file with one to five mutations, which follow from the seed."""
    chance, changed = random.Random(seed), bytearray(data)
    for _ in range(chance.randint(1, 5)):
        chance.choice(MUTATIONS)(changed, chance)
    return bytes(changed)


@cache
def made() -> bytes:
    inside = "<!-- a --><description><narrative xml:lang='ko'>전염병 <![CDATA[a & b]]></narrative></description>"
    return hundred(inside.encode())


@cache
def real() -> bytes:
    if not REAL.exists():
        pytest.skip("the shared data is not beside the checkout")
    return REAL.read_bytes()


def assert_loaded_or_reported(data: bytes, found: Read) -> None:
    """What expat calls well-formed is loaded whole; what it does not is loaded in part, and the fault is reported."""
    expected = seen(data)
    if found.rule:
        assert found.account.records == 0
    elif expected.fault is None:
        assert (found.identifiers, found.faults) == ([one or None for one in expected.identifiers], [])
    elif expected.lines:
        assert found.faults
    for one in found.account.broken:
        assert one.message
        assert 1 <= one.line <= data.count(b"\n") + 1


@pytest.mark.parametrize("seed", SEEDS)
def test_a_mutated_made_file_is_loaded_or_reported(seed: int) -> None:
    data = mutated(made(), seed)
    assert_loaded_or_reported(data, read(data))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_mutated_real_file_is_loaded_or_reported(seed: int) -> None:
    data = mutated(real(), seed)
    assert_loaded_or_reported(data, read(data))


@pytest.mark.parametrize("seed", SEEDS)
def test_mutations_of_a_made_file_cost_few_records(seed: int) -> None:
    """Five mutations damage at most five records, unless one of them hides others in a comment or CDATA."""
    data = mutated(made(), seed)
    found = read(data)
    opened = data.count(b"<!--") + data.count(b"<![CDATA[") - made().count(b"<!--") - made().count(b"<![CDATA[")
    if not found.rule and not opened and data.startswith(made()[:90]):
        starts = len(START.findall(data))
        assert found.account.records >= starts - 12
        assert found.account.records + len(found.account.broken) >= starts - 5


def test_the_files_themselves_are_read_whole() -> None:
    for data in (made(), real()):
        found = read(data)
        assert (found.identifiers, found.lines, found.faults) == (seen(data).identifiers, seen(data).lines, [])
