"""What a report calls the layouts and the elements of a document."""

from docgen.catalogue.base import N_

LAYOUTS = {
    "official": N_("official document (文件)"),
    "letter": N_("letter (信函)"),
    "order": N_("order (命令)"),
    "minutes": N_("minutes (纪要)"),
    "speech": N_("speech (讲话稿)"),
    "plain": N_("not told: rules of single layouts were left out"),
}
ELEMENTS = {
    "section": N_("pages"),
    "characters": N_("characters"),
    "letters and digits": N_("letters and digits"),
    "quotation marks and dashes": N_("quotation marks and dashes"),
    "header": N_("page header"),
    "head": N_("head"),
    "copy_number": N_("copy number"),
    "classification": N_("classification"),
    "urgency": N_("urgency"),
    "masthead": N_("masthead"),
    "document_number": N_("document number"),
    "signatory": N_("signatory"),
    "head_rule": N_("rule of the head"),
    "title": N_("title"),
    "title and headings": N_("title and headings"),
    "speaker": N_("speaker"),
    "speech_date": N_("date of the speech"),
    "addressees": N_("addressees"),
    "text": N_("running text"),
    "headings": N_("headings"),
    "attachment_note": N_("note on attachments"),
    "signatures": N_("signature"),
    "date_of_issue": N_("date of issue"),
    "remark": N_("remark in brackets"),
    "people": N_("people present"),
    "attachment": N_("attachment"),
    "imprint": N_("imprint"),
    "copy_to": N_("copies"),
    "printed": N_("line of printing"),
    "page_number": N_("page number"),
}
