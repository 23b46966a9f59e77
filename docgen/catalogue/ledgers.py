"""What is said about ledgers, gap sheets and other workbooks: codes L."""

from __future__ import annotations

from docgen.catalogue.base import N_, Message

_NEW_LEDGER = N_("make the ledger again from the plan as it is now, and let the unit fill that in")
_COPY_BACK = N_("copy the rows back into the ledger as docgen made it")

LEDGERS: dict[str, Message] = {
    # workbooks
    "L101": Message(N_("this is no workbook (.xlsx) but {what}"), N_("open it in Excel or WPS and save it as .xlsx")),
    "L102": Message(
        N_("the workbook is broken or cut short"),
        N_("open it in Excel or WPS, let it repair the file, and save it again"),
    ),
    "L103": Message(N_("the file is empty"), N_("save the workbook again")),
    "L104": Message(N_("the workbook is larger than {limit} bytes"), N_("take out pictures and other sheets")),
    "L105": Message(
        N_("the workbook holds more than a ledger does, or is packed too tightly"),
        N_("take out pictures and other sheets"),
    ),
    "L106": Message(N_("a sheet has more than {limit} cells"), N_("take out what does not belong to the ledger")),
    "L107": Message(
        N_("the workbook is open in another program, which may hold more than is saved"),
        N_("save and close it there; if nothing has it open, delete {lock}"),
    ),
    "L109": Message(
        N_("a text is longer than the {limit} characters that a cell can hold: “{words}…”"),
        N_("shorten it in the plan"),
    ),
    # the next plan
    "L170": Message(
        N_("the plan has no measures, so there is nothing to go on with"),
        N_("write its tasks first, or begin a new plan with docgen new"),
    ),
    # changes in the plan file
    "L190": Message(
        N_("this is written once in the plan and used again by *name, so it cannot be changed in one place"),
        N_("write it out where it is used, without & and *"),
    ),
}
