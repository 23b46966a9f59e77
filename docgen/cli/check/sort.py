"""What each file is, and which options go together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from docgen.agreement.documents import has_tags
from docgen.catalogue.base import N_
from docgen.errors import DocgenError, UseError
from docgen.findings import Finding, Place

FOUND = {
    "plan": N_("plan"),
    "frame": N_("frame file"),
    "template": N_("template"),
    "document": N_("finished document"),
}
_WORD = (".docx", ".dotx", ".docm", ".doc", ".wps")


def sort_of(target: str, for_templates: bool, *, finished: bool) -> str:
    """Return what a file is: ``plan``, ``frame``, ``template`` or ``document``."""
    name = target.lower()
    if may_be_both(name) and not for_templates:
        return "document" if finished or not _is_template(target) else "template"
    return "template" if name.endswith(_WORD) else "frame" if name.endswith(".frame.yaml") else "plan"


def _is_template(target: str) -> bool:
    """Whether a Word file is a template; one that cannot be read is refused as a template."""
    try:
        return has_tags(target)
    except DocgenError:
        return True


def may_be_both(target: str) -> bool:
    """Whether a file can be a template or a finished document, by its name."""
    return target.lower().endswith(".docx")


def check_options(for_templates: Sequence[str], taken_as: str | None, plan: str | None, gaps: bool, form: str) -> None:
    """Refuse options that do not go together.

    Raises:
        UseError: Two of them do not.
    """
    document = "--plan" if plan else "--as document" if taken_as == "document" else ""
    if for_templates and document:
        raise UseError([Finding("O463", Place(), {"option": for_templates[0], "other": document})])
    if gaps and plan:
        raise UseError([Finding("O464", Place())])
    if gaps and form == "sarif":
        raise UseError([Finding("O462", Place())])


def check_order(target: str, kind_of_file: str, data: str | None, kind: str | None) -> None:
    """Refuse a template that is given as the data of its data.

    Raises:
        UseError: The files have changed places.
    """
    if data and data.lower().endswith(_WORD) and kind_of_file == "plan":
        right = f"docgen check {data} --data {target}{f' --kind {kind}' if kind else ''}"
        raise UseError([Finding("O447", Place(target), {"right": right})])


def check_use(
    kinds_of_file: Mapping[str, str],
    for_templates: Sequence[str],
    copies: Sequence[str],
    for_documents: Sequence[str],
    *,
    with_plan: bool,
) -> None:
    """Refuse options that a file does not know.

    Args:
        kinds_of_file: What each file is.
        for_templates: Options given that templates alone know.
        copies: Options given that write a copy of a Word file.
        for_documents: Options given that plans and finished documents alone know.
        with_plan: A plan is given beside the files.
    """
    if with_plan and "document" not in kinds_of_file.values():
        raise UseError([Finding("O460", Place())])
    known = {"template": (*for_templates, *copies), "document": copies, "frame": ("--kind",), "plan": ()}
    for target, kind_of_file in kinds_of_file.items():
        args = {"found": FOUND[kind_of_file]}
        if for_documents and kind_of_file in ("template", "frame"):
            raise UseError([Finding("O461", Place(target), {"option": for_documents[0], **args})])
        wrong = [name for name in (*for_templates, *copies) if name not in known[kind_of_file]]
        if wrong:
            raise UseError([Finding("O408", Place(target), {"option": wrong[0], **args})])
    if copies and len(kinds_of_file) > 1:
        raise UseError([Finding("O431", Place(), {"option": copies[0], "count": len(kinds_of_file)})])


def check_finished(kinds_of_file: Mapping[str, str], given: Sequence[str]) -> None:
    """Refuse options of finished documents where there is none, and copies and reports of several.

    Raises:
        UseError: There is none, or there are several.
    """
    if given and "document" not in kinds_of_file.values():
        target, kind_of_file = next(iter(kinds_of_file.items()))
        raise UseError([Finding("O467", Place(target), {"option": given[0], "found": FOUND[kind_of_file]})])
    alone = [name for name in given if name in ("--report", "--scrub")]
    if alone and len(kinds_of_file) > 1:
        raise UseError([Finding("O431", Place(), {"option": alone[0], "count": len(kinds_of_file)})])
