"""JSON Schema of the plan file, for editors: every field with its Chinese term and a sentence in the reader's language.

Editors show the title and the sentence that stand nearest to a value, and offer the first type of a list of types. So a
choice between shapes is written as one schema of several types where that can be, and only fields have titles.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from docgen.messages import translate
from docgen.plan.fields import as_list
from docgen.plan.model import Plan

SCHEMA_ID = "https://json-schema.org/draft/2020-12/schema"
_NOTHING = {"type": "null"}


def plan_schema(language: str = "en") -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of the plan file, its sentences in ``language``."""
    schema = _simplified(Plan.model_json_schema(schema_generator=_Shapes))
    for shape in schema["$defs"].values():
        shape.pop("title", None)
        shape.pop("description", None)
    return {"$schema": SCHEMA_ID, **_translated(schema, language)}


class _Shapes(GenerateJsonSchema):
    """Lets nothing stand for an empty list or mapping, and one item for a list of one, as the loader does."""

    def function_before_schema(self, schema: Any) -> dict[str, Any]:
        shape = super().function_before_schema(schema)
        if schema["schema"]["type"] == "dict":
            return {"anyOf": [shape, _NOTHING]}
        if schema["function"]["function"] is as_list:
            return {"anyOf": [shape, _NOTHING, shape["items"]]}
        return shape


def _simplified(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema without defaults that say nothing, and with its alternatives in one where they are no references."""
    out = {key: value for key, value in schema.items() if key not in ("anyOf", "oneOf", "discriminator")}
    if out.get("default", ...) in (None, [], {}):
        del out["default"]
    for key in ("properties", "$defs"):
        if key in out:
            out[key] = {name: _simplified(shape) for name, shape in out[key].items()}
    for key in ("items", "additionalProperties"):
        if isinstance(out.get(key), dict):
            out[key] = _simplified(out[key])
    alternatives = list(_alternatives(schema))
    plain = _joined([shape for shape in alternatives if "$ref" not in shape])
    references = [shape for shape in alternatives if "$ref" in shape]
    if not references:
        return {**plain, **out}
    if "items" in plain:  # completion looks for them here
        out["items"] = plain.pop("items")
    return {**out, "anyOf": [plain, *references] if plain else references}


def _alternatives(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the shapes that a schema lets choose from, those of a choice within a choice as well."""
    for shape in (*schema.get("anyOf", ()), *schema.get("oneOf", ())):
        if "anyOf" in shape or "oneOf" in shape:
            yield from _alternatives(shape)
        else:
            yield _simplified(shape)


def _joined(shapes: list[dict[str, Any]]) -> dict[str, Any]:
    """Return one schema for shapes of different types."""
    out: dict[str, Any] = {}
    types: list[str] = []
    for shape in shapes:
        named = shape.get("type", [])
        types += [named] if isinstance(named, str) else named
        out |= {key: value for key, value in shape.items() if key != "type"}
    if "enum" in out:
        return {**out, "enum": [*out["enum"], None]} if "null" in types else out
    return {**out, "type": list(dict.fromkeys(types))} if types else out


def _translated(node: Any, language: str) -> Any:
    """Return a schema with its descriptions translated; a field's Chinese term stands in front of its sentence."""
    if isinstance(node, list):
        return [_translated(item, language) for item in node]
    if not isinstance(node, dict):
        return node
    out = {key: _translated(value, language) for key, value in node.items()}
    sentence = node.get("description")
    if isinstance(sentence, str):
        first = translate(sentence.split("\n")[0], language)
        term = node.get("title")
        out["description"] = f"{term}：{first}" if isinstance(term, str) and not term.isascii() else first
    return out
