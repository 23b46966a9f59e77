"""Any bytes give a result or our error: ``python tests/fuzz.py --inputs 20000 --seed 7``, or ``--seconds 600``.

Every input is tried in a process of its own kind, which may hold a gigabyte of addresses and is watched; what it took is
measured there. A worker lives on over many inputs and is replaced when it dies. What broke something is kept in a folder.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import queue
import select
import subprocess
import sys
import tempfile
import threading
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from fuzz_inputs import Input, made
from fuzz_plans import FRONT, squeezed, to_be_printed
from helpers import ROOT, SAMPLES

import docgen
from docgen.errors import DocgenError
from docgen.package import open_docx
from docgen.pages.reader import read_texts
from docgen.rules.mend import mend

ADDRESSES = 1_000_000_000
MOST_BYTES = 512_000_000
MOST_SECONDS = 10.0
GIVEN_UP_SECONDS = 60.0  # of the wall; the worker measures its own time
FAULTS = ("traceback", "hang", "memory", "wrong")
KINDS = tuple(FRONT)
_SUFFIX = {"plan": "yaml", "yaml": "yaml", "docx": "docx", "xlsx": "xlsx"}
_RESULT, _REFUSED = "result", "refused"


class WrongError(Exception):
    """Something was done silently and is wrong."""


# ---- what is asked of an input


def tried(given: Input, folder: Path) -> tuple[str, str]:
    """Return ``result``, or ``refused`` and the first code, for an input; what else it raises is a fault."""
    path = folder / f"input.{_SUFFIX[given.sort]}"
    path.write_bytes(given.data)
    try:
        _ASKED[given.sort](path, given)
    except DocgenError as exc:
        _told(exc)
        return _REFUSED, exc.findings[0].code
    return _RESULT, ""


def _told(exc: DocgenError) -> None:
    """Expect that an error can be told in both languages."""
    said = [
        docgen.sentence(f, language) + docgen.remedy(f, language) for f in exc.findings for language in ("en", "zh_CN")
    ]
    if not said or not all(said):
        raise WrongError("an error without words")


def _plan(path: Path, given: Input) -> None:
    """Try a file of a plan that is right but says anything: it is read as it stands, and printed as it stands."""
    data = docgen.load_data(path)
    said = _read_by_others(given.data)
    if _plainly(data) != _plainly(said):
        raise WrongError("the file was read otherwise")
    plan = docgen.load_plan(path)
    _of_plan(plan, said, given, KINDS)
    if given.turn % 4 == 0 and docgen.compose(plan, "notice") != docgen.compose(said, "notice"):
        raise WrongError("the same plan as a mapping is composed otherwise")


def _read_by_others(data: bytes) -> Any:
    """Return what Python's own reader makes of JSON, which pairs halves of signs, and PyYAML of anything else."""
    try:
        return json.loads(data)
    except ValueError:
        return yaml.safe_load(data)


def _plainly(value: Any) -> Any:
    """Return data with every value as its text, as the loader leaves them, and line breaks alike."""
    if isinstance(value, Mapping):
        return {str(key): _plainly(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plainly(item) for item in value]
    return value if value is None else str(value).replace("\r\n", "\n").replace("\r", "\n")


def _yaml(path: Path, given: Input) -> None:
    data = docgen.load_data(path)
    if given.turn % 5 == 0:
        kind = KINDS[given.turn % len(KINDS)]
        _sound(docgen.fill(ROOT / "templates" / f"{kind}.docx", data).data)
    if given.turn % 7 == 0:
        docgen.check_plan(path)
    plan = docgen.load_plan(path)
    said = [kind for kind in KINDS if getattr(plan, kind)]
    _of_plan(plan, data, given, said)
    if plan.meeting_notice:
        _sound(docgen.build(plan, "meeting_notice").data)


def _of_plan(plan: Any, said: Mapping[str, Any], given: Input, kinds: Any) -> None:
    """Build each document, and expect every text that it prints as it stands."""
    for kind in kinds:
        if not said.get(kind):
            continue
        try:
            built = docgen.build(plan, kind)
        except DocgenError as exc:
            _told(exc)
            continue
        expect(built.data, to_be_printed(dict(said), kind))
    if given.turn % 9 == 0:
        docgen.ledger(plan)


def expect(document: bytes, texts: Iterator[tuple[str, str]]) -> None:
    """Expect a document that can be opened, and in it each text, given behind its field.

    Raises:
        WrongError: It is not so.
    """
    _sound(document)
    printed = "\n".join("\n".join(line.text for line in text) for text in read_texts(document, "document"))
    bare = squeezed(printed)
    for place, text in texts:
        is_broken = any(sign in text for sign in "\n\r\t")
        if (squeezed(text) if is_broken else text.strip()) not in (bare if is_broken else printed):
            raise WrongError(f"{place}: {text!r}")


def _sound(document: bytes) -> None:
    try:
        open_docx(document, "result")
    except DocgenError as exc:
        raise WrongError(f"a document that cannot be opened: {exc}") from exc


def _docx(path: Path, given: Input) -> None:
    data = given.data
    way = given.turn % 4
    if way == 0:
        docgen.inspect_document(data)
        mended, _ = mend(data, "input")
        _sound(mended)
    elif way == 1:
        docgen.check_document(data)
    elif way == 2:
        other = SAMPLES[given.turn % len(SAMPLES)]
        built = docgen.build(other, "speech").data
        plan = other if given.turn % 8 == 2 else None
        docgen.compare_documents({"input": data} if plan else {"input": data, "other": built}, plan)
    else:
        _template(data, given)


def _template(data: bytes, given: Input) -> None:
    template = docgen.Template(data)
    kind = KINDS[given.turn % len(KINDS)]
    plan = docgen.compose(SAMPLES[-1], kind)
    template.annotated(template.check(plan))
    _sound(template.mended())
    policy = ("error", "collect", "marker", "blank")[given.turn % 16 // 4]
    _sound(template.render(plan, undefined=policy, verify=given.turn % 2 == 0))  # type: ignore[arg-type]


def _xlsx(path: Path, given: Input) -> None:
    sample = [s for s in SAMPLES if s.stem != "large"][given.turn % 3]
    update = docgen.update_plan(sample, path)
    after = path.with_name(sample.name)
    after.write_bytes(update.after)
    rows = {row.id: row for row in docgen.ledger(after).rows}
    for edit in update.changes:
        if str(getattr(rows[edit.id], edit.field)) != edit.after:
            raise WrongError(
                f"{edit.id} {edit.field}: {edit.after!r} was written as {getattr(rows[edit.id], edit.field)!r}"
            )


_ASKED: dict[str, Callable[[Path, Input], None]] = {"plan": _plan, "yaml": _yaml, "docx": _docx, "xlsx": _xlsx}


# ---- the worker


def work(seed: int) -> None:
    """Try the inputs whose numbers come in, one a line, and say what came of each."""
    import resource

    warnings.simplefilter("error")
    made(seed, 0)
    with tempfile.TemporaryDirectory() as name:
        tried(Input("yaml", SAMPLES[0].read_bytes(), 0), Path(name))  # what is imported late is there
        resource.setrlimit(resource.RLIMIT_AS, (ADDRESSES, ADDRESSES))
        for line in sys.stdin:
            given = made(seed, int(line))
            Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the peak is that of now
            started = time.process_time()
            result, detail = _outcome(given, Path(name))
            seconds = time.process_time() - started
            status = Path("/proc/self/status").read_text(encoding="ascii")
            peak = int(status.split("VmHWM:")[1].split()[0]) * 1024
            if result in (_RESULT, _REFUSED) and seconds > MOST_SECONDS:
                result, detail = "hang", f"{seconds:.1f} s"
            elif result in (_RESULT, _REFUSED) and peak > MOST_BYTES:
                result, detail = "memory", f"{peak:,} bytes"
            sys.stdout.write(json.dumps([given.sort, result, detail, seconds, peak]) + "\n")
            sys.stdout.flush()


def _outcome(given: Input, folder: Path) -> tuple[str, str]:
    try:
        return tried(given, folder)
    except WrongError as exc:
        return "wrong", str(exc)
    except MemoryError:
        return "memory", traceback.format_exc()
    except BaseException:
        return "traceback", traceback.format_exc()


# ---- the watch


@dataclass
class Report:
    """What came of a run."""

    outcomes: Counter[tuple[str, str]] = field(default_factory=Counter)
    faults: list[tuple[int, str, str, str]] = field(default_factory=list)  # number, sort, fault, detail
    slowest: tuple[float, int] = (0.0, -1)
    largest: tuple[int, int] = (0, -1)

    def add(self, number: int, sort: str, result: str, detail: str, seconds: float, peak: int) -> None:
        """Note what came of an input."""
        self.outcomes[sort, result] += 1
        self.slowest = max(self.slowest, (seconds, number))
        self.largest = max(self.largest, (peak, number))
        if result in FAULTS:
            self.faults.append((number, sort, result, detail))

    def lines(self) -> Iterator[str]:
        """Yield the figures of the run."""
        by_fault = Counter(fault for _, _, fault, _ in self.faults)
        yield f"inputs {self.outcomes.total()}, " + ", ".join(f"{fault} {by_fault[fault]}" for fault in FAULTS)
        for (sort, result), count in sorted(self.outcomes.items()):
            yield f"  {sort} {result}: {count}"
        yield f"slowest {self.slowest[0]:.1f} s (input {self.slowest[1]}), largest {self.largest[0]:,} bytes (input {self.largest[1]})"


class Worker:
    """A process that tries inputs, started when there is one."""

    def __init__(self, seed: int) -> None:
        """Note the seed from which it makes them."""
        self.command = [sys.executable, __file__, "--work", "--seed", str(seed)]
        self._seed = seed
        self._process: subprocess.Popen[str] | None = None

    def ask(self, number: int) -> tuple[str, str, str, float, int]:
        """Return sort, result, detail, seconds and bytes of an input."""
        process = self._process or self._started()
        assert process.stdin is not None
        assert process.stdout is not None
        with contextlib.suppress(BrokenPipeError):
            process.stdin.write(f"{number}\n")
            process.stdin.flush()
        ready = select.select([process.stdout], [], [], GIVEN_UP_SECONDS)[0]
        line = process.stdout.readline() if ready else ""
        if not line:
            self.stop()
            sort = made(self._seed, number).sort
            return (
                (sort, "traceback", "the process died", 0.0, 0)
                if ready
                else (sort, "hang", "given up", GIVEN_UP_SECONDS, 0)
            )
        try:
            sort, result, detail, seconds, peak = json.loads(line)
        except ValueError:
            self.stop()
            return made(self._seed, number).sort, "wrong", f"something was printed: {line}", 0.0, 0
        return sort, result, detail, seconds, peak

    def _started(self) -> subprocess.Popen[str]:
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(self.command, stdin=pipe, stdout=pipe, text=True, env=environment)
        return self._process

    def stop(self) -> None:
        """End the process; the next input starts another one."""
        if self._process is not None:
            self._process.kill()
            with contextlib.suppress(BrokenPipeError):
                self._process.communicate()
            self._process = None


def run(inputs: int, seed: int, *, seconds: float = float("inf"), workers: int = 2, first: int = 0) -> Report:
    """Try inputs, each by its number, until there are enough or the time is up."""
    report = Report()
    numbers: queue.SimpleQueue[int] = queue.SimpleQueue()
    for number in range(first, first + inputs):
        numbers.put(number)
    end = time.monotonic() + seconds

    def drive() -> None:
        worker = Worker(seed)
        try:
            while time.monotonic() < end:
                number = numbers.get_nowait()
                report.add(number, *worker.ask(number))
        except queue.Empty:
            pass
        finally:
            worker.stop()

    threads = [threading.Thread(target=drive) for _ in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return report


def keep(report: Report, seed: int, folder: Path) -> None:
    """Keep the inputs that broke something."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, sort, fault, detail in report.faults:
        path = folder / f"{fault}-{seed}-{number}.{_SUFFIX[sort]}"
        path.write_bytes(made(seed, number).data)
        path.with_name(f"{path.name}.txt").write_text(detail, encoding="utf-8", errors="backslashreplace")


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inputs", type=int, default=sys.maxsize)
    parser.add_argument("--seconds", type=float, default=float("inf"))
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--first", type=int, default=0, help="number of the first input")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()) / "docgen-fuzz")
    parser.add_argument("--work", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.work:
        work(asked.seed)
        return 0
    if asked.inputs == sys.maxsize and asked.seconds == float("inf"):
        parser.error("say --inputs or --seconds")
    inputs = min(asked.inputs, 10_000_000)
    report = run(inputs, asked.seed, seconds=asked.seconds, workers=asked.workers, first=asked.first)
    keep(report, asked.seed, asked.keep)
    for number, sort, fault, detail in sorted(report.faults)[:40]:
        print(f"{number} {sort} {fault}: {detail.strip().splitlines()[-1][:300]}")  # noqa: T201
    print("\n".join(report.lines()))  # noqa: T201
    if report.faults:
        print(f"kept in {asked.keep}")  # noqa: T201
    return 1 if report.faults else 0


if __name__ == "__main__":
    sys.exit(main())
