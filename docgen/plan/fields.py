"""Field types of the plan, and the block that knows where it was typed.

Codes: P150-P159.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Collection, Iterator
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    PrivateAttr,
    ValidationInfo,
    model_validator,
)
from pydantic_core import PydanticCustomError
from pydantic_core.core_schema import (
    CoreSchema,
    no_info_before_validator_function,
    no_info_plain_validator_function,
    with_info_plain_validator_function,
)

from docgen.findings import Finding, Place, Severity, nearest
from docgen.numerals import MARKERS
from docgen.plan.marks import Mapping, Mark, Sequence, Text, mark_of, place_of

GAP = "？"
FACT_BLOCKS = ("achievements", "problems", "significance", "tasks", "requirements")
BLOCKS = (*FACT_BLOCKS, "measures")
STATUSES = ("未启动", "推进中", "已完成")  # what a unit says of a measure; overdue is worked out
UNPRINTED = (
    "person_in_charge",
    "deliverable",
    "status",
    "progress",
    "closed",
    "memo",
    "meaning",
    "last",
)  # by documents
SHOWN = ("简写", "约数", "近", "超", "约", "分数", "成", "增减")  # forms of a figure


class Read:
    """Says of a field's type how it is read, and how the JSON Schema shows it.

    It does what pydantic's ``PlainValidator`` and ``WithJsonSchema`` do together, but looks into no signature and no inner type, which
    takes most of the time that the model needs to come up.
    """

    def __init__(self, read: Callable[..., Any], **shown: Any) -> None:
        self.read, self.shown = read, shown

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> CoreSchema:
        return no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: Any) -> dict[str, Any]:
        return dict(self.shown)


class ReadInFull(Read):
    """As `Read`, for a function that also takes pydantic's information on the whole, to which it adds what it noticed."""

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> CoreSchema:
        return with_info_plain_validator_function(self.read)


class First:
    """Says of a field's type what is done with a value before it is read, as pydantic's ``BeforeValidator`` does."""

    def __init__(self, change: Callable[[Any], Any]) -> None:
        self.change = change

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> CoreSchema:
        return no_info_before_validator_function(self.change, handler(source))


def refuse(code: str, **args: object) -> PydanticCustomError:
    """Return the error that a validator raises to become the finding ``code``."""
    return PydanticCustomError(code, "{code}", {"code": code, **args})


def as_text(value: object) -> Text:
    """Return a value as text; refuse what is none."""
    if value is None:
        raise refuse("P151")
    if not isinstance(value, str):
        raise refuse("P152", found=_what(value))
    text = value if isinstance(value, Text) else Text(value)
    if not text.strip():
        raise refuse("P151")
    return text


def _what(value: object) -> str:
    return "list" if isinstance(value, list) else "mapping" if isinstance(value, dict) else type(value).__name__


def as_list(value: object) -> object:
    """Take one text or mapping where a list is wanted as a list of one."""
    if isinstance(value, (str, dict)):
        wrapped = Sequence([value])
        mark = mark_of(value)
        if mark:
            wrapped.mark = mark
        return wrapped
    if value is None:
        return []
    return value


def _not_empty(value: list[Text]) -> list[Text]:
    if not value:
        raise refuse("P151")
    return value


def _year(value: object) -> int | None:
    if value is None or str(value).strip() == GAP:
        return None
    text = as_text(value).strip()
    year = text.removesuffix("年")
    if not re.fullmatch(r"(19|20)\d\d", year):
        raise refuse("P155", value=text)
    return int(year)


def _marker(value: object) -> str:
    text = str(as_text(value)).strip()
    if text not in MARKERS:
        raise refuse("P156", value=text, allowed=" ".join(MARKERS), near=nearest(text, MARKERS, 0.3))
    return text


def _choice(*allowed: str) -> Callable[[object], str]:
    def check(value: object) -> str:
        text = str(as_text(value)).strip()
        if text not in allowed:
            raise refuse("P156", value=text, allowed=" ".join(allowed), near=nearest(text, allowed, 0.3))
        return text

    return check


def _yes_no(value: object) -> bool:
    text = str(as_text(value)).strip().lower()
    if text not in _YES + _NO:
        raise refuse("P156", value=text, allowed="true false 是 否", near="")
    return text in _YES


_YES = ("true", "yes", "on", "是", "有")
_NO = ("false", "no", "off", "否", "无")
_digit = _choice("0", "1", "2", "3", "4")

_TEXT: dict[str, Any] = {"type": ["string", "number", "boolean"]}
Words = Annotated[Text, Read(as_text, **_TEXT)]
Lines = Annotated[list[Words], First(as_list)]
SomeLines = Annotated[Lines, AfterValidator(_not_empty)]
Year = Annotated[int | None, Read(_year, type=["integer", "string"])]
MarkerName = Annotated[str, Read(_marker, enum=[*MARKERS, 1])]
Form = Annotated[
    Literal["inline", "paragraphs", "headings"],
    Read(_choice("inline", "paragraphs", "headings"), enum=["inline", "paragraphs", "headings"]),
]
SectionForm = Annotated[
    Literal["inline", "headings"],
    Read(_choice("inline", "headings"), enum=["inline", "headings"]),
]
Stop = Annotated[str, Read(_choice("。", "；", "，", "、"), enum=["。", "；", "，", "、"])]
BlockName = Annotated[str, Read(_choice(*BLOCKS), enum=list(BLOCKS))]
Digits = Annotated[
    int,
    Read(lambda value: int(_digit(value)), type="integer", minimum=0, maximum=4),
]
Shown = Annotated[str, Read(_choice(*SHOWN), enum=list(SHOWN))]
Version = Annotated[str, Read(_choice("1"), enum=[1, "1"])]
YesNo = Annotated[bool, Read(_yes_no, enum=[True, False, "是", "否"])]
Status = Annotated[str, Read(_choice(*STATUSES), enum=list(STATUSES))]
TableName = Annotated[str, Read(_choice("measures"), enum=["measures"])]


def said(term: str, description: str, **settings: Any) -> Any:
    """Return a field with its Chinese term (`title`) and its sentence (`description`) for schema, hover and hints."""
    settings.setdefault("default", None)
    return Field(title=term, description=description, **settings)


def many(term: str, description: str) -> Any:
    """Return a list field, empty by default; pydantic gives each block a list of its own."""
    return Field(title=term, description=description, default=[])


def entries(term: str, description: str) -> Any:
    """Return a field of names and what they stand for, empty by default."""
    return Field(title=term, description=description, default={})


class Block(BaseModel):
    """A mapping of the plan file: reports keys it does not know, and remembers where it stands.

    A subclass with a ``text_field`` may also be written as a plain text, which is that field.
    """

    model_config = ConfigDict(
        extra="forbid", arbitrary_types_allowed=True, defer_build=True
    )  # the validator of the whole is built once, when it is first asked for
    text_field: ClassVar[str] = ""
    _mark: Mark | None = PrivateAttr(None)

    @model_validator(mode="wrap")
    @classmethod
    def _remember(cls, value: Any, handler: ModelWrapValidatorHandler[Self], info: ValidationInfo) -> Self:
        if isinstance(value, cls):
            return value
        if isinstance(value, str) and cls.text_field:
            block = handler({cls.text_field: value})
        elif isinstance(value, dict):
            block = handler(_known_keys(cls, value, info))
        elif value is None:
            raise refuse("P151")
        else:
            raise refuse("P153", found=_what(value) if isinstance(value, list) else "text")
        block._mark = mark_of(value)
        return block

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: Any, handler: Any) -> dict[str, Any]:
        schema = handler(core_schema)
        if not cls.text_field:
            return dict(schema)
        target = handler.resolve_ref_schema(schema)
        whole = dict(target)
        target.clear()
        target.update({"anyOf": [{"type": ["string", "number", "boolean"]}, whole]})
        if "description" in whole:
            target["description"] = whole["description"]
        return dict(schema)

    def place(self, path: str = "") -> Place:
        """Return where the block stands."""
        return self._mark.place() if self._mark else Place(path=path)


def texts_within(value: object, leaving_out: Collection[str] = ()) -> Iterator[Text]:
    """Yield every text below a block, a list or a mapping, in the order of the fields; some fields may be left out."""
    if isinstance(value, Text):
        yield value
    elif isinstance(value, Block):
        for name in type(value).model_fields:
            if name not in leaving_out:
                yield from texts_within(getattr(value, name), leaving_out)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from texts_within(item, leaving_out)
    elif isinstance(value, dict):
        for item in value.values():
            yield from texts_within(item, leaving_out)


def term_of(field: str) -> str:
    """Return the Chinese term of a field as it is typed in the plan, or the field itself."""
    return _terms().get(field, field)


@functools.cache
def _terms() -> dict[str, str]:
    blocks: list[type[Block]] = [Block]
    for block in blocks:
        blocks.extend(block.__subclasses__())
    return {field.alias or name: field.title for b in blocks for name, field in b.model_fields.items() if field.title}


def doubt(info: ValidationInfo, code: str, at: object, **args: object) -> None:
    """Report something that is cured or can stand, as a warning."""
    if info.context:
        info.context["findings"].append(Finding(code, place_of(at), args, Severity.WARNING))


@functools.cache
def _names_of(cls: type[Block]) -> tuple[tuple[str, ...], dict[str, str]]:
    """Return the names of a block's fields as the file has them, and each by its Chinese term."""
    names = {(field.alias or name): field for name, field in cls.model_fields.items()}
    return tuple(names), {field.title: name for name, field in names.items() if field.title}


def _known_keys(cls: type[Block], value: dict[str, Any], info: ValidationInfo) -> dict[str, Any]:
    """Return the entries of ``value`` that the block knows; report the others, also when they are named in Chinese."""
    fields, terms = _names_of(cls)
    unknown = [key for key in value if key not in fields]
    findings = info.context["findings"] if info.context else []
    for key in unknown:
        if key.startswith("\u3000") and isinstance(value, Mapping):
            findings.append(Finding("P122", value.key_mark(key).place(), {"words": key.strip()}))
            continue
        near = nearest(key, [*fields, *terms], 0.5)
        args = {"key": str(key), "near": terms.get(near, near), "known": ", ".join(fields)}
        place = value.key_mark(key).place() if isinstance(value, Mapping) else Place(path=str(key))
        findings.append(Finding("P150", place, args))
    return {str(key): item for key, item in value.items() if key in fields}
