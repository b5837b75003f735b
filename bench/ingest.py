"""How fast IATI files become tables, and how far that is from the limit: `python bench/ingest.py FILES... [--big]`.

All figures of one run stand side by side, since machines are noisy: cpu seconds per GB of XML for parses that build
nothing (libxml2's SAX2 with empty handlers, expat, lxml), for the reader alone, for the whole job with Parquet written
(the median of several, with one worker and two in turn), and for okfn-iati if it is installed. With ``--big`` the same
files are repeated to 1 GB, to see how cost and memory grow.
"""

import ctypes
import ctypes.util
import gc
import io
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout, suppress
from functools import partial
from pathlib import Path
from statistics import median
from xml.parsers import expat

from lxml import etree

from solidary.sources.iati.compiled import walker
from solidary.sources.iati.dataset import read_dataset
from solidary.sources.iati.files import find, opened
from solidary.sources.iati.reader import FLUSH_BYTES, Buffer, parser

Work = Callable[[bytes], None]
TURNS = 5
PORTION = 64 << 20  # bytes that are held in memory at once, so that reading the disk is not measured


def datasets(paths: list[Path]) -> Iterator[bytes]:
    """Yield the datasets that are XML, in memory."""
    for found in find(paths):
        with opened(found) as stream:
            data = b"".join(iter(partial(stream.read, 1 << 20), b""))
        if data.lstrip()[:1] == b"<":
            yield data


def cost(work: Work, portions: list[bytes]) -> float:
    """Return the cpu seconds per GB of some work on bytes."""
    size = sum(map(len, portions)) / 1e9
    start = time.process_time()
    for data in portions:
        work(data)
    return (time.process_time() - start) / size


def sax2() -> Callable[[bytes], None] | None:
    """Return a parse by libxml2 that calls nothing: the floor of a conforming parse."""
    name = ctypes.util.find_library("xml2")
    if not name:
        return None
    library = ctypes.CDLL(name)
    handler = (ctypes.c_uint64 * 32)()  # a xmlSAXHandler of null pointers ...
    ctypes.cast(ctypes.addressof(handler) + 27 * 8, ctypes.POINTER(ctypes.c_uint32))[0] = 0xDEEDBEAF  # ... of SAX2
    library.xmlSAXUserParseMemory.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int]

    def parse(data: bytes) -> None:
        library.xmlSAXUserParseMemory(ctypes.addressof(handler), None, data, len(data))

    return parse


def bare_lxml(data: bytes) -> None:
    """Parse to a tree, and nothing more."""
    with suppress(etree.XMLSyntaxError):
        etree.fromstring(data, parser(huge=True))


def bare_expat(data: bytes) -> None:
    """Parse with expat without a handler."""
    with suppress(expat.ExpatError):
        expat.ParserCreate().Parse(data, True)


def rows_only(data: bytes, *, compiled: bool) -> None:
    """Read to rows of all tables and forget them."""
    buffer = Buffer(compiled=compiled)
    read_dataset(io.BytesIO(data), 0, buffer, buffer.clear)


def limits(paths: list[Path]) -> dict[str, float]:
    """Measure the limits and the reader, each on the same bytes, portion by portion."""
    works: dict[str, Work | None] = {
             "libxml2 SAX2, nothing called": sax2(), "expat, nothing called": bare_expat, "lxml, tree only": bare_lxml,
             "reader in Python, rows in memory": partial(rows_only, compiled=False)}  # fmt: skip
    if walker() is not None:
        works["reader with the compiled walk, rows in memory"] = partial(rows_only, compiled=True)
    totals: dict[str, float] = dict.fromkeys((name for name, work in works.items() if work), 0.0)
    size = 0.0
    gc.disable()
    for portion in _portions(paths):
        share = sum(map(len, portion)) / 1e9
        size += share
        for name, work in works.items():
            if work:
                totals[name] += cost(work, portion) * share
    gc.enable()
    return {name: total / size for name, total in totals.items()}


def _portions(paths: list[Path]) -> Iterator[list[bytes]]:
    portion: list[bytes] = []
    for data in datasets(paths):
        portion.append(data)
        if sum(map(len, portion)) > PORTION:
            yield portion
            portion = []
    if portion:
        yield portion


LOAD = """
import resource, sys, time
from datetime import UTC, datetime
from pathlib import Path
from solidary.store.load import load
from solidary.store.snapshot import Lake
if __name__ == "__main__":
    start = time.perf_counter()
    load(Lake(Path(sys.argv[1])), [Path(p) for p in sys.argv[3:]], datetime.now(UTC), workers=int(sys.argv[2]))
    wall = time.perf_counter() - start
    me, below = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    cpu = me.ru_utime + me.ru_stime + below.ru_utime + below.ru_stime
    # ru_maxrss begins with what the parent had; VmHWM begins anew with the program.
    own = next(int(line.split()[1]) for line in Path("/proc/self/status").open() if line.startswith("VmHWM"))
    print(wall, cpu, max(own, below.ru_maxrss) / 1024)
"""


def whole(paths: list[Path], workers: int, *, pure: bool = False) -> tuple[float, float, float]:
    """Run the whole job in processes of its own; return wall seconds, cpu seconds, peak MB of the largest process."""
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "job.py"
        script.write_text(LOAD)
        command = [sys.executable, str(script), str(Path(folder) / "lake"), str(workers), *map(str, paths)]
        environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}  # as the command sets it
        environment |= {"SOLIDARY_PURE": "1"} if pure else {}
        done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    wall, cpu, peak = map(float, done.stdout.split())
    return wall, cpu, peak


def turns(paths: list[Path]) -> tuple[float, float, float, float, float]:
    """Run the whole job in turns; return medians of cpu and wall seconds and of two workers to one, and both peaks."""
    runs = [(whole(paths, 1), whole(paths, 2)) for _ in range(TURNS)]
    return (
        median(one[1] for one, _ in runs),
        median(one[0] for one, _ in runs),
        median(two[0] / one[0] for one, two in runs),
        max(one[2] for one, _ in runs),
        max(two[2] for _, two in runs),
    )


def repeated(paths: list[Path], folder: Path, size: int) -> list[Path]:
    """Write the datasets again and again, with new identifiers, until there are so many bytes."""
    written, number = 0, 0
    while written < size:
        for data in datasets(paths):
            number += 1
            text = data.replace(b"<iati-identifier>", f"<iati-identifier>{number}-".encode())
            written += (folder / f"{number:05}.xml").write_bytes(text)
            if written > size:
                break
    return [folder]


def okfn(paths: list[Path]) -> float | None:
    """Return the cpu seconds per GB of okfn-iati (17 CSV files per input), if it is installed."""
    try:
        from okfn_iati.multi_csv_converter import IatiMultiCsvConverter  # type: ignore[import-not-found]
    except ImportError:
        return None
    size, start = 0, 0.0
    with tempfile.TemporaryDirectory() as folder:
        spent = 0.0
        for number, data in enumerate(datasets(paths)):
            source = Path(folder) / "in.xml"
            source.write_bytes(data)
            start = time.process_time()
            with redirect_stdout(io.StringIO()):
                IatiMultiCsvConverter().xml_to_csv_folder(str(source), str(Path(folder) / str(number)))
            spent += time.process_time() - start
            size += len(data)
    return spent / (size / 1e9)


def main() -> None:
    """Measure and print."""
    paths = [Path(path) for path in sys.argv[1:] if not path.startswith("--")]
    size = sum(map(len, datasets(paths))) / 1e9
    figures = limits(paths)
    cpu, wall, half, peak, peak_two = turns(paths)
    figures["whole job: all tables, Parquet, audit"] = cpu / size
    figures["whole job without the compiled walk"] = whole(paths, 1, pure=True)[1] / size
    peer = okfn(paths)
    if peer:
        figures["okfn-iati, 17 CSV files"] = peer
    print(f"{size * 1000:.0f} MB of XML, {os.cpu_count()} cores, a flush is {FLUSH_BYTES >> 20} MB\n")
    floor, tree = figures.get("libxml2 SAX2, nothing called"), figures["lxml, tree only"]
    for name, value in figures.items():
        ratio = f"{value / floor:6.1f} x SAX2" if floor else ""
        print(f"{name:<48}{value:7.1f} cpu-s/GB{1000 / value:7.0f} MB/s{ratio}{value / tree:7.2f} x lxml")
    print(f"\nwall: one worker {wall:.1f} s, two workers {half:.2f} of it")
    print(f"peak of the largest process: {peak:.0f} MB with one worker, {peak_two:.0f} MB with two")
    if "--big" in sys.argv:
        grown(paths, cpu / size)


def grown(paths: list[Path], cost_before: float) -> None:
    """Load 1 GB of the same files, and one single file of 1 GB."""
    with tempfile.TemporaryDirectory() as folder:
        many = repeated(paths, Path(folder), 10**9)
        size = sum(file.stat().st_size for file in Path(folder).iterdir()) / 1e9
        one, cpu, peak = whole(many, 1)
        print(f"1 GB in files: {cpu / size:.1f} cpu-s/GB, {cpu / size / cost_before:.2f} x as much; peak {peak:.0f} MB")
        two, _, peak = whole(many, 2)
        print(f"wall: one worker {one:.1f} s, two workers {two:.1f} s = {two / one:.2f}; peak {peak:.0f} MB")
        single = joined(Path(folder))
        _, cpu, peak = whole([single], 1)
        size = single.stat().st_size / 1e9
        print(
            f"1 GB in one file: {cpu / size:.1f} cpu-s/GB, {cpu / size / cost_before:.2f} x as much; peak {peak:.0f} MB"
        )


def joined(folder: Path) -> Path:
    """Write the records of all files of a folder into one file."""
    single = folder.with_name(f"{folder.name}-one.xml")
    with single.open("wb") as file:
        file.write(b'<iati-activities version="2.03">')
        for part in sorted(folder.iterdir()):
            data = part.read_bytes()
            file.write(data[data.find(b"<iati-activity ") : data.rfind(b"</iati-activities")])
            part.unlink()
        file.write(b"</iati-activities>")
    return single


if __name__ == "__main__":
    main()
