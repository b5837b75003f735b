"""Times and sizes of the spine: start-up, one question, the whole brief, each as a process and against bare Python.

Run with `make bench`. Machines are noisy, so each figure is the median of several runs and is also given as a ratio to
the start of Python itself in the same run.
"""

import importlib.metadata
import statistics
import subprocess
import sys
import sysconfig
import time
from pathlib import Path

RUNS = 9
SOLIDARY = [sys.executable, "-c", "from solidary.cli.main import main; main()"]
COMMANDS = {
    "python itself": [sys.executable, "-c", "pass"],
    "import solidary": [sys.executable, "-c", "import solidary"],
    "solidary --help": [*SOLIDARY, "--help"],
    "solidary ref akcf": [*SOLIDARY, "ref", "akcf"],
    "solidary ask delivery": [*SOLIDARY, "ask", "delivery", "kasi", "--perspective", "TH"],
    "solidary brief (html)": [*SOLIDARY, "brief", "kasi", "--perspective", "TH", "--out", "-", "--format", "html"],
}


def seconds(command: list[str]) -> float:
    """Return the median wall time of a command."""
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def steps() -> dict[str, float]:
    """Return the seconds of each step of a brief inside one process."""
    import solidary

    marks = {"start": time.perf_counter()}
    workspace = solidary.open()
    _ = workspace.library
    marks["definitions and dossiers read and checked"] = time.perf_counter()
    _ = workspace.claims
    view = workspace.view("kasi", "TH")
    marks["claims and register"] = time.perf_counter()
    brief = workspace.brief("kasi", "TH")
    marks["ten findings, words, charts"] = time.perf_counter()
    pages = len(brief.html())
    marks[f"HTML, {pages // 1024} KB"] = time.perf_counter()
    names, times = list(marks), list(marks.values())
    print(f"\n{len(workspace.claims):,} claims, {len(view.register.subjects):,} entries, "
          f"{len({claim.evidence.source for claim in workspace.claims}):,} sources")  # fmt: skip
    return {name: times[number + 1] - times[number] for number, name in enumerate(names[1:])}


def installed() -> list[tuple[str, float]]:
    """Return the size in MB of every installed package that solidary needs, the largest first."""
    needed, found = ["solidary"], {}
    while needed:
        name = needed.pop()
        if name in found:
            continue
        distribution = importlib.metadata.distribution(name)
        files = distribution.files or []
        found[name] = sum(path.stat().st_size for file in files if (path := Path(str(file.locate()))).is_file()) / 1e6
        for requirement in distribution.requires or []:
            inner = requirement.split(";")[0].split("[")[0]
            wanted = "extra ==" not in requirement
            inner = "".join(part for part in inner.strip() if part.isalnum() or part in "-_.<>=!~ ")
            inner = next(part for part in inner.replace("<", " ").replace(">", " ").replace("=", " ")
                         .replace("!", " ").replace("~", " ").split())  # fmt: skip
            if wanted and _is_installed(inner):
                needed.append(inner)
    return sorted(found.items(), key=lambda pair: -pair[1])


def _is_installed(name: str) -> bool:
    try:
        importlib.metadata.distribution(name)
    except importlib.metadata.PackageNotFoundError:
        return False
    return True


if __name__ == "__main__":
    times = {name: seconds(command) for name, command in COMMANDS.items()}
    bare = times["python itself"]
    for name, value in times.items():
        print(f"{name:<28}{value * 1000:8.0f} ms{value / bare:8.1f} x python")
    for name, value in steps().items():
        print(f"{name:<44}{value * 1000:8.0f} ms")
    sizes = installed()
    print(f"\ninstalled: {sum(size for _, size in sizes):.0f} MB in {len(sizes)} packages, of which "
          + ", ".join(f"{name} {size:.0f}" for name, size in sizes[:4]))  # fmt: skip
    folder = Path(sysconfig.get_paths()["purelib"])
    print(f"whole environment: {sum(path.stat().st_size for path in folder.rglob('*') if path.is_file()) / 1e6:.0f} MB")
