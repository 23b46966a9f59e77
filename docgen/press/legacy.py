"""docxtpl behind a narrow door: sandboxed, autoescaped, strict about names.

Codes: T201-T209.
"""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Mapping
from typing import Any

import docxtpl
from docx.opc.exceptions import OpcError
from jinja2 import StrictUndefined, TemplateSyntaxError, UndefinedError, nodes
from jinja2.exceptions import SecurityError
from jinja2.exceptions import TemplateError as JinjaError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace
from lxml import etree

from docgen.errors import RenderError, TemplateError
from docgen.findings import Finding, Place, nearest
from docgen.package import parts_of, read_docx, write_docx
from docgen.press.layout import Layout, StrayTagError
from docgen.press.runs import tidy
from docgen.press.values import GUARD, join, printed
from docgen.standard import em

_TIDIED = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_NAME = re.compile(r"'([^']+)' is undefined|no attribute '([^']+)'|has no element '?([^']+)'?")


class _Environment(ImmutableSandboxedEnvironment):
    """A sandbox in which ``a.b`` is the entry ``b`` of a mapping before it is an attribute."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        if isinstance(obj, Mapping) and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """Refuse what a template of ours has no use for and what would switch escaping off."""
        tree = super()._parse(source, name, filename)
        for kind in (nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends, nodes.ScopedEvalContextModifier):
            if tree.find(kind):
                raise SecurityError(kind.__name__.lower())
        return tree


class _Strict(docxtpl.DocxTemplate):  # type: ignore[misc]
    """docxtpl that takes no broken part: its recovering parser would drop what follows the break."""

    def fix_tables(self, xml: str) -> Any:
        etree.fromstring(xml.encode())
        return super().fix_tables(xml)


def _environment() -> _Environment:
    environment = _Environment(autoescape=True, undefined=StrictUndefined, finalize=printed)
    environment.globals.clear()
    environment.globals["range"] = _bounded_range
    environment.globals["namespace"] = Namespace
    environment.filters["em"] = em
    environment.add_extension(Layout)
    environment.filters["join"] = join
    for name in ("safe", "random", "pprint", "xmlattr", "urlize"):
        del environment.filters[name]
    return environment


def _bounded_range(*args: int) -> range:
    numbers = range(*args)
    if len(numbers) > 100_000:
        msg = "range too long"
        raise OverflowError(msg)
    return numbers


def render(source: bytes, name: str, data: Mapping[str, Any], core: Mapping[str, str] | None) -> bytes:
    """Return the document that a template and data give.

    Args:
        source: The template.
        name: What messages call it.
        data: Plain data.
        core: Title, creator and ISO date for the core properties, or ``None`` to keep the template's.

    Raises:
        TemplateError: A tag is wrong.
        RenderError: A tag has no value, or one that does not fit.
    """
    try:
        template = _Strict(io.BytesIO(source))
        template.render(dict(data), _environment(), autoescape=True)
        if core is not None:
            _set_core(template.docx.core_properties, core)
        buffer = io.BytesIO()
        template.save(buffer)
        return _finished(buffer.getvalue())
    except TemplateSyntaxError as exc:
        raise TemplateError(
            [Finding("T202", Place(name, fragment=_context(exc)), {"reason": exc.message or str(exc)})]
        ) from exc
    except UndefinedError as exc:
        raise RenderError([_undefined(exc, source, name, data)]) from exc
    except SecurityError as exc:
        raise TemplateError([Finding("T203", Place(name), {"reason": str(exc)})]) from exc
    except etree.XMLSyntaxError as exc:
        raise TemplateError([Finding("T204", Place(name), {"reason": exc.msg})]) from exc
    except StrayTagError as exc:
        raise TemplateError([Finding("T207", Place(name), {"tag": str(exc)})]) from exc
    except (JinjaError, OpcError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError) as exc:
        raise RenderError([Finding("T205", Place(name), {"reason": f"{type(exc).__name__}: {exc}"})]) from exc


def _finished(data: bytes) -> bytes:
    parts = parts_of(data)
    guard = GUARD.encode()
    plain = {part: xml.replace(guard, b"") if part.endswith(".xml") else xml for part, xml in parts.items()}
    return write_docx({part: tidy(xml) if _TIDIED.fullmatch(part) else xml for part, xml in plain.items()})


def _context(exc: TemplateSyntaxError) -> str:
    lines = [line.strip() for line in getattr(exc, "docx_context", [])]
    tagged = [re.sub("<[^>]+>", "", line) for line in lines]
    return next((line[:60] for line in tagged if "{" in line), "")


def _undefined(exc: UndefinedError, source: bytes, name: str, data: Mapping[str, Any]) -> Finding:
    match = _NAME.search(str(exc))
    missing = next((group for group in match.groups() if group), "") if match else ""
    place = _place_of_name(missing, source, name) if missing else Place(name)
    if match is None or match[1] is None:  # an entry of something, not a name of the data
        return Finding("T206", place, {"name": missing or str(exc)})
    known = sorted(map(str, data))
    return Finding("T201", place, {"name": missing, "near": nearest(missing, known, 0.5), "known": ", ".join(known)})


def _place_of_name(missing: str, source: bytes, name: str) -> Place:
    """Return the first paragraph whose tags hold a name."""
    wanted = re.compile(r"\{[{%][^{}]*\b" + re.escape(missing) + r"\b")
    for part, xml in read_docx(source, name).items():
        if not _TIDIED.fullmatch(part):
            continue
        root = etree.fromstring(xml)
        paragraphs = root.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p")
        for number, paragraph in enumerate(paragraphs, 1):
            words = "".join(str(t) for t in paragraph.itertext())
            if wanted.search(words):
                return Place(name, part=part, paragraph=number, fragment=words[:40])
    return Place(name)


def _set_core(properties: Any, core: Mapping[str, str]) -> None:
    properties.title = core.get("title", "")[:255]
    properties.author = core.get("creator", "")[:255]
    properties.last_modified_by = core.get("creator", "")[:255]
    date = core.get("date")
    if date:
        moment = datetime.datetime.fromisoformat(date)
        properties.created = moment
        properties.modified = moment
