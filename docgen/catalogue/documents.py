"""What is said of documents beside their plan and beside one another: codes A200 and up."""

from docgen.catalogue.base import N_, Message

_PLAN_DIFFERS = N_("{words} stands here, but {other} in the plan ({where})")
_OTHER_DIFFERS = N_("{words} stands here, but {other} in another document ({where})")
_ONE_IS_RIGHT = N_("correct the document, or the plan and build it again")
_CORRECT_ONE = N_("find out which is right, and correct the other")

DOCUMENTS: dict[str, Message] = {
    "A201": Message(_PLAN_DIFFERS, _ONE_IS_RIGHT),
    "A202": Message(_PLAN_DIFFERS, _ONE_IS_RIGHT),
    "A203": Message(_PLAN_DIFFERS, _ONE_IS_RIGHT),
    "A204": Message(N_("{other} is named here by the plan ({where}), but not by the document"), _ONE_IS_RIGHT),
    "A205": Message(N_("{words} is named here, but not by the plan ({where})"), _ONE_IS_RIGHT),
    "A206": Message(
        N_("“{words}” of the plan ({where}) is missing"), N_("put it back, or strike it from the plan and build again")
    ),
    "A207": Message(
        N_("nothing of the plan ({where}) stands in the document"), N_("check that it belongs to this plan")
    ),
    "A208": Message(
        N_("“{words}” is a numbered item that the plan ({where}) does not have"),
        N_("add it to the plan and build again, or delete it"),
    ),
    "A209": Message(
        N_("the note on who does it until when lacks {words}, which the plan has ({where})"), _ONE_IS_RIGHT
    ),
    "A210": Message(N_("the units of the plan call {words} {other} ({where})"), N_("write {other}")),
    "A211": Message(_OTHER_DIFFERS, _CORRECT_ONE),
    "A212": Message(_OTHER_DIFFERS, _CORRECT_ONE),
    "A213": Message(_OTHER_DIFFERS, _CORRECT_ONE),
}
