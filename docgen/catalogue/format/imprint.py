"""What is said of the imprint: codes F601-F619."""

from docgen.catalogue.base import N_, Message

IMPRINT: dict[str, Message] = {
    "F601": Message(
        N_("the imprint is held at “{found}”, not at the {wanted} of the type area"),
        N_("set its frame to the bottom of the margin, on every line of it"),
        N_("It ends every document at the same place, whatever stands above."),
    ),
    "F602": Message(
        N_("a rule of the imprint is {found} wide, not {wanted}"),
        N_("set its indents to 0, and its frame to the width of the type area"),
        N_("Rules as wide as the type area close the page."),
    ),
    "F603": Message(
        N_("a rule of the imprint is {found} thick, not {wanted}"),
        N_("draw the first and the last rule 1 pt thick, those between them 0.75 pt"),
        N_("The thick rules close the imprint, the thin ones only divide it."),
    ),
    "F604": Message(
        N_("the imprint lacks a rule above its first or below its last element"),
        N_("draw a rule above the first element and below the last"),
        N_("Three rules are what an imprint is known by."),
    ),
    "F606": Message(
        N_("the copies are written {found}, not {wanted}"),
        N_("write 抄送 and a colon, and a full stop behind the last organ"),
        N_("The stop says that the list is complete."),
    ),
    "F607": Message(
        N_("a line of the imprint is set in {found}, not {wanted}"),
        N_("set it in {wanted}"),
        N_("The imprint is smaller than the text, so that it is not read as part of it."),
    ),
    "F608": Message(
        N_("the copies stand {found} in, not {wanted}"),
        N_("indent them one character on both sides, with a hanging indent of three"),
        N_("The list goes on under its own first organ."),
    ),
    "F609": Message(
        N_("the date of printing is written “{found}”"),
        N_("write it like {wanted}"),
        N_("It is told from the date of issue by 印发 behind it."),
    ),
    "F610": Message(
        N_("who printed it and when stand {found} in, not {wanted}"),
        N_(
            "indent the organ one character on the left, and let the date end one character from the right, at a right tab stop"
        ),
        N_("Both stand on one line, as far in as the copies above them."),
    ),
    "F611": Message(
        N_("it was printed on {found}, before its date ({wanted})"),
        N_("correct one of the two dates"),
        N_("Nothing can be printed before it is signed."),
    ),
}
