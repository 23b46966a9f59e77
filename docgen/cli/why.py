"""``docgen why``: where words of a document come from."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import click

from docgen.api import why
from docgen.catalogue.base import N_
from docgen.cli.say import Voice
from docgen.errors import ExitCode
from docgen.findings import Finding, Place
from docgen.origins import Answer, Origin

_SAID = {
    "plan": N_("“{words}” stands in the plan: {place}"),
    "frame": N_("“{words}” is a default sentence of the frame file: {place}"),
    "template": N_("“{words}” stands in the template: {place}"),
    "docgen": N_("“{words}” is set by docgen beside what the plan says, such as an ordinal, a count or a stop"),
}
_COMPUTED = N_("“{words}” is computed from figures of the plan: {place}")


def command(voice: Voice) -> click.Command:
    """Return the command."""
    return click.Command(
        "why",
        callback=lambda **options: run(voice, **options),
        params=[
            click.Argument(["document"], metavar="OUT.docx"),
            click.Argument(["words"], metavar="WORDS"),
            click.Option(
                ["--plan"], metavar="PLAN", required=True, help=voice(N_("The plan that the document was made from."))
            ),
            click.Option(
                ["--kind"], metavar="KIND", help=voice(N_("Its kind, when its paragraphs do not tell, such as speech."))
            ),
            click.Option(
                ["--template"], metavar="FILE", help=voice(N_("Its template, when it is not the shipped one."))
            ),
            click.Option(
                ["--format", "form"],
                type=click.Choice(["text", "json"]),
                default="text",
                help=voice(N_("How the answer is printed.")),
            ),
        ],
    )


def run(
    voice: Voice, *, document: str, words: str, plan: str, kind: str | None, template: str | None, form: str
) -> int:
    """Find the words and tell."""
    found = why(document, words, plan, kind=kind, template=template)
    if form == "json":
        voice.done(json.dumps([_row(answer) for answer in found], ensure_ascii=False, indent=2))
    elif not found:
        voice.findings([Finding("A302", Place(document), {"words": words})])
    else:
        for answer in found:
            _tell(voice, answer, template)
    return ExitCode.DONE if found else ExitCode.REFUSED


def _tell(voice: Voice, answer: Answer, template: str | None) -> None:
    voice.done(str(answer.printed))
    if not answer.is_made_now and answer.origins:
        voice.done("  " + voice(N_("the plan does not make this paragraph now; the one most like it comes from here:")))
    elif not answer.is_made_now:
        voice.done(
            "  " + voice(N_("the plan does not make this paragraph now: it was edited, or the plan has changed"))
        )
    if answer.is_made_now and not answer.origins:
        voice.done("  " + voice(N_("the template works on these words so that their origin cannot be told")))
    for origin in answer.origins:
        said = _COMPUTED if origin.is_computed else _SAID[origin.source]
        voice.done("  " + voice(said, words=origin.words.strip(), place=_place(origin, template)))


def _place(origin: Origin, template: str | None) -> Place:
    return replace(origin.place, file=template or "", fragment="") if origin.source == "template" else origin.place


def _row(answer: Answer) -> dict[str, Any]:
    return {
        "printed": answer.printed.as_dict(),
        "text": answer.text,
        "made_now": answer.is_made_now,
        "origins": [
            {
                "start": origin.start,
                "end": origin.end,
                "words": origin.words,
                "source": origin.source,
                "place": origin.place.as_dict(),
                "computed": origin.is_computed,
            }
            for origin in answer.origins
        ],
    }
