"""Sentence and remedy of every finding, and the translation of all that is said to a user.

The catalogue is English; Chinese stands in ``locale/zh_CN``. A finding's arguments fill the ``{names}``. When a finding
has a ``near`` argument, the nearest known name is offered behind the remedy.
"""

from __future__ import annotations

import functools
import gettext
import os
from pathlib import Path

from docgen.catalogue.base import N_, Message
from docgen.findings import Finding, visible
from docgen.patterns import late

_LOCALE = Path(__file__).parent / "locale"
LANGUAGES = ("en", "zh_CN")
_CHINESE = ("zh", "chinese", "中文")

_EM = late(r"(?<=\d) em\b")  # characters of the text's own size
# Arguments whose values may be words of ours.
_SPOKEN = ("wanted", "other", "found", "what", "reason", "unit", "first", "second", "type", "slip", "way", "problem")
_NEAR = N_("did you mean {near}?")
_ASKED = N_("what may be left out is asked for with “is defined”, or stands in the data as empty")
_RAISED = N_(", or raise the limit: --limit {budget}=NUMBER, in Python Limits({budget}=NUMBER)")
_NONE = N_("none")


def chosen_language(wanted: str | None = None) -> str:
    """Return the language to speak: the one wanted, else the locale's, else English."""
    given = wanted or next((v for n in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG") if (v := os.environ.get(n))), "")
    return "zh_CN" if given.lower().startswith(_CHINESE) else "en"


def is_known_language(name: str) -> bool:
    """Whether a language that somebody asks for is one of ours, however it is written: zh-CN, en_GB, Chinese."""
    return name.lower().startswith(("en", *_CHINESE))


@functools.cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation("docgen", _LOCALE, [language], fallback=True)


def translate(text: str, language: str | None = None) -> str:
    """Return a text of ours in the reader's language; English when the catalogue lacks it."""
    return _catalogue(chosen_language(language)).gettext(text) if text else text


def _message(finding: Finding) -> Message:
    from docgen.catalogue.whole import CATALOGUE  # which a run that says nothing does not need

    return CATALOGUE[finding.code]


def sentence(finding: Finding, language: str = "en") -> str:
    """Return what is wrong, in one sentence without its stop."""
    return translate(_message(finding).text, language).format_map(_args(finding, language))


def remedy(finding: Finding, language: str = "en") -> str:
    """Return what to do about it, and the nearest known name when there is one."""
    args = _args(finding, language)
    words = translate(_message(finding).remedy, language).format_map(args).rstrip(".。")
    if finding.args.get("asked"):
        words += f"{'; ' if language == 'en' else '；'}{translate(_ASKED, language)}"
    if finding.args.get("budget"):
        words += translate(_RAISED, language).format_map(args)
    if not finding.args.get("near"):
        return words
    offer = translate(_NEAR, language).format_map(args)
    return f"{offer} {words[:1].upper()}{words[1:]}" if language == "en" else f"{offer}{words}"


def _args(finding: Finding, language: str) -> dict[str, object]:
    args = {key: _shown(key, value, language) for key, value in finding.args.items()}
    return args | ({"known": translate(_NONE, language)} if args.get("known") == "" else {})


def spoken(value: str, language: str) -> str:
    """Return a value in the reader's language when it is a word of ours, else as it can be shown."""
    from docgen.catalogue.whole import OUR_WORDS

    if value in OUR_WORDS:
        return translate(value, language)
    return visible(_EM.sub("字", value) if language == "zh_CN" else value)


def _shown(key: str, value: object, language: str) -> object:
    if not isinstance(value, str):
        return value
    return spoken(value, language) if key in _SPOKEN else visible(value)
