"""docgen against docxtpl, side by side in one run: ``python benchmarks/fill.py``. README.md says what the columns mean."""

from __future__ import annotations

import argparse
import gc
import json
import math
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median, quantiles

from engines import ENGINES, OTHER, OURS, Fill, check
from workloads import WORKLOADS, Workload

_SLOT = 0.15  # seconds of processor time that a slot takes at least
_LARGE, _SMALL = "ledger-10000", "ledger-1000"
_FORM = "{:>7}  {:>6}  {:<13}  {:<34}  {:>10}  {:>10}  {:<4}"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the table.

    Attributes:
        ratio: What docxtpl takes over what docgen takes.
        spread: How far the middle half of the rounds lies apart, in parts of the ratio; ``None`` for what has no rounds.
        workload: Which document.
        what: What was measured.
        docgen: What docgen takes.
        docxtpl: What docxtpl takes.
        unit: In which unit.
    """

    ratio: float
    spread: float | None
    workload: str
    what: str
    docgen: float
    docxtpl: float
    unit: str


@dataclass(slots=True)
class Bench:
    """A workload with its engines, and what they took.

    Attributes:
        name: Name of the workload.
        workload: Its template, data and texts.
        fills: What fills it, by mode.
        documents: How many documents a slot holds, by mode.
        seconds: Processor time of a document in each round, by mode.
        sizes: Bytes of a document, by mode.
        checked: Documents and paragraphs that were checked.
    """

    name: str
    workload: Workload
    fills: dict[str, Fill]
    documents: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, list[float]] = field(default_factory=lambda: {mode: [] for mode in ENGINES})
    sizes: dict[str, int] = field(default_factory=dict)
    checked: list[int] = field(default_factory=lambda: [0, 0])

    def verify(self, document: bytes, mode: str) -> None:
        """Check a document and count it."""
        self.checked[1] += check(document, self.workload, mode)
        self.checked[0] += 1
        self.sizes[mode] = len(document)

    def warm_up(self, documents: int | None) -> None:
        """Fill and check a first document in every mode, and settle how many a slot holds."""
        for mode, fill in self.fills.items():
            self.verify(fill(self.workload.data), mode)
            took, _ = _timed(fill, self.workload, 1)
            self.documents[mode] = documents or max(1, math.ceil(_SLOT / max(took, 1e-4)))

    def round(self, order: Sequence[str]) -> None:
        """Give every mode a slot; the time of a slot counts once its last document is right."""
        for mode in order:
            took, document = _timed(self.fills[mode], self.workload, self.documents[mode])
            self.verify(document, mode)
            self.seconds[mode].append(took)


def _timed(fill: Fill, workload: Workload, documents: int) -> tuple[float, bytes]:
    """Return the processor time of a document, and the last one."""
    document = b""
    _settle()
    begin = time.process_time()
    for _ in range(documents):
        document = fill(workload.data)
    return (time.process_time() - begin) / documents, document


def _settle() -> None:
    """Clear up what the slot before left behind: its garbage, and the memory that is freed but not yet put together.

    The C library puts freed memory together when the next larger piece is asked for. After docxtpl's tree of a long table that
    takes longer than docgen needs for the whole document, and would be charged to whoever comes next.
    """
    gc.collect()
    for _ in range(2000):
        bytearray(5000)


# --- running


def measure(names: Sequence[str], folder: Path, rounds: int, documents: int | None, seed: int) -> list[Bench]:
    """Return the workloads, measured in rounds; within each, workloads and modes come in random order."""
    benches = []
    for name in names:
        workload = WORKLOADS[name]()
        path = folder / f"{name}.docx"
        path.write_bytes(workload.template)
        benches.append(Bench(name, workload, {mode: make(str(path)) for mode, make in ENGINES.items()}))
        benches[-1].warm_up(documents)
    dice = random.Random(seed)
    for _ in range(rounds):
        for bench in dice.sample(benches, len(benches)):
            bench.round(dice.sample(list(ENGINES), len(ENGINES)))
    return benches


def peaks(folder: Path) -> dict[str, int]:
    """Return the peak memory of each engine at the largest ledger, each in a fresh process.

    To be called first: on Linux a process inherits the peak of the one that starts it, so that one must still be small.
    """
    template = folder / "alone.docx"
    rows = int(_LARGE.split("-")[1])
    template.write_bytes(WORKLOADS["ledger-100"]().template)
    made = {}
    for mode in ("first", OTHER):
        output = folder / f"{mode}.docx"
        words = (Path(__file__).with_name("alone.py"), mode, template, rows, output)
        command = [sys.executable, *map(str, words)]
        made[mode] = int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    large = WORKLOADS[_LARGE]()
    for mode in made:
        check((folder / f"{mode}.docx").read_bytes(), large, mode)
    return made


# --- telling


def lines_of(benches: Sequence[Bench], memory: dict[str, int]) -> list[Line]:
    """Return the lines of the table."""
    lines = [_time(bench, mode) for bench in benches for mode in OURS]
    known = {bench.name: bench for bench in benches}
    if _LARGE in known and _SMALL in known:
        lines.append(_growth(known[_LARGE], known[_SMALL]))
    if memory:
        ours, theirs = (memory[mode] / 2**20 for mode in ("first", OTHER))
        lines.append(Line(theirs / ours, None, _LARGE, "peak memory of a process", ours, theirs, "MiB"))
    lines += [_size(bench) for bench in benches]
    return lines


def _time(bench: Bench, mode: str) -> Line:
    ours, theirs = bench.seconds[mode], bench.seconds[OTHER]
    what = f"CPU a document, docgen {mode}"
    ratio, spread = _ratio(theirs, ours)
    return Line(ratio, spread, bench.name, what, median(ours) * 1000, median(theirs) * 1000, "ms")


def _growth(large: Bench, small: Bench) -> Line:
    """Return what a row of the large ledger costs against one of the small one."""
    rows = int(_LARGE.split("-")[1]) / int(_SMALL.split("-")[1])
    grown = {
        mode: [b / s / rows for b, s in zip(large.seconds[mode], small.seconds[mode], strict=True)]
        for mode in ("anew", OTHER)
    }
    ours, theirs = grown["anew"], grown[OTHER]
    ratio, spread = _ratio(theirs, ours)
    return Line(ratio, spread, large.name, "CPU a row, against 1,000 rows", median(ours), median(theirs), "x")


def _size(bench: Bench) -> Line:
    ours, theirs = (bench.sizes[mode] / 1024 for mode in ("anew", OTHER))
    return Line(theirs / ours, None, bench.name, "size of the document", ours, theirs, "KiB")


def _ratio(theirs: Sequence[float], ours: Sequence[float]) -> tuple[float, float | None]:
    """Return the median of the ratios of each round, and how far their middle half lies apart."""
    ratios = [t / o for t, o in zip(theirs, ours, strict=True)]
    if len(ratios) < 3:
        return median(ratios), None
    first, _, third = quantiles(ratios, n=4, method="inclusive")
    return median(ratios), (third - first) / median(ratios)


def table(lines: Sequence[Line]) -> str:
    """Return the lines as a plain table."""
    made = [_FORM.format("ratio", "spread", "workload", "what", "docgen", "docxtpl", "unit")]
    made.append(_FORM.format("-" * 7, "-" * 6, "-" * 13, "-" * 34, "-" * 10, "-" * 10, "-" * 4))
    for line in lines:
        spread = "" if line.spread is None else f"{line.spread:.0%}"
        ratio = f"{line.ratio:.1f}x" if line.ratio >= 2 else f"{line.ratio:.2f}x"
        taken = (f"{line.docgen:,.2f}", f"{line.docxtpl:,.2f}")
        made.append(_FORM.format(ratio, spread, line.workload, line.what, *taken, line.unit))
    return "\n".join(text.rstrip() for text in made)


def _saved(lines: Sequence[Line], benches: Sequence[Bench], rounds: int, seed: int) -> str:
    """Return all that was measured as JSON."""
    rounds_of = {bench.name: {"documents": bench.documents, "seconds": bench.seconds} for bench in benches}
    made = {"rounds": rounds, "seed": seed, "lines": [asdict(line) for line in lines], "workloads": rounds_of}
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def _arguments(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="docgen against docxtpl, side by side in one run.")
    parser.add_argument("--rounds", type=_positive, default=7, help="rounds to take the median of (7)")
    parser.add_argument("--only", action="append", choices=list(WORKLOADS), help="a workload; may be repeated")
    parser.add_argument("--documents", type=_positive, help="documents a slot (as many as fill 0.15 s)")
    parser.add_argument("--seed", type=int, default=1, help="of the random order (1)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all that was measured here")
    return parser.parse_args(words)


def _positive(word: str) -> int:
    number = int(word)
    if number < 1:
        raise argparse.ArgumentTypeError(word)
    return number


def main(words: Sequence[str] | None = None, say: Callable[[str], None] = print) -> None:
    """Measure and print the table."""
    asked = _arguments(words)
    names = [name for name in WORKLOADS if asked.only is None or name in asked.only]
    with tempfile.TemporaryDirectory() as folder:
        memory = peaks(Path(folder)) if _LARGE in names and sys.platform != "win32" else {}
        benches = measure(names, Path(folder), asked.rounds, asked.documents, asked.seed)
    lines = lines_of(benches, memory)
    documents, paragraphs = (sum(bench.checked[n] for bench in benches) for n in (0, 1))
    say(table(lines))
    say(f"\nrounds: {asked.rounds}; checked {documents:,} documents, {paragraphs:,} paragraphs: all as the data say")
    if asked.json:
        asked.json.write_text(_saved(lines, benches, asked.rounds, asked.seed), encoding="utf-8")


if __name__ == "__main__":
    main()
