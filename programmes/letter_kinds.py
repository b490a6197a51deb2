"""What letters are for: the words that may stand in a column of letters sent."""

from django.db.models import TextChoices


class ReminderKind(TextChoices):
    """Which reminder of due figures was sent: each once to a person, for a programme and period."""

    BEFORE = "before", "Due soon"
    AFTER = "after", "Overdue"


class LetterKind(TextChoices):
    """What a letter about an account is for."""

    INVITATION = "invitation", "A new person may choose a password"
    RESET = "reset", "Somebody asked for a new password"
    OLD_ADDRESS = "old-address", "To the address that an account had"
    NEW_ADDRESS = "new-address", "To the address that an account has now"
    CHANGE = "change", "How somebody signs in was changed"
