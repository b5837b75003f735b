"""p-medians of the OR-Library, exactly: `python -m bench.siting [NUMBERS...]`; default: all that are there.

Problems and optima: Beasley 1985. Each is solved to optimality by HiGHS; a difference ends the run with 1.
"""

import os
import sys
import time
from pathlib import Path

from tests.measures.test_siting import pmed

from solidary.measures.siting import p_median

DATA = Path(os.environ.get("SOLIDARY_DATA") or Path(__file__).parents[2] / "shared" / "data")
OPTIMA = (
    5819, 4093, 4250, 3034, 1355, 7824, 5631, 4445, 2734, 1255, 7696, 6634, 4374, 2968, 1729, 8162, 6999, 4809, 2845,
    1789, 9138, 8579, 4619, 2961, 1828, 9917, 8307, 4498, 3033, 1989, 10086, 9297, 4700, 3013, 10400, 9934, 5057,
    11060, 9423, 5128,
)  # fmt: skip

if __name__ == "__main__":
    wrong = 0
    for number in map(int, sys.argv[1:]) if len(sys.argv) > 1 else range(1, len(OPTIMA) + 1):
        path = DATA / "reference" / "pmed" / f"pmed{number}.txt"
        if not path.exists():
            continue
        distances, p = pmed(path)
        start = time.perf_counter()
        found = p_median(distances, dict.fromkeys(distances, 1.0), p)
        good = round(found.value, 6) == OPTIMA[number - 1]
        wrong += not good
        took = time.perf_counter() - start
        print(f"pmed{number}: {len(distances)} places, {p} sites, {found.value:.0f}, {took:.1f} s", flush=True)
        if not good:
            print(f"  expected {OPTIMA[number - 1]}")
    sys.exit(bool(wrong))
