"""What is said of what travels in a file unseen: codes F951-F979."""

from docgen.catalogue.base import N_, Message

_REMEDY_CHANGES = N_("accept or reject the changes, or save a copy with --scrub")
_REMEDY_WORDS = N_("delete the words, or save a copy with --scrub")
_REMEDY = N_("save a copy with --scrub, which leaves it out")

HIDDEN: dict[str, Message] = {
    "F951": Message(
        N_("a comment of {who}: {found}"),
        N_("delete the comments, or save a copy with --scrub"),
        N_("A comment tells every reader of the file what was discussed before the document was issued."),
    ),
    "F952": Message(
        N_("inserted by {who} and not accepted: {found}"),
        _REMEDY_CHANGES,
        N_("Whoever opens the file sees who wrote what, and may reject it."),
    ),
    "F953": Message(
        N_("deleted by {who} and still in the file: {found}"),
        _REMEDY_CHANGES,
        N_("The words are gone on paper only; whoever opens the file can read them."),
    ),
    "F954": Message(
        N_("moved by {who} and not accepted: {found}"),
        _REMEDY_CHANGES,
        N_("The words are in the file twice, with the name of the person who moved them."),
    ),
    "F955": Message(
        N_("the format was changed by {who}, and the file keeps how it was before"),
        _REMEDY_CHANGES,
        N_("The record holds the name of the person and the hour of the change."),
    ),
    "F956": Message(
        N_("hidden text: {found}"),
        _REMEDY_WORDS,
        N_("Hidden text is not printed, and is shown by one click on the screen."),
    ),
    "F957": Message(
        N_("the file holds {count} ids of revisions"),
        _REMEDY,
        N_("They tell which files came from one another, and which words were typed in one sitting."),
    ),
    "F958": Message(
        N_("the properties of the file name the {what}: {found}"),
        N_("clear the properties of the file, or save a copy with --scrub"),
        N_("The properties name people, offices and computers that the document itself does not name."),
    ),
    "F959": Message(
        N_("the file has the property {name}: {found}"),
        _REMEDY,
        N_("Programs for the flow of documents leave numbers, names and versions in such properties."),
    ),
    "F960": Message(
        N_("data behind the document: {found}"),
        _REMEDY,
        N_("Forms and programs keep data there that nobody sees in the document."),
    ),
    "F961": Message(
        N_("the file holds the variable {name}: {found}"),
        _REMEDY,
        N_("Macros and add-ins keep there what they know of the document."),
    ),
    "F962": Message(
        N_("a whole file or program is embedded: {found}"),
        N_("paste it as a picture, or save a copy with --scrub"),
        N_("An embedded workbook travels with all of its sheets, of which the document shows one corner."),
    ),
    "F963": Message(
        N_("something leads out of the document: {found}"),
        N_("remove the link and keep its words, or save a copy with --scrub"),
        N_(
            "An address tells of computers and folders inside the office, and a linked picture tells who opens the file."
        ),
    ),
    "F964": Message(
        N_("the file names the template that it was made from: {found}"),
        _REMEDY,
        N_("Word looks for the template when it opens the file; its path names people and computers."),
    ),
    "F965": Message(
        N_("a picture says more than it shows: {found}"),
        _REMEDY,
        N_("A photograph may tell the camera, the hour and the place where it was taken."),
    ),
    "F966": Message(
        N_("the file holds a small picture of its first page"),
        _REMEDY,
        N_("The picture may show an earlier version of the page."),
    ),
    "F967": Message(
        N_("the file holds the settings of a printer"),
        _REMEDY,
        N_("They name the printer and the computer that it is connected with."),
    ),
    "F968": Message(
        N_("text that nobody can see, white or too small: {found}"),
        _REMEDY_WORDS,
        N_("It is not seen on paper, and is found by every search and every copy."),
    ),
    "F969": Message(
        N_("a description or name of a picture holds a path: {found}"),
        N_("write what the picture shows, or save a copy with --scrub"),
        N_("A path names the user and the folders of a computer, and readers who cannot see hear it read aloud."),
    ),
    "F970": Message(
        N_("the file lists people who worked on it: {found}"),
        _REMEDY,
        N_("The list holds names and accounts, also of those whose changes are long accepted."),
    ),
    "F971": Message(
        N_("the strokes of a pen are in the file"),
        _REMEDY,
        N_("The strokes are kept one by one with their time, besides the picture that is printed."),
    ),
    "F972": Message(
        N_("an add-in or macro left something in the file: {found}"),
        _REMEDY,
        N_("It does nothing for the document, and some systems refuse files that have it."),
    ),
    "F973": Message(
        N_("a content control is bound to data behind the document: {found}"),
        _REMEDY,
        N_("What it shows may change when the file is opened."),
    ),
    "F974": Message(
        N_("the file names the list of recipients of a mail merge"),
        _REMEDY,
        N_("The path, the query and the names of the columns travel with the file."),
    ),
    "F975": Message(
        N_("the file holds a sensitivity label: {found}"),
        _REMEDY,
        N_("It names the organisation and the account that set the label."),
    ),
    "F976": Message(
        N_("the file is signed: {found}"),
        N_("sign the scrubbed copy; a changed file loses its signature"),
        N_("The signature holds a certificate with names, and is valid for this very file alone."),
    ),
}
