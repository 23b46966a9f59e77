"""The house: who may import whom, who may use which library, and what every file owes its reader.

A room is a package or a few modules that belong together; it stands on a floor. A module imports its own room or a lower
floor. Rooms on one floor do not know each other.
"""

from __future__ import annotations

import ast
import types
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import docgen

PACKAGE = Path(docgen.__file__).parent
House = Mapping[str, str]  # source by module name

# Floor and modules of each room; a package holds all modules in it.
ROOMS: dict[str, tuple[int, tuple[str, ...]]] = {
    "words": (
        0,
        (
            "docgen.findings",
            "docgen.messages",
            "docgen.catalogue",
            "docgen.marked",
            "docgen.written",
            "docgen.standard",
            "docgen.numerals",
            "docgen.quantities",
            "docgen.deadlines",
            "docgen.limits",
            "docgen.patterns",
        ),
    ),
    "files": (
        1,
        (
            "docgen.errors",
            "docgen.archive",
            "docgen.relations",
            "docgen.package",
            "docgen.file_names",
            "docgen.files",
            "docgen.record",
            "docgen.sheets",
            "docgen.temporaries",
        ),
    ),
    "plan": (2, ("docgen.plan",)),
    "press": (2, ("docgen.press",)),
    "pages": (2, ("docgen.pages",)),
    "prose": (2, ("docgen.prose",)),
    "kinds": (3, ("docgen.kinds",)),
    "rules": (3, ("docgen.rules",)),
    "origins": (3, ("docgen.origins", "docgen.judged")),
    "api": (4, ("docgen.api", "docgen.checking", "docgen.inspection", "docgen.baseline")),
    "agreement": (5, ("docgen.agreement",)),
    "batch": (5, ("docgen.batch",)),
    "ledgers": (5, ("docgen.ledgers",)),
    "reports": (5, ("docgen.reports",)),
    "cli": (6, ("docgen.cli",)),
}
DOOR = ("docgen", "docgen.__main__")  # may name everything, for type checkers too

# Where alone a library, or a function that prints, may be used.
FENCES: dict[str, tuple[str, ...]] = {
    "yaml": ("docgen.plan.load",),
    "pydantic": ("docgen.plan",),
    "pydantic_core": ("docgen.plan",),
    "jinja2": ("docgen.press",),
    "docx": ("docgen.press.rich", "docgen.pages"),
    "docxtpl": ("docgen.press.legacy", "docgen.pages"),
    "zipfile": (),
    "sqlite3": ("docgen.batch.store",),
    "subprocess": ("docgen.pages.office",),
    "click": ("docgen.cli",),
    "rich": ("docgen.cli",),
    "distributed": ("docgen.batch.cluster",),
    "dask": ("docgen.batch.cluster",),
    "pdfplumber": ("docgen.pages.witness",),
    "pypdfium2": ("docgen.pages.witness",),
    "PIL": ("docgen.pages.witness",),
    "print()": ("docgen.cli",),
    "openpyxl": ("docgen.sheets",),
}
MOST_LINES = 500


# --- reading ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Import:
    """One name of an import statement."""

    module: str
    line: int
    target: str  # module asked for
    name: str = ""  # what is taken from it
    whole: bool = True  # when the module is loaded, not when a function is called

    def __str__(self) -> str:
        what = f"from {self.target} import {self.name}" if self.name else f"import {self.target}"
        return f"{self.module}:{self.line}: {what}"

    def reached(self, house: House) -> str:
        """Return the module that is loaded: the name itself when it is one."""
        inner = f"{self.target}.{self.name}"
        return inner if inner in house else self.target


def read_house(folder: Path = PACKAGE) -> House:
    """Return the source of every module of the package."""
    out = {}
    for path in sorted(folder.rglob("*.py")):
        parts = path.relative_to(folder.parent).with_suffix("").parts
        out[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path.read_text(encoding="utf-8")
    return out


def imports(house: House) -> Iterator[Import]:
    """Yield every import, those in functions and for type checkers as well, but not what the door shows type checkers."""
    for module, source in house.items():
        tree = ast.parse(source)
        inside = {
            id(node)
            for function in ast.walk(tree)
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            for node in ast.walk(function)
        }
        shown = {id(node) for branch in ast.walk(tree) if _for_types(branch) for node in ast.walk(branch)}
        for node in ast.walk(tree):
            whole = id(node) not in inside
            if module in DOOR and id(node) in shown:
                continue
            if isinstance(node, ast.Import):
                yield from (Import(module, node.lineno, name.name, whole=whole) for name in node.names)
            elif isinstance(node, ast.ImportFrom):
                target = "." * node.level + (node.module or "")
                yield from (Import(module, node.lineno, target, name.name, whole) for name in node.names)


def _for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)


def lies_in(module: str, places: tuple[str, ...]) -> bool:
    """Say whether a module is one of the places or inside one."""
    return any(module == place or module.startswith(f"{place}.") for place in places)


def room_of(module: str) -> str | None:
    return next((room for room, (_, places) in ROOMS.items() if lies_in(module, places)), None)


# --- checking: each returns its complaints ---------------------------------------------------------------------------


def floors(house: House) -> list[str]:
    """Every module has a room, and imports its own room or a lower floor."""
    found = [f"{module}: stands on no floor" for module in house if module not in DOOR and not room_of(module)]
    for taken in imports(house):
        there = taken.reached(house)
        if taken.module in DOOR or not lies_in(there, ("docgen",)) or there == "docgen":
            continue
        mine, other = room_of(taken.module), room_of(there)
        if there in DOOR or other is None:
            found.append(f"{taken}: leads out of the house")
        elif mine and mine != other and ROOMS[mine][0] <= ROOMS[other][0]:
            found.append(f"{taken}: {mine} (floor {ROOMS[mine][0]}) must not know {other} (floor {ROOMS[other][0]})")
    return found


def front_door(house: House) -> list[str]:
    """Inside, modules are named whole, and nobody asks the front door."""
    return [
        f"{taken}: name the module whole, as in `from docgen.findings import Finding`"
        for taken in imports(house)
        if taken.target == "docgen"
        or taken.target.startswith(".")
        or (not taken.name and lies_in(taken.target, ("docgen",)))
    ]


def fences(house: House) -> list[str]:
    """A library is used where it belongs and nowhere else."""
    found = []
    for taken in imports(house):
        library = taken.target.partition(".")[0]
        if library in FENCES and not lies_in(taken.module, FENCES[library]):
            found.append(f"{taken}: {library} belongs to {' and '.join(FENCES[library]) or 'nobody yet'}")
    for module, source in house.items():
        if not lies_in(module, FENCES["print()"]):
            calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
            lines = [call.lineno for call in calls if ast.unparse(call.func) == "print"]
            found += [f"{module}:{line}: print() belongs to docgen.cli" for line in lines]
    return found


def circles(house: House) -> list[str]:
    """No module is loaded to load itself."""
    leads: dict[str, list[str]] = {module: [] for module in house}
    for taken in imports(house):
        there = taken.reached(house)
        if taken.whole and there in house:
            leads[taken.module].append(there)
    found: list[str] = []
    done: set[str] = set()

    def visit(module: str, path: tuple[str, ...]) -> None:
        if module in path:
            found.append(" -> ".join((*path[path.index(module) :], module)))
        elif module not in done:
            for other in leads[module]:
                visit(other, (*path, module))
            done.add(module)

    for module in house:
        visit(module, ())
    return found


def contents(house: House) -> list[str]:
    """Every kind stands in the table of contents."""
    listed: set[str] = set()
    for target, value in _assigned(house.get("docgen.kinds", "")):
        if target == "KINDS":
            listed |= {node.id for node in ast.walk(value) if isinstance(node, ast.Name)}
    return [
        f"{module}: {target} is not in docgen.kinds.KINDS"
        for module, source in house.items()
        if lies_in(module, ("docgen.kinds",))
        for target, value in _assigned(source)
        if isinstance(value, ast.Call) and ast.unparse(value.func) == "Kind" and target not in listed
    ]


def _assigned(source: str) -> Iterator[tuple[str, ast.expr]]:
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign):
            yield from ((target.id, node.value) for target in node.targets if isinstance(target, ast.Name))
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value:
            yield node.target.id, node.value


def docstrings(house: House) -> list[str]:
    """Every module says what it is for."""
    return [
        f"{module}: has no docstring" for module, source in house.items() if not ast.get_docstring(ast.parse(source))
    ]


def lengths(house: House) -> list[str]:
    """No module is longer than a reader's patience."""
    counted = {module: len(source.splitlines()) for module, source in house.items()}
    return [f"{module}: {lines} lines, {MOST_LINES} at most" for module, lines in counted.items() if lines > MOST_LINES]


CHECKS: tuple[Callable[[House], list[str]], ...] = (
    floors,
    front_door,
    fences,
    circles,
    contents,
    docstrings,
    lengths,
)


def public_names(module: Any) -> list[str]:
    """``__all__`` is sorted, without repeats, and every name in it can be had."""
    names = module.__all__
    found = [] if names == sorted(set(names)) else ["__all__ is not sorted"]
    return found + [f"{name} cannot be imported" for name in names if not hasattr(module, name)]


# --- the house as it stands ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_house_is_in_order(check: Callable[[House], list[str]]) -> None:
    assert check(read_house()) == []


def test_every_room_has_somebody_in_it() -> None:
    house = read_house()
    places = [place for _, places in ROOMS.values() for place in places]
    assert [place for place in places if not any(lies_in(module, (place,)) for module in house)] == []


def test_public_names_are_sorted_and_can_be_imported() -> None:
    assert public_names(docgen) == []


# --- the checks can fail ---------------------------------------------------------------------------------------------

SOUND = {
    "docgen": '"""Door."""\nfrom typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from docgen.api import build\n',
    "docgen.findings": '"""Findings."""\nimport re\n',
    "docgen.messages": '"""Messages."""\nfrom docgen.findings import Finding\n',
    "docgen.errors": '"""Errors."""\nfrom docgen.messages import sentence\n',
    "docgen.plan": '"""Plan."""\n',
    "docgen.plan.load": '"""Load."""\nimport yaml\nfrom docgen.errors import PlanError\n',
    "docgen.plan.model": '"""Model."""\nimport pydantic\nfrom docgen.plan.load import read\n',
    "docgen.press": '"""Press."""\n',
    "docgen.press.legacy": '"""Legacy."""\nimport docxtpl\nfrom jinja2.sandbox import Environment\n',
    "docgen.kinds": '"""Kinds."""\nfrom docgen.kinds.speech import SPEECH\nKINDS = {k.name: k for k in (SPEECH,)}\n',
    "docgen.kinds.speech": '"""Speech."""\nfrom docgen.kinds.arrange import Kind\nSPEECH = Kind("speech")\n',
    "docgen.kinds.arrange": '"""Arrange."""\nfrom docgen.plan.model import Plan\n',
    "docgen.api": '"""Api."""\nfrom docgen.kinds import KINDS\n\ndef f():\n    from docgen.press.legacy import render\n',
    "docgen.cli": '"""Cli."""\nimport click\nfrom docgen.api import build\nprint(build)\n',
    "docgen.__main__": '"""Main."""\nfrom docgen.cli import main\n',
}


def test_a_sound_house_gets_no_complaint() -> None:
    assert [complaint for check in CHECKS for complaint in check(SOUND)] == []


@pytest.mark.parametrize(
    ("check", "module", "source", "complaint"),
    [
        (floors, "docgen.findings", "from docgen.errors import PlanError", "words (floor 0) must not know files"),
        (floors, "docgen.errors", "import docgen.plan.model", "files (floor 1) must not know plan"),
        (floors, "docgen.plan.model", "from docgen.press.legacy import render", "plan (floor 2) must not know press"),
        (floors, "docgen.plan.model", "from docgen.press import legacy", "plan (floor 2) must not know press"),
        (floors, "docgen.press.legacy", "def f():\n    from docgen.plan.model import Plan", "must not know plan"),
        (floors, "docgen.kinds.speech", "if TYPE_CHECKING:\n    from docgen.api import build", "must not know api"),
        (floors, "docgen.api", "import docgen.cli", "api (floor 4) must not know cli"),
        (floors, "docgen.cli", "import docgen.__main__", "leads out of the house"),
        (floors, "docgen.helpers", "", "docgen.helpers: stands on no floor"),
        (front_door, "docgen.api", "from docgen import findings", "name the module whole"),
        (front_door, "docgen.api", "def f():\n    import docgen", "name the module whole"),
        (front_door, "docgen.api", "import docgen.plan.model", "name the module whole"),
        (front_door, "docgen.plan.model", "from .load import read", "name the module whole"),
        (fences, "docgen.plan.model", "import yaml", "yaml belongs to docgen.plan.load"),
        (fences, "docgen.kinds.speech", "from pydantic import BaseModel", "pydantic belongs to docgen.plan"),
        (fences, "docgen.kinds.speech", "from jinja2 import Template", "jinja2 belongs to docgen.press"),
        (fences, "docgen.press.runs", "import docx.oxml", "docx belongs to docgen.press.rich and docgen.pages"),
        (fences, "docgen.press.runs", "import docxtpl", "docxtpl belongs to docgen.press.legacy and docgen.pages"),
        (fences, "docgen.press.runs", "def f():\n    import zipfile", "zipfile belongs to nobody yet"),
        (fences, "docgen.api", "import sqlite3", "sqlite3 belongs to docgen.batch.store"),
        (fences, "docgen.api", "from subprocess import run", "subprocess belongs to docgen.pages.office"),
        (fences, "docgen.api", "import click", "click belongs to docgen.cli"),
        (fences, "docgen.api", "def f():\n    print(1)", "print() belongs to docgen.cli"),
        (fences, "docgen.api", "import openpyxl", "openpyxl belongs to docgen.sheets"),
        (circles, "docgen.plan.load", "from docgen.plan.model import Plan", "docgen.plan.model -> docgen.plan.load"),
        (circles, "docgen.findings", "import docgen.messages", "docgen.messages -> docgen.findings"),
        (circles, "docgen.kinds.arrange", "import docgen.kinds", "docgen.kinds.arrange -> docgen.kinds"),
        (contents, "docgen.kinds.letter", "LETTER = Kind('letter')", "LETTER is not in docgen.kinds.KINDS"),
        (contents, "docgen.kinds.letter", "LETTER: Kind = Kind('letter')", "LETTER is not in docgen.kinds.KINDS"),
        (docstrings, "docgen.pages", None, "docgen.pages: has no docstring"),
        (lengths, "docgen.api", "\n" * MOST_LINES, "500 at most"),
    ],
)
def test_planted_fault_is_found(
    check: Callable[[House], list[str]], module: str, source: str | None, complaint: str
) -> None:
    before = SOUND.get(module, '"""New."""\n')
    planted = "" if source is None else f"{before}{source}\n"
    found = check({**SOUND, module: planted})
    assert len(found) == 1
    assert complaint in found[0]


def test_planted_faults_in_public_names_are_found() -> None:
    module = types.SimpleNamespace(__all__=["b", "a", "c"], a=1, b=2)
    assert public_names(module) == ["__all__ is not sorted", "c cannot be imported"]
