"""Commands killed at random moments leave old or new files: ``python tests/kills.py --kills 1000``.

A process runs a command on a folder that holds an earlier version, and is killed with SIGKILL: at a random moment of its life, or, a
third of them, right after the folder first changes. Each is forked from this one, where docgen is loaded already, so that most of its
life is work; every nineteenth is a new ``python -m docgen``.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from helpers import ROOT
from test_failing_writes import CASES, Case, contents, others, temporaries

from docgen.cli import main as docgen_main

TRIED = ("build", "build by force", "ledger", "ledger --update")
FAULTS = ("half-written", "lost", "refused", "rest")
_COLD = 19
_AT_LAST_SECONDS = 60.0


@dataclass
class Laid:
    """A command with its folder laid out, and what comes of it when nobody disturbs it."""

    case: Case
    folder: Path
    before: dict[str, bytes | None]
    after: dict[str, bytes | None]
    seconds: float
    cold_seconds: float


@dataclass
class Report:
    """What came of the kills."""

    counts: Counter[str] = field(default_factory=Counter)
    faults: list[tuple[int, str, str]] = field(default_factory=list)  # number, fault, detail

    def lines(self) -> Iterator[str]:
        """Yield the figures."""
        by_fault = Counter(fault for _, fault, _ in self.faults)
        yield f"kills {self.counts['kills']}, " + ", ".join(f"{fault} {by_fault[fault]}" for fault in FAULTS)
        for name in ("before it wrote", "while it wrote", "when all was written", "too late"):
            yield f"  {name}: {self.counts[name]}"


# ---- a process


class Command:
    """A process of docgen in a folder."""

    def __init__(self, folder: Path, words: list[str], *, cold: bool) -> None:
        """Start it."""
        sys.stdout.flush()
        if cold:
            environment = {**os.environ, "PYTHONPATH": str(ROOT)}
            nothing = subprocess.DEVNULL
            command = [sys.executable, "-m", "docgen", *words]
            started = subprocess.Popen(command, cwd=folder, env=environment, stdout=nothing, stderr=nothing)
            started.returncode = 0  # it is waited for here
            self.pid = started.pid
            return
        self.pid = os.fork()
        if self.pid == 0:
            code = 99
            try:
                os.chdir(folder)
                nowhere = os.open(os.devnull, os.O_WRONLY)
                os.dup2(nowhere, 1)
                os.dup2(nowhere, 2)
                code = docgen_main(words)
            finally:
                os._exit(code)

    def is_over(self) -> bool:
        """Whether it has ended; it is not taken away."""
        return os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOWAIT | os.WNOHANG) is not None

    def kill(self) -> None:
        """Kill it, be it over or not."""
        os.kill(self.pid, signal.SIGKILL)

    def ended(self) -> int:
        """Wait for its end and return its exit code, negative for a signal."""
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


def _state(folder: Path) -> list[tuple[str, int, int]]:
    """Return what a look into a folder shows: names, numbers of the files, times."""
    seen = []
    for place in (folder, folder / ".docgen"):
        try:
            with os.scandir(place) as entries:
                seen += [(entry.name, entry.inode(), entry.stat().st_mtime_ns) for entry in entries]
        except OSError:
            continue
    return sorted(seen)


# ---- a kill


def laid_out(name: str, folder: Path) -> Laid:
    """Lay a command's folder out and run it twice in copies, to know what it makes and how long it takes."""
    case = CASES[name]
    laid = folder / "laid out"
    laid.mkdir(parents=True)
    case.lay_out(laid)
    seconds = []
    for cold in (False, True):
        copy = Path(shutil.copytree(laid, folder / f"undisturbed {cold}"))
        started = time.monotonic()
        code = Command(copy, case.command, cold=cold).ended()
        seconds.append(time.monotonic() - started)
        if code != 0:
            raise AssertionError(f"{name} ends with {code} when nobody disturbs it")
    return Laid(case, laid, contents(laid, case.made), contents(copy, case.made), *seconds)


def killed(laid: Laid, folder: Path, number: int, dice: random.Random) -> Iterator[tuple[str, str]]:
    """Kill a command and yield what happened, then every fault with its detail."""
    shutil.copytree(laid.folder, folder)
    cold = number % _COLD == 0
    first = _state(folder)
    command = Command(folder, laid.case.command, cold=cold)
    if number % 3 == 0:
        _wait(lambda: _state(folder) != first or command.is_over())
        time.sleep(dice.choice([0, 0, 0.0005, 0.002, 0.005]))
    else:
        time.sleep(dice.random() * (laid.cold_seconds if cold else laid.seconds))
    command.kill()
    code = command.ended()
    now = contents(folder, laid.case.made)
    yield _moment(code, _state(folder) != first, now == laid.after), ""
    yield from _harm(laid, folder, now)
    code = Command(folder, laid.case.command, cold=False).ended()
    if code != 0 or contents(folder, laid.case.made) != laid.after:
        yield "refused", f"the next run ends with {code}"
    left = [path.name for path in temporaries(folder)]
    copies = {path for path in others(folder, laid.case) - others(laid.folder, laid.case) if path not in left}
    allowed = {copy for copy in copies if "--force" in laid.case.command and re.search(r"\.docx\.bak[0-9]*$", copy)}
    if left or copies - allowed:
        yield "rest", f"{left} {sorted(copies - allowed)}"


def _moment(code: int, has_changed: bool, is_done: bool) -> str:
    if code == 0:
        return "too late"
    return "when all was written" if is_done else "while it wrote" if has_changed else "before it wrote"


def _harm(laid: Laid, folder: Path, now: dict[str, bytes | None]) -> Iterator[tuple[str, str]]:
    for name, data in now.items():
        if data not in (laid.before[name], laid.after[name]):
            yield "half-written", name
    for name in others(laid.folder, laid.case):
        path = folder / name
        if not path.exists() or path.read_bytes() != (laid.folder / name).read_bytes():
            yield "lost", name
    if "--force" in laid.case.command:
        kept = [path.read_bytes() for path in folder.iterdir() if path.is_file()]
        if b"by hand" not in kept:
            yield "lost", "what somebody wrote by hand"


def _wait(is_time: Callable[[], bool]) -> None:
    end = time.monotonic() + _AT_LAST_SECONDS
    while time.monotonic() < end and not is_time():
        pass


def run(kills: int, seed: int, folder: Path) -> Report:
    """Kill as many processes and return what came of it; folders in which something is wrong are kept."""
    dice = random.Random(seed)
    laid = [laid_out(name, folder / name) for name in TRIED]
    report = Report()
    for number in range(kills):
        tried = laid[number % len(laid)]
        place = folder / f"kill {number}"
        told = list(killed(tried, place, number, dice))
        report.counts["kills"] += 1
        report.counts[told[0][0]] += 1
        report.faults += [(number, fault, f"{' '.join(tried.case.command)}: {detail}") for fault, detail in told[1:]]
        if len(told) == 1:
            shutil.rmtree(place)
    return report


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--folder", type=Path, help="where to; a temporary folder when left out")
    asked = parser.parse_args()
    folder = asked.folder or Path(tempfile.mkdtemp(prefix="docgen-kills-"))
    report = run(asked.kills, asked.seed, folder)
    for number, fault, detail in report.faults[:40]:
        print(f"kill {number}, {fault}: {detail}")  # noqa: T201
    print("\n".join(report.lines()))  # noqa: T201
    if report.faults:
        print(f"kept in {folder}")  # noqa: T201
    elif asked.folder is None:
        shutil.rmtree(folder)
    return 1 if report.faults else 0


if __name__ == "__main__":
    sys.exit(main())
