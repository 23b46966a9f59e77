"""Copies that a check writes: with comments, with slips mended, without what travels unseen; what may be written at all."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from docgen.catalogue.base import N_
from docgen.checking import mend_template
from docgen.cli.say import Voice
from docgen.errors import UseError
from docgen.file_names import check_document
from docgen.files import planned_text_refusal, read_file, refuse, write_document
from docgen.findings import Finding, Place, errors
from docgen.limits import IN_FORCE
from docgen.rules.house import House


def check_outputs(copies: Sequence[str], texts: Sequence[str], inputs: Sequence[str], *, force: bool) -> None:
    """Refuse copies that are no Word files, outputs that are inputs or one file, and texts that are somebody's work.

    Raises:
        UseError: One of them is.
        OverwriteError: A text is there already, and ``force`` is not set.
        FileError: A text cannot be written there.
    """
    for copy in copies:
        check_document(Path(copy))
    outputs = [*copies, *texts]
    for out in outputs:
        if _file(out) in map(_file, inputs):
            raise UseError([Finding("O402", Place(out))])
    if len(set(map(_file, outputs))) < len(outputs):
        raise UseError([Finding("O410", Place(outputs[-1]))])
    refuse((planned_text_refusal(Path(text)) for text in texts), force=force)


def _file(path: str) -> str:
    """Return what tells one file from another; names that differ in capitals alone are one file on many systems."""
    return str(Path(path).resolve()).lower()


def mend(voice: Voice, target: str, out: str, check: Callable[[bytes], list[Finding]], *, force: bool) -> None:
    """Write the mended copy and tell what was mended, and what remains; nothing is written when there is nothing to mend."""
    notes: list[Finding] = []
    copy = mend_template(target, notes)
    voice.findings(notes, most=None)
    if notes:
        write(voice, out, copy, force=force)
        left = len(errors(check(copy)))
        print(voice(N_("errors that remain in {path}: {errors}"), path=out, errors=left), file=sys.stderr)
    else:
        print(voice(N_("nothing to mend, so {path} was not written"), path=out), file=sys.stderr)


def write(voice: Voice, out: str, document: bytes, *, force: bool) -> None:
    """Write a copy and say so."""
    written = write_document(Path(out), document, force=force)
    print(voice(N_("wrote {path}"), path=written), file=sys.stderr)


def scrub_copy(voice: Voice, target: str, out: str, data: bytes, *, force: bool) -> None:
    """Write a copy without what travels unseen and tell what was left out; nothing is written when there is nothing."""
    from docgen.pages.scrub import scrub

    copy, left_out = scrub(data, target)
    voice.findings(left_out)
    if left_out:
        write(voice, out, copy, force=force)
    else:
        print(voice(N_("nothing travels unseen, so {path} was not written"), path=out), file=sys.stderr)


def mend_document(voice: Voice, target: str, out: str, house: House, *, force: bool) -> None:
    """Write a copy of a finished document with its form mended; tell what was mended, what was left, and what remains."""
    from docgen.inspection import inspect_document
    from docgen.rules.mend import mend as mend_form

    copy, notes = mend_form(read_file(Path(target), IN_FORCE.get().docx_bytes), target, house.wanted)
    voice.findings(notes, most=None)
    if any(note.code != "F999" for note in notes):
        write(voice, out, copy, force=force)
        left = len(errors(inspect_document(copy, house).findings))
        print(voice(N_("errors that remain in {path}: {errors}"), path=out, errors=left), file=sys.stderr)
    else:
        print(voice(N_("nothing to mend, so {path} was not written"), path=out), file=sys.stderr)
