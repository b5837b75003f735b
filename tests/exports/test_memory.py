"""An export of any size needs the memory of a portion: ten times the rows, nearly the same peak."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

PORTION: Final = 16_384
CALL: Final = """
import resource, sys
from pathlib import Path
import pyarrow as pa
from solidary.exports.parquet import write_parquet
from solidary.exports.rows import Rows
from solidary.exports.text import write_csv
from solidary.exports.xlsx import write_xlsx

target, portions = Path(sys.argv[1]), int(sys.argv[2])
write = {".csv": write_csv, ".parquet": write_parquet, ".xlsx": write_xlsx}[target.suffix]


def batch(number):
    ids = pa.array([f"KR-GOV-051-{number}-{row}-" + "x" * 60 for row in range(16_384)])
    return pa.record_batch({"id": ids, "n": pa.array(range(16_384), pa.int32())})


print(write(Rows(batch(0).schema, (batch(number) for number in range(portions))), target).rows)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def peak(target: Path, portions: int) -> int:
    """Return the largest memory of a process that writes so many portions, in MB."""
    told = subprocess.run(
        [sys.executable, "-c", CALL, str(target), str(portions)],
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    rows, most = map(int, told.stdout.split())
    assert rows == portions * PORTION
    return most


# Each row has some 90 bytes: what is added would need 115, 115 and 14 MB (of Python texts, more) if it were held.
@pytest.mark.parametrize(("name", "few", "many"), [("a.csv", 10, 90), ("a.parquet", 10, 90), ("a.xlsx", 1, 9)])
def test_ten_times_the_rows_need_no_more_memory(tmp_path: Path, name: str, few: int, many: int) -> None:
    small, large = peak(tmp_path / f"small-{name}", few), peak(tmp_path / name, many)
    assert large - small < 25, f"{small} MB for {few} portions, {large} MB for {many}"
