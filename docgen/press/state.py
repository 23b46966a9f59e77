"""One render under way: its policy for missing names, its budgets, its counters."""

from __future__ import annotations

import datetime
import sys
import time
from collections.abc import Callable, ItemsView, KeysView, Mapping, Sequence, ValuesView
from contextvars import ContextVar
from dataclasses import replace
from decimal import Decimal
from typing import Any, Literal, Protocol

from jinja2.runtime import Macro, Undefined
from jinja2.utils import missing as _NO_OWNER  # noqa: N812 - a value, not a class

from docgen.errors import RenderError, over
from docgen.findings import LIKE_A_NAME, MOST_ALIKE, Finding, Place, Severity, nearest
from docgen.limits import Limits
from docgen.press.askable import lacking, parts_of

Policy = Literal["error", "collect", "marker", "blank"]
STRANGE_GLOBALS = frozenset(["cycler", "joiner", "lipsum", "dict"])  # Jinja's, and not there
_TURNS_A_LOOK = 16
_LIST_SHOWN = 40  # names
_MOST_NEAR = 100  # missing names for which the like are looked for


class Spotted(Protocol):
    """A part that is being printed: it knows where the tag on a line of its code stands."""

    def place(self, line: int) -> tuple[Place, str]:
        """Return the place of the tag that a line of the code prints, and the tag."""


class State:
    """What one render keeps.

    Attributes:
        policy: What a missing name does.
        data: The data, for the names that a message lists.
        found: What was noticed: missing names (``collect``), characters taken out.
        part: The part being printed.
        own_xml: Whether a value brought its own XML into the part.
        brought: Places at which values brought their own XML into the part, and that XML.
        ragged: Whether a value cut its run, so that empty pieces may be left.
        drawings: Number of the last drawing that was given one.
        copied: How many copies of bookmarks there are.
        lists: Which list stands for a list of the template at the moment.
        new_lists: Lists that were made, and which they are like.
        chars: Characters that loops and long values promised to print.
        printed: Characters in the document so far.
        made: What operations of tags made.
        drop_illegal: Take out characters that XML cannot hold instead of refusing them.
    """

    def __init__(
        self, data: Mapping[str, Any], policy: Policy, limits: Limits, name: str, *, drop_illegal: bool = False
    ) -> None:
        """Begin a render."""
        self.policy, self.data, self.limits, self.name = policy, data, limits, name
        self.drop_illegal = drop_illegal
        self.found: list[Finding] = []
        self._told: set[tuple[str, Place, str]] = set()
        self._named: dict[tuple[str, int], Any] = {}  # names, each with the id of what was asked for it, which lives on
        self._by_letter: set[tuple[Place, str]] = set()
        self.part: Spotted | None = None
        self.own_xml = False
        self.brought: list[tuple[Place, str]] = []
        self.ragged = False
        self.chars = self.printed = self.made = 0
        self.turns = self._looks = 0
        self.ends_at = time.thread_time() + limits.render_seconds
        self.drawings = 1000
        self.copied = 0
        self.lists: dict[str, str] = {}
        self.new_lists: dict[int, str] = {}
        self.extra: Any = None

    def lends(self, value: object) -> bool:
        """Whether a value is a function that the caller put among the data."""
        return any(value is lent for lent in self.data.values())

    def missing(self, value: Undefined, *, asked: bool = False) -> None:
        """Do what the policy says about a value that is not there.

        Args:
            value: It.
            asked: Whether a condition asks for it.

        Raises:
            RenderError: The policy is ``error``.
        """
        if self.policy in ("blank", "marker"):
            return
        told = (str(value._undefined_name), *self.place())
        cause = (told[0], id(value._undefined_obj))
        if told in self._told or (cause in self._named and told[0] not in told[2]):
            return  # what comes of a missing value is missing for the same reason
        finding = self.lack(value)
        if asked and "known" in finding.args:
            finding = replace(finding, args={**finding.args, "asked": "yes"})
        if self.policy == "error":
            raise RenderError([finding])
        self._told.add(told)
        self._named[cause] = value._undefined_obj
        self.found.append(finding)

    def by_letter(self, text: str) -> None:
        """Keep a warning that a tag takes a text letter by letter; of a single letter there is nothing to say."""
        if len(text) < 2:
            return
        place, tag = self.place()
        if (place, tag) not in self._by_letter and len(self._by_letter) < MOST_ALIKE:
            self._by_letter.add((place, tag))
            self.found.append(Finding("T252", place, {"tag": tag}, Severity.WARNING))

    def lack(self, value: Undefined) -> Finding:
        """Return the finding on a value that is not there, at the tag that is being printed."""
        place, tag = self.place()
        name, owner = str(value._undefined_name), value._undefined_obj
        if isinstance(owner, Mapping) and owner is not self.data:
            if not isinstance(value._undefined_name, str) and name in owner:
                return Finding("T286", place, {"name": name, "tag": tag, "right": f'["{name}"]'})
            known = sorted(map(str, owner))
            args = {"name": name, "tag": tag, "near": nearest(name, known, LIKE_A_NAME), "known": listed(known)}
            return Finding("T206", place, args)
        if value._undefined_name is None:
            return Finding("T205", place, {"tag": tag, "reason": "there is nothing that it could take"})
        if isinstance(owner, (list, tuple, str)) and name.lstrip("-").isdecimal():
            known = [str(number) for number in range(len(owner))]
            return Finding("T206", place, {"name": name, "tag": tag, "near": "", "known": listed(known)})
        if name == "loop":
            return Finding("T250", place, {"tag": tag})
        if owner is _NO_OWNER and name in STRANGE_GLOBALS:
            return Finding("T203", place, {"tag": tag, "reason": name})
        if owner is _NO_OWNER or owner is self.data:
            known = sorted(map(str, self.data))
            near = nearest(name, known, LIKE_A_NAME) if len(self._told) < _MOST_NEAR else ""
            return Finding("T201", place, {"name": name, "tag": tag, "near": near, "known": listed(known)})
        parts = parts_of(owner)
        if parts:
            args = {"name": name, "tag": tag, "near": nearest(name, parts, LIKE_A_NAME), "known": listed(parts)}
            return Finding("T206", place, args)
        code, said = lacking(name, kind_of(owner))
        return Finding(code, place, {"tag": tag, **said})

    def place(self) -> tuple[Place, str]:
        """Return the place of the tag that is being printed, and the tag."""
        frame = sys._getframe(1)
        while frame is not None:
            template = frame.f_globals.get("__jinja_template__")
            if template is not None and self.part is not None:
                return self.part.place(frame.f_lineno)
            frame = frame.f_back  # type: ignore[assignment]
        return Place(self.name), ""

    def spend(self, chars: int) -> None:
        """Charge characters of output.

        Raises:
            LimitError: The budget is spent.
        """
        self.chars += chars
        if self.chars > self.limits.output_chars:
            raise over("T241", self.place()[0], self.limits, "output_chars")

    def print(self, chars: int, place: Callable[[], Place]) -> None:
        """Charge characters that stand in the document now, and look at the clock.

        Raises:
            LimitError: A budget is spent.
        """
        self.printed += chars
        if self.printed > self.limits.output_chars:
            raise over("T241", place(), self.limits, "output_chars")
        if time.thread_time() > self.ends_at:
            raise over("T242", place(), self.limits, "render_seconds")

    def make(self, size: int) -> None:
        """Charge what the operations of a template make, whether it is printed or not: characters, more for lists.

        Raises:
            LimitError: It is more than any document.
        """
        self.made += size
        if self.made > self.limits.output_chars:
            raise over("T244", self.place()[0], self.limits, "output_chars")

    def turn(self, count: int, chars: int) -> None:
        """Charge turns of a loop, each printing ``chars`` characters of the template.

        Raises:
            LimitError: A budget is spent.
        """
        self.turns += count
        if self.turns > self.limits.loop_turns:
            raise over("T240", self.place()[0], self.limits, "loop_turns")
        self.spend(count * chars)
        self.tick()

    def look(self) -> None:
        """Look at the clock now and then.

        Raises:
            LimitError: The time is up.
        """
        self._looks += 1
        if not self._looks % _TURNS_A_LOOK:
            self.tick()

    def tick(self) -> None:
        """Look at the clock.

        Raises:
            LimitError: The time is up.
        """
        if time.thread_time() > self.ends_at:
            raise over("T242", self.place()[0], self.limits, "render_seconds")


def listed(known: Sequence[str]) -> str:
    """Return known names as a message lists them."""
    more = f" … ({len(known)})" if len(known) > _LIST_SHOWN else ""
    return ", ".join(known[:_LIST_SHOWN]) + more


def kind_of(value: object) -> str:
    """Return the name of a value's type as authors know it."""
    return next((name for kind, name in _KINDS if isinstance(value, kind)), type(value).__name__.lower())


_KINDS: tuple[tuple[Any, str], ...] = (
    (str, "text"),
    (bool, "truth value"),
    ((int, float, Decimal), "number"),
    (Mapping, "mapping"),
    ((list, tuple, range, KeysView, ValuesView, ItemsView), "list"),
    (type(None), "blank value"),
    (datetime.datetime, "point in time"),
    (datetime.date, "date"),
    (datetime.time, "time of day"),
    (datetime.timedelta, "span of time"),
    ((Callable, Macro), "function"),
)


_CURRENT: ContextVar[State] = ContextVar("render")
current = _CURRENT.get
begin = _CURRENT.set
end = _CURRENT.reset
