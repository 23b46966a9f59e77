"""Document kinds: one file each, and the table of contents.

To add one: its file with a context, a front matter function and a `Kind`; an entry in `KINDS`; a template and a frame file of
the same name; the block of its front matter in `docgen.plan.model.Plan`.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import TYPE_CHECKING, Any

from docgen.errors import KindError, PlanError, misused
from docgen.findings import Finding, Place, in_order, nearest
from docgen.kinds.arrange import Kind
from docgen.kinds.compose import Composer
from docgen.kinds.facts import facts, missing
from docgen.kinds.meeting_notice import MEETING_NOTICE
from docgen.kinds.minutes import MINUTES
from docgen.kinds.notice import NOTICE
from docgen.kinds.speech import SPEECH
from docgen.plan.fields import Block, term_of
from docgen.plan.model import Frame, Plan

if TYPE_CHECKING:
    from docgen.plan.origins import Tracer

KINDS: dict[str, Kind] = {kind.name: kind for kind in (SPEECH, NOTICE, MEETING_NOTICE, MINUTES)}


def find_kind(name: str) -> Kind:
    """Return the kind of that English or Chinese name.

    Raises:
        KindError: There is none.
        UseError: It is no text.
    """
    if not isinstance(name, str):
        raise misused("kind", "the name of a kind, such as notice", name)
    terms = {kind.term: kind for kind in KINDS.values()}
    kind = KINDS.get(name) or terms.get(name)
    if kind is None:
        args = {
            "kind": name,
            "known": ", ".join(f"{kind.name} ({kind.term})" for kind in KINDS.values()),
            "near": nearest(name, [*KINDS, *terms]),
        }
        raise KindError([Finding("P260", Place(), args)])
    return kind


def kinds_of(plan: Plan) -> list[Kind]:
    """Return the kinds whose front matter the plan has, in the order of `KINDS`."""
    return [kind for kind in KINDS.values() if getattr(plan, kind.name) is not None]


def compose_document(
    plan: Plan,
    kind: Kind,
    frame: Frame,
    tracer: Tracer | None = None,
    *,
    signs: Mapping[int, str] | None = None,
    names: Container[str] | None = None,
) -> tuple[dict[str, Any], list[Finding]]:
    """Return what a template of the kind receives, and what was noticed: gaps, missing owners, unknown references.

    Args:
        plan: The plan.
        kind: The kind.
        frame: Default sentences.
        tracer: Numbers the words by their origins, when there is one.
        signs: What is put before the first words of points, by identity.
        names: Those that the template asks for, when they are known; facts of other names are left out, and measures without owner are not told.

    Raises:
        PlanError: The plan lacks what the kind cannot do without.
    """
    lacking = list(_lacking(plan, kind))
    if lacking:
        raise PlanError(lacking)
    composer = Composer(plan, kind, frame, tracer, signs)
    unprinted = Composer(plan, kind, frame, tracer, signs)
    context = {**facts(unprinted, names), **kind.front(composer)}
    findings = composer.findings + (missing(unprinted, composer.said) if kind.assigns and names is None else [])
    return context, in_order(findings)


def _lacking(plan: Plan, kind: Kind) -> list[Finding]:
    document: Block | None = getattr(plan, kind.name)
    if document is None:
        return [Finding("P261", plan.place(), {"kind": kind.name, "term": kind.term})]
    outline = getattr(document, "outline", None)
    needs = kind.needs if outline is None else ()
    if "name" in kind.needs and not getattr(document, "subject", ()) and not getattr(document, "title", ()):
        needs = ("name", *(need for need in needs if need != "name"))  # the title says it
    if not needs:
        return []
    fields = [need.rstrip("_") for need in needs]
    if plan.meeting is None:
        return [Finding("P262", document.place(kind.name), {"term": kind.term, "fields": ", ".join(fields)})]
    return [
        Finding("P263", plan.meeting.place("meeting"), {"field": field, "name": term_of(field), "term": kind.term})
        for need, field in zip(needs, fields, strict=True)
        if getattr(plan.meeting, need) is None
    ]


__all__ = ["KINDS", "compose_document", "find_kind", "kinds_of"]
