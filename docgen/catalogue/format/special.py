"""What is said of tables, letters, orders and empty attachments: codes F840-F849."""

from docgen.catalogue.base import N_, Message

SPECIAL: dict[str, Message] = {
    "F840": Message(
        N_("the head of a table of {rows} rows is not repeated"),
        N_("mark the first row, and set “repeat as header row” in the properties of the table"),
        N_("On the second page of a long table nobody knows any more what the columns are."),
    ),
    "F841": Message(
        N_("the table is {found} wide, the type area {wanted}"),
        N_("set the width of the table to that of the type area"),
        N_("What stands outside of the type area is lost when the document is bound or copied."),
    ),
    "F842": Message(
        N_("text in the table is set in {found}, less than {wanted}"),
        N_("set it in {wanted} or larger, and lay the table on its side if it needs the room"),
        N_("Smaller text cannot be read on paper."),
    ),
    "F843": Message(
        N_("the number of a page that lies on its side stands under its long edge"),
        N_("put it into a text box with vertical text at the short edge, where the other pages have it"),
        N_("In the bound document all page numbers stand at the same place."),
    ),
    "F845": Message(
        N_("the first page of the letter has a number"),
        N_("set “different first page”, and leave the number out of its footer"),
        N_("The lower rule of a letter closes its first page."),
    ),
    "F846": Message(
        N_("the imprint of the letter says “{found}”"),
        N_("delete the line; a letter's imprint names only who gets a copy"),
        N_("A letter is sent by its organ, not given out by its office."),
    ),
    "F847": Message(
        N_("the number of the order is “{found}”"),
        N_("write it like {wanted}"),
        N_("Orders are counted through the years, without a code of the organ."),
    ),
    "F848": Message(
        N_("nothing stands behind the label “{found}”"),
        N_("add the attachment, or take the label out"),
        N_("A reader who finds a label alone takes it that pages are missing."),
    ),
}
