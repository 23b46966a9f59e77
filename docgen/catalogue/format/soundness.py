"""What is said of a file that does not open everywhere: codes F901-F929."""

from docgen.catalogue.base import N_, Message

SOUNDNESS: dict[str, Message] = {
    "F901": Message(
        N_("two drawings have the same id, {found}"),
        N_("cut the drawing and paste it again, or give each wp:docPr an id of its own"),
        N_(
            "Some versions of Word repair a file in which drawings share an id, and tools that look for one find the other."
        ),
    ),
    "F902": Message(
        N_("an embedded object names a shape that does not exist, {found}"),
        N_("insert the object again"),
        N_("Without its shape the object is not drawn."),
    ),
    "F903": Message(
        N_("the id of a paragraph is not valid or there twice: {found}"),
        N_("open the file in Word and save it again, which gives new ids"),
        N_("Comments and replies are held together by the ids of paragraphs; an id from 80000000 up is not allowed."),
    ),
    "F904": Message(
        N_("something leads to {found}, which the list of relationships does not have"),
        N_("insert the picture, link or object again, or delete it"),
        N_("Word reports unreadable content and repairs or refuses the file."),
    ),
    "F905": Message(
        N_("nothing uses the relationship {found}"),
        N_("open the file in Word and save it again, which leaves it out"),
        N_("What was deleted from the text is still in the file: it makes it larger, and can be read."),
    ),
    "F906": Message(
        N_("{found} has no content type"),
        N_("declare it in [Content_Types].xml, by its name or by the ending of its name"),
        N_("Word refuses a file with a part of which it does not know what it is."),
    ),
    "F907": Message(
        N_("{found} is declared and not there"),
        N_("open the file in Word and save it again, or delete the declaration from [Content_Types].xml"),
        N_("A part may have got lost; strict readers refuse such a file."),
    ),
    "F908": Message(
        N_("the content type of this part is {found}, not {wanted}"),
        N_("declare it in [Content_Types].xml as what it is"),
        N_("Word reads a part by its content type, and refuses the file or leaves the part out."),
    ),
    "F909": Message(
        N_("a section takes {found} for its {wanted}, which it is not"),
        N_("make the headers and footers of this section again"),
        N_("Word reports unreadable content, or the header, the footer and the page number are not printed."),
    ),
    "F910": Message(
        N_("the style {found} does not exist, or is of another type than {wanted}"),
        N_("choose a style of the document for these words"),
        N_("A style that is missing is silently taken for the default one, and the words lose their look."),
    ),
    "F911": Message(
        N_("a style has the id of another one, or leads to one that does not exist: {found}"),
        N_("open the list of styles in Word and choose again what the style is based on"),
        N_("Programs choose differently between two styles of one id, and what a missing style should give is lost."),
    ),
    "F912": Message(
        N_("a style is based on itself: {found}"),
        N_("base one of these styles on the default style"),
        N_("A program that follows the styles may not come to an end; Word repairs the file."),
    ),
    "F913": Message(
        N_("the list {found} does not exist"),
        N_("number the paragraph again"),
        N_("The paragraph is printed without its number."),
    ),
    "F914": Message(
        N_("a list or one of its levels is not defined: {found}"),
        N_("choose the numbering of this list again"),
        N_("The paragraphs of that level are printed without a number, or with another in each program."),
    ),
    "F915": Message(
        N_("the footnote or endnote {found} is missing or there twice"),
        N_("delete the mark of the note and insert the note again"),
        N_("Word reports unreadable content and repairs or refuses the file."),
    ),
    "F916": Message(
        N_("the comment {found} is missing or there twice"),
        N_("delete the comment"),
        N_("The mark leads nowhere, or to the wrong comment."),
    ),
    "F917": Message(
        N_("the bookmark with the id {found} does not both begin and end once"),
        N_("delete the bookmark and set it again"),
        N_("Word leaves such a bookmark out, and references to it print an error."),
    ),
    "F918": Message(
        N_("two bookmarks have the same name, {found}"),
        N_("delete one of the bookmarks"),
        N_("Word keeps one of them, and a reference may print the wrong words."),
    ),
    "F919": Message(
        N_("a link or reference leads to the bookmark {found}, which does not exist"),
        N_("set the bookmark, or update or delete the reference"),
        N_("When fields are updated, which printing does, an error is printed in the place of the words."),
    ),
    "F920": Message(
        N_("a field is not whole: its mark “{found}” has no partner"),
        N_("delete the field and insert it again"),
        N_("What follows may be taken for the code of the field and not be printed."),
    ),
    "F921": Message(
        N_("the row fills {found} columns, and the grid of its table has {wanted}"),
        N_("split or merge cells so that the rows agree, or convert the table to text and back"),
        N_("Word and WPS draw such a table differently: columns move, and lines do not meet."),
    ),
    "F922": Message(
        N_("the cell is {found} twips wide, and its columns of the grid {wanted}"),
        N_("drag the lines of the columns in Word and save, or set w:gridCol to the widths of the cells"),
        N_("Word draws by the cells and WPS by the grid, so the columns differ."),
    ),
    "F923": Message(
        N_("the table is {found} twips wide, and its grid {wanted}"),
        N_("set the width of the table again in its properties"),
        N_("Word draws by the width of the table and WPS by the grid."),
    ),
    "F924": Message(
        N_("the cell is merged with the one above it, which is not merged"),
        N_("merge the cells again"),
        N_("What stands in the cell may not be shown, and programs draw the lines differently."),
    ),
    "F925": Message(
        N_("the cell does not end with a paragraph, or the row has no cell"),
        N_("add an empty paragraph at the end of the cell, or delete the row"),
        N_("Word reports unreadable content and refuses the file."),
    ),
    "F926": Message(
        N_("{found} does not stand where it must"),
        N_("put the properties before what they are properties of; those of the last section at the end"),
        N_("Word does not apply such properties, or reports unreadable content."),
    ),
    "F927": Message(
        N_("{found} is there twice"),
        N_("delete one of the two"),
        N_("Word reports unreadable content, or programs take different ones."),
    ),
    "F928": Message(
        N_("{found} stands behind {wanted}, and must stand before it"),
        N_("put the properties in the order of the schema; Word does so when it saves the file"),
        N_("Word may report unreadable content and repair the file."),
    ),
    "F929": Message(
        N_("{found} is there twice"),
        N_("delete one of the two"),
        N_("One program takes the first, another the last, and the words look different."),
    ),
}
