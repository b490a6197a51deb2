"""Every letter is made in one place, and says of itself that a machine wrote it."""

import re

from programmes import letters

MAKERS = re.compile(
    r"(?<!def )\b(send_mail|send_mass_mail|mail_admins|mail_managers|EmailMultiAlternatives|EmailMessage)\("
)


def test_a_letter_says_that_a_machine_wrote_it():
    letter = letters.letter(
        to="a@example.org", subject="Two\n lines", body="Words.", headers={"Message-ID": "<1@example.org>"}
    )

    assert letter.message()["Auto-Submitted"] == "auto-generated"
    assert letter.message()["X-Auto-Response-Suppress"] == "All"
    assert letter.message()["Message-ID"] == "<1@example.org>"
    assert letter.subject == "Two lines"


def test_letters_are_made_nowhere_else(checkout):
    makers = [
        str(path.relative_to(checkout))
        for folder in ("programmes", "dashboards", "rollout")
        for path in sorted((checkout / folder).rglob("*.py"))
        if MAKERS.search(path.read_text())
    ]

    assert makers == ["programmes/letters.py"]
