"""The monthly long file of the Mental Health Services Data Set. Its measure of IPS can be no figure of ours.

MHS116 counts a rolling twelve months, and our figures are about quarters: neither the one nor the difference of two is
the number of people of a quarter. The rows are refused in those words, and not loaded as something they are not.
"""

from __future__ import annotations

from programmes.ingest.rows import Known, Rows

REFUSED = {
    "MHS116": (
        "MHS116 counts referrals over a rolling twelve months; ips-access counts the people of one quarter. No row of "
        "MHS116 can be a figure of ips-access, for adding up four of them would count people up to four times. "
        "Nothing to mend: give the quarter's own count in the template."
    ),
    "MHS116A": (
        "MHS116a is a rate for 100,000 people over a rolling twelve months, and ips-access a count of one quarter. "
        "Nothing to mend: give the quarter's own count in the template."
    ),
}


def gather(rows: Rows, known: Known) -> None:
    """Refuse the rows about IPS, each by itself, and leave the others aside."""
    for row in rows:
        refusal = REFUSED.get(rows.text(row, "measure").upper())
        if refusal is None:
            rows.leave(row, "other measures")
        else:
            rows.refuse(row, "measure", "rolling-year", refusal)
