"""The door: one file a command, loaded when it is called. It talks; the work is done in `docgen.api`."""

from __future__ import annotations

import contextlib
import dataclasses
import gettext
import glob
import importlib
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextvars import copy_context
from pathlib import Path
from types import FrameType
from typing import Any, TextIO

import click

from docgen.catalogue.base import N_
from docgen.cli.say import Voice
from docgen.errors import REASONS, DocgenError, ExitCode, UseError, reason_of
from docgen.findings import Finding, Place, nearest
from docgen.limits import IN_FORCE, Limits, most_of, read_number
from docgen.messages import chosen_language, is_known_language

COMMANDS = {
    "batch": N_("Make many documents: a plan or template for each row of a table, or a folder of plans."),
    "build": N_("Build the documents of a plan: speech, notice, meeting notice, minutes."),
    "check": N_("Say what is wrong or missing in plans, templates, frame files and finished documents."),
    "explain": N_("Explain a finding by its code: what it means, why it matters, what is right."),
    "fields": N_("List the names that a template of a kind may use, and the filters of our own."),
    "fill": N_("Fill any Word template with any YAML or JSON data."),
    "gaps": N_("Make sheets of what a plan leaves open, for those who know it, and take them back into the plan."),
    "ledger": N_("Write the task ledger of plans as a workbook, and take back what units filled in."),
    "new": N_("Write a short plan to start from."),
    "outline": N_("Write the outline of Word files beside them, a line a paragraph."),
    "schema": N_("Print the JSON Schema of the plan file, for editors."),
    "why": N_("Tell where words of a document come from: plan, frame file, template."),
}


_READING = tuple(name for name in COMMANDS if name not in ("explain", "new", "schema"))
_WRITING = ("batch", "build", "fill", "gaps", "ledger", "new", "outline")


class _Group(click.Group):
    """Loads a command's module when it is wanted; the list needs none."""

    def __init__(self, voice: Voice, **settings: Any) -> None:
        super().__init__(**settings)
        self.voice = voice

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        self.voice.command = cmd_name
        module = importlib.import_module(f"docgen.cli.{cmd_name}")
        command: click.Command = module.command(self.voice)
        if cmd_name in _READING:
            command.params.append(_limits(self.voice))
        command.params.append(_language(self.voice, hidden=True))
        command.help = self.voice(COMMANDS[cmd_name])
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            said = {"name": args[0], "near": nearest(args[0], COMMANDS), "known": ", ".join(COMMANDS)}
            raise UseError([Finding("O445", Place(), said)])
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(self.voice(N_("Commands"))):
            formatter.write_dl([(name, self.voice(words)) for name, words in COMMANDS.items()])


def group(language: str, voice: Voice | None = None) -> click.Group:
    """Return the whole command line in one language; ``voice`` is whose it becomes."""
    voice = voice or Voice(language)
    return _Group(
        voice,
        name="docgen",
        help=voice(N_("One plan in YAML; the speech, the notice and the minutes as Word documents in GB/T 9704-2012.")),
        params=[
            _language(voice),
            click.Option(["--debug"], is_flag=True, help=voice(N_("Show the traceback when docgen itself fails."))),
            click.Option(
                ["--version"],
                is_flag=True,
                is_eager=True,
                expose_value=False,
                callback=_version,
                help=voice(N_("Show the version.")),
            ),
        ],
        callback=lambda debug: None,
        no_args_is_help=True,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )


def _language(voice: Voice, *, hidden: bool = False) -> click.Option:
    """Return the option that chooses the language; `main` reads it, wherever it stands."""
    return click.Option(
        ["--lang"],
        metavar="LANG",
        callback=_known_language,
        expose_value=False,
        hidden=hidden,
        help=voice(
            N_("Language of messages: en or zh; else that of the locale. It may stand behind the command, too.")
        ),
    )


def _known_language(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    if value is not None and not is_known_language(value):
        raise UseError([Finding("O409", Place(), {"name": "--lang", "value": value, "known": "en, zh"})])
    return value


def _limits(voice: Voice) -> click.Option:
    """Return the option that sets budgets; they are in force for what reads while the command runs."""
    return click.Option(
        ["--limit"],
        multiple=True,
        metavar="NAME=NUMBER",
        callback=_set_limits,
        expose_value=False,
        help=voice(N_("Another limit for what is read and made, such as yaml_bytes=50000000; again for several.")),
    )


def _set_limits(ctx: click.Context, param: click.Parameter, values: Sequence[str]) -> None:
    known = [field.name for field in dataclasses.fields(Limits)]
    chosen: dict[str, Any] = {}
    for value in values:
        name, between, words = value.partition("=")
        if not between:
            raise UseError([Finding("O481", Place(), {"value": value})])
        if name not in known:
            said = {"name": name, "near": nearest(name, known), "known": ", ".join(known)}
            raise UseError([Finding("O480", Place(), said)])
        number = read_number(name, words)
        if number is None:
            raise UseError([Finding("O482", Place(), {"name": name, "value": words, "limit": most_of(name)})])
        chosen[name] = number
    if chosen:
        IN_FORCE.set(dataclasses.replace(IN_FORCE.get(), **chosen))


def _version(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value:
        from importlib.metadata import PackageNotFoundError, version

        try:
            print(f"docgen {version('docgen')}")
        except PackageNotFoundError:
            print("docgen, not installed")
        ctx.exit()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if os.name == "nt":  # whose shells leave *.docx to the program
        given = expanded(given)
    language = chosen_language(_option(given, "--lang"))
    voice = Voice(language)
    sys.stdout, sys.stderr = (
        stream or _nowhere() for stream in (sys.stdout, sys.stderr)
    )  # None when the shell closed it
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    with _terminating(), _click_speaks(language):
        return copy_context().run(_run, given, voice, debug="--debug" in given)  # limits are set for this run alone


def expanded(words: Sequence[str]) -> list[str]:
    """Return words of a command with the files that a pattern such as ``*.docx`` names in its place."""
    return [name for word in words for name in ([] if Path(word).exists() else sorted(glob.glob(word))) or [word]]  # noqa: PTH207 - it may be absolute


def _run(arguments: list[str], voice: Voice, *, debug: bool) -> int:
    try:
        code = group(voice.language, voice).main(arguments, prog_name="docgen", standalone_mode=False)
        sys.stdout.flush()
        return code if isinstance(code, int) else ExitCode.DONE
    except DocgenError as exc:
        with _as_far_as_it_goes():
            voice.findings(exc.findings)
            if voice.command in _WRITING and not voice.has_done and exc.exit_code is not ExitCode.WRONG_USE:
                print(voice(N_("nothing was written")), file=sys.stderr)
        return exc.exit_code
    except click.ClickException as exc:
        with _as_far_as_it_goes():
            exc.show()
        return ExitCode.WRONG_USE
    except SystemExit as exc:
        if exc.code == 1:  # click's way to leave when nobody reads; a signal has a code of its own
            return ExitCode.DONE
        raise
    except (KeyboardInterrupt, click.Abort):
        return ExitCode.INTERRUPTED
    except OSError as exc:
        sys.stdout = _nowhere()  # it cannot be written, or nobody reads what is left
        if isinstance(exc, BrokenPipeError):
            return ExitCode.DONE
        with _as_far_as_it_goes():
            voice.findings([Finding("O109", Place(exc.filename or ""), {"reason": reason_of(exc)})])
        return ExitCode.CANNOT_READ_OR_WRITE
    except Exception as exc:
        if debug:
            raise
        if isinstance(exc, UnicodeEncodeError) and exc.encoding == sys.getfilesystemencoding() != "utf-8":
            with _as_far_as_it_goes():  # a system that codes the names of files in ASCII has no signs for this one
                voice.findings([Finding("O106", Place(str(exc.object)), {"reason": REASONS["EILSEQ"]})])
            return ExitCode.CANNOT_READ_OR_WRITE
        report = _report(arguments)
        with _as_far_as_it_goes():
            voice.findings([Finding("O900", Place(), {"report": report})])
        return ExitCode.OUR_FAULT


def _nowhere() -> TextIO:
    return open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123 - for as long as the program runs


@contextlib.contextmanager
def _as_far_as_it_goes() -> Iterator[None]:
    """Let what is said on standard error be lost where that cannot be written; the exit code still tells."""
    try:
        yield
        sys.stderr.flush()
    except OSError:
        sys.stderr = _nowhere()


def _report(arguments: Sequence[str]) -> str:
    import tempfile  # which only a fault of ours asks for
    import traceback

    handle, path = tempfile.mkstemp(prefix="docgen-", suffix=".txt")
    with os.fdopen(handle, "w", encoding="utf-8", errors="replace") as file:
        file.write(f"docgen {' '.join(arguments)}\nPython {sys.version}\n\n{traceback.format_exc()}")
    return path


def _option(arguments: Sequence[str], name: str) -> str | None:
    for at, word in enumerate(arguments):
        if word == name and at + 1 < len(arguments):
            return arguments[at + 1]
        if word.startswith(name + "="):
            return word.partition("=")[2]
    return None


@contextlib.contextmanager
def _terminating() -> Iterator[None]:
    """Turn SIGTERM into an exit that cleans up behind itself."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise SystemExit(ExitCode.TERMINATED)

    try:
        before = signal.signal(signal.SIGTERM, stop)
    except ValueError:  # not the main thread
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextlib.contextmanager
def _click_speaks(language: str) -> Iterator[None]:
    """Let click's own sentences come from our catalogue, for as long as the command runs."""
    before, locale = os.environ.get("LANGUAGE"), gettext.textdomain()
    gettext.bindtextdomain("docgen", Path(__file__).parent.parent / "locale")
    gettext.textdomain("docgen")
    os.environ["LANGUAGE"] = language
    plurals, gettext.dngettext = gettext.dngettext, _of_number
    try:
        yield
    finally:
        gettext.dngettext = plurals
        gettext.textdomain(locale)
        if before is None:
            del os.environ["LANGUAGE"]
        else:
            os.environ["LANGUAGE"] = before


def _of_number(domain: str, msgid1: str, msgid2: str, n: int) -> str:
    """Return click's sentence for a number of things; our catalogue keeps both forms as texts of their own."""
    return gettext.dgettext(domain, msgid1 if n == 1 else msgid2)


# What click says, for the catalogue; releases differ in a few words.
CLICK_WORDS = (
    N_("Usage:"),
    N_("Options"),
    N_("Show this message and exit."),
    N_("Error: {message}"),
    N_("Try '{command} {option}' for help."),
    N_("No such option: {name}"),
    N_("No such option {name!r}."),
    N_("Option {name!r} does not take a value."),
    N_("Missing argument"),
    N_("Missing option"),
    N_("Invalid value for {param_hint}: {message}"),
    N_("Missing command."),
    N_("Did you mean {possibility}?"),
    N_("(Did you mean one of: {possibilities}?)"),
    N_("(Possible options: {possibilities})"),
    N_("Got unexpected extra argument ({args})"),
    N_("Got unexpected extra arguments ({args})"),
    N_("Option {name!r} requires an argument."),
    N_("{value!r} is not one of {choices}."),
    N_("required"),
)
