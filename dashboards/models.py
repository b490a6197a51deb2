"""What the reading side keeps of its own: files with a reference, who asked for them, and releases.

Who follows what stands in `models_news`.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone

from dashboards.models_news import Bulletin as Bulletin
from dashboards.models_news import Letter as Letter
from dashboards.models_news import Subscription as Subscription
from programmes.choices import Layer
from programmes.models.rules import one_of


class FileTable(models.TextChoices):
    """What the rows of a file are."""

    PROGRESS = "progress", "Progress against targets"
    COVERAGE = "coverage", "Coverage by services"
    TARGETS = "targets", "Targets"
    CHANGES = "changes", "Changes since the release before"
    PACK = "pack", "Meeting pack"


class FileState(models.TextChoices):
    """How far making a file has come."""

    WAITING = "waiting", "Waiting for a worker"
    MAKING = "making", "Being made"
    READY = "ready", "Ready"
    FAILED = "failed", "Could not be made"


class ReleaseState(models.TextChoices):
    """How far a release has come."""

    MAKING = "making", "Being made"
    PUBLISHED = "published", "Published"
    FAILED = "failed", "Could not be made"


class Release(models.Model):
    """All figures of one moment as files that stay for ever, and what changed since the release before."""

    number = models.PositiveIntegerField(null=True, blank=True, help_text="From 1, given when published.")
    title = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True, help_text="What to know about it, in the words of who made it.")
    state = models.CharField(max_length=9, choices=ReleaseState.choices, default=ReleaseState.MAKING)
    stage = models.CharField(max_length=200, blank=True)
    share_done = models.FloatField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True, help_text="Why it could not be made, and what to do.")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    requested_at = models.DateTimeField(default=timezone.now)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    data_version = models.BigIntegerField(null=True, blank=True)
    as_at = models.DateTimeField(null=True, blank=True, help_text="Since when these figures stood.")
    changes = models.JSONField(
        default=dict,
        blank=True,
        help_text="How many rows changed in which way, by table; empty for the first.",
    )

    class Meta:
        ordering = ["-number", "-requested_at"]
        constraints = [
            one_of("state", ReleaseState, "dashboards_release_has_a_known_state"),
            models.CheckConstraint(
                name="dashboards_release_share_done_is_a_part",
                condition=Q(share_done__gte=0, share_done__lte=1),
            ),
            models.CheckConstraint(
                name="dashboards_release_failed_says_why",
                condition=~Q(state=ReleaseState.FAILED) | ~Q(error=""),
            ),
            models.CheckConstraint(
                name="dashboards_release_published_says_which_figures",
                condition=~Q(state=ReleaseState.PUBLISHED)
                | Q(number__isnull=False, published_at__isnull=False, data_version__isnull=False),
            ),
            models.UniqueConstraint(name="dashboards_release_number_given_once", fields=["number"]),
            models.UniqueConstraint(
                name="dashboards_release_one_made_at_a_time",
                fields=["state"],
                condition=Q(state=ReleaseState.MAKING),
            ),
        ]

    def __str__(self) -> str:
        return f"Release {self.number or 'to be'}"


class KeptFile(models.Model):
    """A file of rows as they stood at one moment, kept to the byte under a reference that can be cited."""

    reference = models.CharField(max_length=13)
    table = models.CharField(max_length=8, choices=FileTable.choices, default=FileTable.PROGRESS)
    question = models.TextField(blank=True, help_text="The selection, as a canonical query string.")
    format = models.CharField(max_length=8)
    asked = models.CharField(
        max_length=64,
        help_text="A digest of table, question and format: by it the same request is found again.",
    )
    title = models.CharField(max_length=500, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=7, choices=FileState.choices, default=FileState.WAITING)
    stage = models.CharField(max_length=200, blank=True)
    share_done = models.FloatField(default=0)
    attempts = models.PositiveSmallIntegerField(
        default=0, help_text="How often a worker began to make it; one that kills its worker is given up."
    )
    error = models.TextField(blank=True, help_text="Why it could not be made, and what to do.")
    requested_at = models.DateTimeField(default=timezone.now)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(null=True, blank=True)
    fetched_at = models.DateTimeField(
        null=True, blank=True, help_text="When it was last downloaded, or its page opened by somebody else."
    )
    expires_at = models.DateTimeField(null=True, blank=True, help_text="Empty: never.")
    data_version = models.BigIntegerField(null=True, blank=True)
    as_at = models.DateTimeField(
        null=True, blank=True, help_text="The instant whose knowledge its rows show."
    )
    rows = models.BigIntegerField(null=True, blank=True)
    size = models.BigIntegerField(null=True, blank=True, help_text="In bytes.")
    sha256 = models.CharField(max_length=64, blank=True)
    cover = models.JSONField(default=dict, blank=True, help_text="What the file says of itself.")
    metadata = models.TextField(
        blank=True, help_text="The description of its columns that goes beside a CSV."
    )
    release = models.ForeignKey(
        Release, on_delete=models.CASCADE, null=True, blank=True, related_name="files"
    )

    class Meta:
        ordering = ["-requested_at", "reference"]
        indexes = [models.Index(fields=["asked", "data_version"], name="dashboards_keptfile_asked")]
        constraints = [
            models.UniqueConstraint(name="dashboards_keptfile_reference_is_its_own", fields=["reference"]),
            models.CheckConstraint(
                name="dashboards_keptfile_reference_is_readable",
                condition=Q(reference__regex=r"^\d{4}-[0-9A-HJKMNP-TV-Z]{8}$"),
            ),
            one_of("table", FileTable, "dashboards_keptfile_has_a_known_table"),
            one_of("state", FileState, "dashboards_keptfile_has_a_known_state"),
            models.CheckConstraint(
                name="dashboards_keptfile_share_done_is_a_part",
                condition=Q(share_done__gte=0, share_done__lte=1),
            ),
            models.CheckConstraint(
                name="dashboards_keptfile_failed_says_why",
                condition=~Q(state=FileState.FAILED) | ~Q(error=""),
            ),
            models.CheckConstraint(
                name="dashboards_keptfile_ready_is_whole",
                condition=~Q(state=FileState.READY)
                | Q(rows__isnull=False, size__isnull=False, data_version__isnull=False, made_at__isnull=False)
                & Q(sha256__regex=r"^[0-9a-f]{64}$")
                & ~Q(file_name=""),
            ),
            models.CheckConstraint(
                name="dashboards_keptfile_only_releases_stay_for_ever",
                condition=Q(release__isnull=False, expires_at__isnull=True)
                | Q(release__isnull=True, expires_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"File {self.reference}"

    @property
    def layer(self) -> str:
        """The layer of its figures, as its question names it."""
        return QueryDict(self.question).get("layer", Layer.OFFICIAL.value)


class FilePiece(models.Model):
    """A part of a file's bytes, compressed. In the database: workers and web servers share no disk."""

    file = models.ForeignKey(KeptFile, on_delete=models.CASCADE, related_name="pieces")
    position = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        ordering = ["file", "position"]
        constraints = [
            models.UniqueConstraint(
                name="dashboards_filepiece_one_in_each_place", fields=["file", "position"]
            )
        ]

    def __str__(self) -> str:
        return f"Piece {self.position} of file {self.file_id}"


class FileMarks(models.Model):
    """A fingerprint of each row of a file: by them its page says how many rows have been revised since."""

    file = models.OneToOneField(KeptFile, on_delete=models.CASCADE, primary_key=True, related_name="marks")
    of = models.TextField(
        default="",
        blank=True,
        help_text="The values that were looked at: columns made up later say nothing of it.",
    )
    content = models.BinaryField()

    class Meta:
        ordering = ["file"]

    def __str__(self) -> str:
        return f"Marks of file {self.file_id}"


class FileRequest(models.Model):
    """Somebody asked for a file: it is on their list, and theirs to cancel. Two people may ask for the same one."""

    file = models.ForeignKey(KeptFile, on_delete=models.CASCADE, related_name="requests")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    visitor = models.CharField(
        max_length=32, blank=True, help_text="Of somebody who has not signed in: what their session carries."
    )
    requested_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-requested_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="dashboards_filerequest_is_a_persons_or_a_visitors",
                condition=Q(person__isnull=False, visitor="") | Q(person__isnull=True) & ~Q(visitor=""),
            ),
            models.UniqueConstraint(
                name="dashboards_filerequest_once_a_person",
                fields=["person", "file"],
                condition=Q(person__isnull=False),
            ),
            models.UniqueConstraint(
                name="dashboards_filerequest_once_a_visitor",
                fields=["visitor", "file"],
                condition=Q(person__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"Request of file {self.file_id}"
