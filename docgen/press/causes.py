"""Why a tag could not be printed: what Python complained about, in words that an author understands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from jinja2.exceptions import FilterArgumentError

from docgen.catalogue.causes import BRACKETS, PRINTING, ZERO, cause
from docgen.findings import Finding, Place
from docgen.numerals import FormError
from docgen.press.kept import FORMATTED
from docgen.press.parts import shown
from docgen.press.state import State
from docgen.press.weights import NoNumberError

_FORMS = {  # codes by the kind of a `FormError`
    "series": "T290", "total": "T291", "range": "T292", "numeral": "T293", "quantity": "T294", "units": "T295",
    "rough": "T296", "form": "T297", "date": "T298", "phrase": "T299",
}  # fmt: skip


def failed(exc: Exception, state: State, own: Mapping[int, str]) -> Finding:
    """Return the finding on a tag that failed.

    Args:
        exc: What Python or Jinja raised.
        state: The render.
        own: Names of the functions that the caller brought, by the id of their code.
    """
    place, tag = traced(exc, state)
    name = own_name(exc, own)
    if name:
        return Finding("T273", place, {"tag": tag, "name": name, "type": type(exc).__name__, "detail": str(exc)})
    if isinstance(exc, NoNumberError):
        return Finding("T281", place, {"tag": tag, "value": shown(exc.text)})
    if isinstance(exc, FormError):
        return Finding(_FORMS[exc.kind], place, {"tag": tag, **exc.details})
    reason = _reason(exc)
    if reason:
        return Finding("T205", place, {"tag": tag, "reason": reason})
    return Finding("T272", place, {"tag": tag, "detail": str(exc) or type(exc).__name__})


def _reason(exc: Exception) -> str:
    """Return the cause in words of ours; ``''`` when it is none of the common ones."""
    words = str(exc)
    if words == FORMATTED:
        return words
    if isinstance(exc, ZeroDivisionError) or "DivisionUndefined" in words:
        return ZERO
    return BRACKETS if isinstance(exc, FilterArgumentError) else cause(words, PRINTING)


def traced(exc: BaseException, state: State) -> tuple[Place, str]:
    """Return the place of the tag that an error comes from."""
    place, tag = Place(state.name), ""
    for frame, line in _frames(exc):
        template = frame.f_globals.get("__jinja_template__")
        if template is not None and state.part is not None:
            place, tag = state.part.place(line)
    return place, tag


def own_name(exc: BaseException, own: Mapping[int, str]) -> str:
    """Return the name of the function of the caller's own that an error comes from; ``''`` when it is none."""
    return next((own[id(frame.f_code)] for frame, _ in _frames(exc) if id(frame.f_code) in own), "")


def own_functions(functions: Iterable[tuple[str, Any]]) -> dict[int, str]:
    """Return the names of functions by the id of their code; those that are not written in Python have none."""
    found: dict[int, str] = {}
    for name, function in functions:
        plain = getattr(function, "func", function)  # of a partial
        written = plain if hasattr(plain, "__code__") else vars(type(plain)).get("__call__")
        code = getattr(written, "__code__", None)
        if code is not None:
            found[id(code)] = name
    return found


def _frames(exc: BaseException) -> Iterator[tuple[Any, int]]:
    trace = exc.__traceback__
    while trace is not None:
        yield trace.tb_frame, trace.tb_lineno
        trace = trace.tb_next
