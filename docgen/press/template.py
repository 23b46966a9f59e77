"""A Word template: opened once, filled many times."""

from __future__ import annotations

import hashlib
import os
import pickle
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, BinaryIO, get_args

from jinja2 import Environment

from docgen.archive import write_packed
from docgen.errors import (
    FileError,
    RenderError,
    TemplateMissingError,
    UseError,
    checked_limits,
    checked_remarks,
    misused,
)
from docgen.files import read_file
from docgen.findings import Finding, Place
from docgen.limits import Limits
from docgen.press.compile import can_be_read
from docgen.press.core import CoreValue, checked_core
from docgen.press.press import Press, packed
from docgen.press.state import Policy, State
from docgen.press.values import taken_in

if TYPE_CHECKING:
    from docgen.press.replace import Replacements

JinjaEnvironment = Environment
TemplateSource = str | os.PathLike[str] | bytes | BinaryIO
_KEPT = 32  # compiled templates
_MAPPING = "a mapping of names to values, such as load_data returns"


class Template:
    """A Word file with tags.

    Args:
        source: Path of the file, its bytes, or an open binary file.
        jinja_env: An environment whose filters, tests, functions and extensions the tags may use.
        limits: Budgets for opening and filling it.
        legacy: Hand the template to docxtpl itself, which has no sandbox: only for templates of your own.

    Raises:
        TemplateMissingError: There is no such file.
        TemplateError: It is no usable Word file.
        FileError: It cannot be read.
        LimitError: It goes past a budget.
    """

    def __init__(
        self,
        source: TemplateSource,
        *,
        jinja_env: Environment | None = None,
        limits: Limits | None = None,
        legacy: bool = False,
    ) -> None:
        """Open the template and compile it; one that was opened before is not compiled again."""
        if jinja_env is not None and not isinstance(jinja_env, Environment):
            raise misused("jinja_env", "a jinja2.Environment", jinja_env)
        self._limits, self._legacy, self._own = checked_limits(limits), legacy, jinja_env
        self.name, self._data = _read(source, self._limits)
        self._press = _pressed(self._data, self.name, self._limits, jinja_env)

    @property
    def data(self) -> bytes:
        """The file as it was read."""
        return self._data

    def render(
        self,
        data: Mapping[str, Any],
        *,
        core: Mapping[str, CoreValue] | None = None,
        undefined: Policy = "error",
        replacements: Replacements | None = None,
        drop_illegal: bool = False,
        verify: bool = False,
        remarks: list[Finding] | None = None,
    ) -> bytes:
        """Return the filled document.

        Args:
            data: What the tags name: text, numbers, dates, lists, mappings, and docxtpl's values.
            core: ``title``, ``creator`` and ``date`` (a date or an ISO text) for the document's core properties; the template's own when left out.
            undefined: What a missing name does (docxtpl itself, with ``legacy``, always prints nothing): ``error`` refuses at the first one, ``collect`` names all of them at once,
                ``marker`` prints 【name】 highlighted, ``blank`` prints nothing, as docxtpl does.
            replacements: Pictures and embedded files to exchange.
            drop_illegal: Take characters that XML cannot hold out of the texts instead of refusing them.
            verify: Read every printed part again, as a check on ourselves.
            remarks: A list to which warnings are added: characters that were taken out.

        Returns:
            The .docx; the same template and data give the same bytes.

        Raises:
            TemplateError: A tag is wrong.
            RenderError: A tag names something that ``data`` does not have, or its value does not fit.
            LimitError: A budget was spent.
            UseError: ``undefined`` is none of these, an argument is of a wrong type, or a legacy template cannot honour one.
        """
        if undefined not in get_args(Policy):
            raise UseError(
                [
                    Finding(
                        "O409", Place(), {"name": "undefined", "value": undefined, "known": ", ".join(get_args(Policy))}
                    )
                ]
            )
        if not isinstance(data, Mapping):
            raise misused("data", _MAPPING, data)
        if replacements is not None:
            from docgen.press.replace import Replacements, replaced

            if not isinstance(replacements, Replacements):
                raise misused("replacements", "docgen.Replacements", replacements)
        checked_remarks(remarks)
        data = taken_in(data)
        if self._legacy:
            from docgen.press.legacy import render

            asked = {"core": core, "replacements": replacements, "drop_illegal": drop_illegal, "verify": verify}
            given = next((name for name, value in asked.items() if value), "")
            if given or undefined not in ("error", "blank"):
                raise UseError([Finding("O421", Place(), {"option": given or f'undefined="{undefined}"'})])
            return render(self._data, data, self._own)
        state = State(data, undefined, self._limits, self.name, drop_illegal=drop_illegal)
        properties = None if core is None else checked_core(core)
        frozen, printed = self._press.members(data, state, properties, verify=verify)
        if remarks is not None:
            remarks += state.found
        if replacements is not None:
            printed.update(replaced(self._press.package, replacements, self.name))
        return write_packed([*(m for m in frozen if m[0] not in printed), *packed(printed)])

    def check(
        self, data: Mapping[str, Any] | None = None, *, names: Mapping[str, Any] | Iterable[str] | None = None
    ) -> list[Finding]:
        """Return all faults of the template, each with its place; a template without any is filled without complaint.

        Args:
            data: Data that it is to be filled with: every name is looked up in them, in branches that they do not take too,
                and a render is tried.
            names: Names that it may use: a list, or a mapping to examples of their values.
        """
        from docgen.press.review import review

        if data is not None and not isinstance(data, Mapping):
            raise misused("data", _MAPPING, data)
        if isinstance(names, Iterable) and not isinstance(names, (str, Mapping)):
            names = list(names)  # gone through more than once
        if names is not None and not (
            isinstance(names, (list, Mapping)) and all(isinstance(name, str) for name in names)
        ):
            raise misused("names", "a list of names, or a mapping of names to examples", names)
        try:
            return review(self._press, data if data is None else taken_in(data), names)
        except RenderError as exc:  # names are looked up all the same
            return [*review(self._press, None, data if names is None else names), *exc.findings]

    def annotated(self, findings: Sequence[Finding], language: str = "en") -> bytes:
        """Return a copy of the template with a Word comment at each finding.

        Args:
            findings: What `check` returned.
            language: Language of the comments, ``en`` or ``zh_CN``.
        """
        from docgen.press.annotate import annotated  # as below: only who asks for it loads it

        return annotated(self._press.package, findings, language)

    def mended(self, remarks: list[Finding] | None = None) -> bytes:
        """Return a copy of the template in which plain typing slips of tags are mended, every other word as it was.

        Args:
            remarks: A list to which a note is added for each tag that was mended.
        """
        from docgen.press.mend import mended

        checked_remarks(remarks)
        press = self._press
        copy, told = mended(press.package, press.tagged, self.name, lambda tag: can_be_read(tag, press.env))
        if remarks is not None:
            remarks += told
        return copy

    @property
    def warnings(self) -> list[Finding]:
        """What was noticed when the template was opened and does not keep it from being filled."""
        return [finding for finding in self._press.findings if not finding.is_error]

    @property
    def has_tags(self) -> bool:
        """Whether there is anything to fill."""
        return any(taken.part.pieces for taken in self._press.take_apart())

    def names(self) -> frozenset[str]:
        """Return the names that the tags ask the data for."""
        if self._legacy:
            from docgen.press.legacy import names

            return names(self._data, self._own)
        return self._press.names()

    def __getstate__(self) -> tuple[bytes, str, Limits, bool, Environment | None]:
        """Return what makes it anew in another process.

        Raises:
            UseError: The environment cannot be sent there.
        """
        try:
            pickle.dumps(self._own)
        except (pickle.PicklingError, TypeError, AttributeError) as exc:
            raise UseError([Finding("O422", Place(self.name), {"detail": str(exc)})]) from exc
        return self._data, self.name, self._limits, self._legacy, self._own

    def __copy__(self) -> Template:
        """Return the same: nothing changes it."""
        return self

    def __deepcopy__(self, _known: dict[int, Any]) -> Template:
        """Return the same, as for a copy."""
        return self

    def __setstate__(self, state: tuple[bytes, str, Limits, bool, Environment | None]) -> None:
        """Compile it again."""
        self._data, self.name, self._limits, self._legacy, self._own = state
        self._press = _pressed(self._data, self.name, self._limits, self._own)


_cache: OrderedDict[tuple[bytes, str, Limits], Press] = OrderedDict()
_lock = Lock()


def _pressed(data: bytes, name: str, limits: Limits, own: Environment | None) -> Press:
    """Return a compiled template, from those kept when the same was opened before."""
    if own is not None:
        return Press(data, name, limits, own)
    key = (hashlib.sha256(data).digest(), name, limits)
    with _lock:
        known = _cache.get(key)
        if known is not None:
            _cache.move_to_end(key)
            return known
    made = Press(data, name, limits)
    with _lock:
        _cache[key] = made
        while len(_cache) > _KEPT:
            _cache.popitem(last=False)
    return made


def _read(source: TemplateSource, limits: Limits) -> tuple[str, bytes]:
    if isinstance(source, bytes):
        return "template", source
    if not isinstance(source, (str, os.PathLike)):
        data = source.read(limits.docx_bytes + 1) if hasattr(source, "read") else None
        if not isinstance(data, bytes):
            raise misused("template", "a path, bytes or an open binary file", source)
        return str(getattr(source, "name", "template")), data
    try:
        return os.fspath(source), read_file(Path(source), limits.docx_bytes)
    except FileError as exc:
        if exc.findings[0].code == "O101":
            raise TemplateMissingError(exc.findings) from exc
        raise
