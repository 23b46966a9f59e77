"""What can be said about plans, templates and frame files before anything is built."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from docgen.api import compose, fields_of, frame_of, frame_path, kinds_in, prose_of, starter_path
from docgen.errors import (
    DocgenError,
    PlanError,
    TemplateError,
    TemplateMissingError,
    UseError,
)
from docgen.findings import Finding, Place, Severity, errors, in_order
from docgen.judged import Judged, leaves
from docgen.kinds import compose_document, find_kind, kinds_of
from docgen.kinds.facts import told_once
from docgen.kinds.sentences import STOPS
from docgen.plan.agreement import disagreements
from docgen.plan.model import Plan
from docgen.plan.origins import Tracer
from docgen.plan.validate import PlanSource, load_frame, load_plan, texts_of
from docgen.press.template import JinjaEnvironment, Template, TemplateSource

_SAID_BY_THE_PLAN = {  # a check of the plan, and the checks of prose that see the same without knowing as much
    "P188": ("W301", "W302", "W303", "W304", "W305", "W306", "W307"),
    "P311": ("A105",),
    "P312": ("A105",),
    "P202": ("W504",),
    "P315": ("W421", "A106"),
    "P316": ("W422",),
}


def check_plan(source: PlanSource, own_phrases: Iterable[str] = ()) -> list[Finding]:
    """Return everything that can be said about a plan: faults, open gaps, measures without owner or deadline, what disagrees.

    Args:
        source: Path of the plan file, or its data.
        own_phrases: Fixed phrases with numerals that the office uses, besides the usual ones and those of the plan.

    Raises:
        FileError: The file cannot be read.
        LimitError: It goes past a budget.
    """
    phrases = tuple(own_phrases)
    try:
        plan = load_plan(source)
    except PlanError as exc:
        return [*exc.findings, *_of_what_stands(source, exc.findings, phrases)]
    findings = [*plan.findings, *disagreements(plan)]
    if not kinds_of(plan):
        findings.append(Finding("P264", plan.place(), {}, Severity.WARNING))
    judged = Judged(Tracer(), (*plan.phrases, *phrases), plan.place().file)
    for kind in kinds_of(plan):
        try:
            context, told = compose_document(plan, kind, frame_of(kind.name, None), judged.tracer)
        except PlanError as exc:
            findings += exc.findings
        else:
            findings += [*told, *judged.document(prose_of(context))]
    findings = told_once([*findings, *judged.rest(leaves(plan))])
    return in_order(_each_once(findings))


def _each_once(findings: Sequence[Finding]) -> list[Finding]:
    """Return findings without those on prose that say of a text what the plan's own checks say better."""
    said = {(code, f.place.line, f.place.path) for f in findings for code in _SAID_BY_THE_PLAN.get(f.code, ())}
    return [f for f in findings if (f.code, f.place.line, f.place.path) not in said]


def _of_what_stands(source: PlanSource, faults: Sequence[Finding], phrases: tuple[str, ...]) -> list[Finding]:
    """Return what is to say about the prose of a plan that cannot be composed, and that no more can be said."""
    prose = [text for text in texts_of(source) if any(stop in text for stop in STOPS)]
    if not prose or any(fault.code.startswith("O") for fault in faults):
        return []
    place = Place(faults[0].place.file)
    return [*Judged(Tracer(), phrases).rest(prose), Finding("P265", place, {}, Severity.WARNING)]


def check_template(
    template: TemplateSource,
    data: Mapping[str, Any] | Plan | None = None,
    *,
    kind: str | None = None,
    jinja_env: JinjaEnvironment | None = None,
) -> list[Finding]:
    """Return everything that is wrong with a template, each fault with part, paragraph and tag.

    Args:
        template: The Word file.
        data: Data that it is to be filled with, or with ``kind`` a plan; names are looked up in them and a render is tried.
        kind: Kind of document that it is for; names are looked up in the fields of the kind, and the frame file beside the
            template is checked too.
        jinja_env: An environment whose filters, tests, functions and extensions the tags may use.

    Raises:
        KindError: There is no such kind.
        TemplateMissingError: There is no such file.
        FileError: It cannot be read.
        LimitError: It goes past a budget.
        UseError: ``data`` is a plan, and ``kind`` is left out.
    """
    names = None if kind is None else _example(kind)
    beside = [] if kind is None else _check_frame_beside(template)
    if isinstance(data, Plan):
        if kind is None:
            raise UseError([Finding("O433", data.place())])
        data, beside = _tried(data, kind, template, beside)
    try:
        return [*Template(template, jinja_env=jinja_env).check(data, names=names), *beside]
    except TemplateMissingError:
        raise
    except TemplateError as exc:
        return [*exc.findings, *beside]


def _tried(
    plan: Plan, kind: str, template: TemplateSource, beside: list[Finding]
) -> tuple[dict[str, Any] | None, list[Finding]]:
    """Return what a plan gives a template, and what is wrong with plan and frame file; these names are judged by the plan."""
    found = [finding for finding in beside if finding.is_error or finding.code != "P201"]
    try:
        return compose(plan, kind, None if errors(beside) else template), found
    except PlanError as exc:
        return None, [*found, *exc.findings]


def _check_frame_beside(template: TemplateSource) -> list[Finding]:
    path = frame_path(template)
    return check_frame(path) if path is not None and path.exists() else []


def check_frame(source: str | os.PathLike[str]) -> list[Finding]:
    """Return everything that is wrong with the frame file of a template.

    Args:
        source: Path of the file, which ends in ``.frame.yaml``.

    Raises:
        FileError: It cannot be read.
        LimitError: It goes past a budget.
    """
    try:
        return load_frame(source).findings
    except PlanError as exc:
        return exc.findings


def template_notes(template: TemplateSource, *, looked_up: bool) -> list[Finding]:
    """Return notes on what `check_template` could not say: there is no tag, or its names were not looked up.

    Args:
        template: The Word file.
        looked_up: Whether there were data or a kind to look names up in.
    """
    try:
        opened = Template(template)
    except DocgenError:
        return []
    place = Place(opened.name)
    if not opened.has_tags:
        return [Finding("T274", place, {}, Severity.NOTE)]
    asks = bool(opened.names() or errors(opened.check()))  # names stay unknown while a tag is at fault
    return [Finding("T275", place, {}, Severity.NOTE)] if asks and not looked_up else []


def annotate_template(template: TemplateSource, findings: Sequence[Finding], language: str = "en") -> bytes:
    """Return a copy of a template with a Word comment at each finding of `check_template`.

    Raises:
        TemplateError: It is no usable Word file.
    """
    return Template(template).annotated(findings, language)


def mend_template(template: TemplateSource, remarks: list[Finding] | None = None) -> bytes:
    """Return a copy of a template in which plain typing slips of tags are mended.

    Args:
        template: The Word file.
        remarks: A list to which a note is added for each tag that was mended.

    Raises:
        TemplateError: It is no usable Word file.
    """
    return Template(template).mended(remarks)


def _example(kind: str) -> dict[str, Any]:
    """Return every field of a kind, with a value where the starter plan has one."""
    name = find_kind(kind).name
    fields: dict[str, Any] = {field.name: None for field in fields_of(name)}
    plan = load_plan(starter_path())
    for other in sorted(kinds_in(plan), key=lambda known: known == name):  # its own values last
        fields |= {word: value for word, value in compose(plan, other).items() if word in fields}
    return fields | {field.name: defaultdict(str) for field in fields_of(name) if field.keyed}
