"""Every enumeration of the domain: the words that may stand in a column, a file or a URL.

Members say what they mean; how they look is decided in ``dashboards``. Each mapping over one of these
enumerations is tested to be total.
"""

from django.db.models import TextChoices


class AreaType(TextChoices):
    """The level of an area, in the order in which lists and files show them.

    An STP became an integrated care board, a CCG a sub-ICB location, on 1 July 2022.
    """

    ENGLAND = "england", "England"
    REGION = "region", "NHS England region"
    ICB = "icb", "Integrated care board"
    SUB_ICB = "sub_icb", "Sub-ICB location"
    STP = "stp", "Sustainability and transformation partnership"
    CCG = "ccg", "Clinical commissioning group"

    @property
    def height(self) -> int:
        """How many levels lie below it: 0 of the lowest. Levels of one height followed each other in time.

        >>> AreaType.ENGLAND.height, AreaType.CCG.height == AreaType.SUB_ICB.height
        (3, True)
        """
        return _HEIGHTS[self]

    @property
    def with_predecessor(self) -> "tuple[AreaType, ...]":
        """The level, and with it the one that stood in its place before 1 July 2022, if there was another.

        >>> AreaType("icb").with_predecessor == (AreaType.ICB, AreaType.STP)
        True
        """
        return (self, _PREDECESSORS[self]) if self in _PREDECESSORS else (self,)

    @classmethod
    def of_today(cls) -> "tuple[AreaType, ...]":
        """The levels that there are today, from England downwards."""
        return tuple(level for level in cls if level not in _PREDECESSORS.values())


_HEIGHTS = {
    AreaType.ENGLAND: 3,
    AreaType.REGION: 2,
    AreaType.ICB: 1,
    AreaType.STP: 1,
    AreaType.SUB_ICB: 0,
    AreaType.CCG: 0,
}
_PREDECESSORS = {AreaType.ICB: AreaType.STP, AreaType.SUB_ICB: AreaType.CCG}


class SuccessionBasis(TextChoices):
    """How the share of a predecessor that goes to a successor is known."""

    WHOLE = "whole", "The whole area went to one successor"
    POPULATION = "population", "By the people living in each part"
    GEOMETRY = "geometry", "By the land in each part, from boundary files"


class PeriodType(TextChoices):
    """The length of a reporting period. Years are financial years."""

    YEAR = "year", "Financial year"
    QUARTER = "quarter", "Quarter"


class IndicatorKind(TextChoices):
    """What the number is, which decides how it adds up over time."""

    FLOW = "flow", "Count over a period: quarters add up to the year"
    STOCK = "stock", "Level at the end of a period: quarters do not add up"
    RATIO = "ratio", "Numerator over denominator: each adds up, the ratio is taken last"


class ReportedAs(TextChoices):
    """What a reported figure covers, which decides what may be made of it."""

    PERIOD = "period", "The period itself"
    YEAR_TO_DATE = "year_to_date", "From April to the end of the period"
    ROLLING_YEAR = "rolling_year", "The twelve months up to the end of the period"


class Polarity(TextChoices):
    """Which direction is good."""

    HIGH = "high", "High is good"
    LOW = "low", "Low is good"
    NONE = "none", "No judgement"


class Unit(TextChoices):
    """What one unit of an indicator is."""

    PEOPLE = "people", "people"
    REFERRALS = "referrals", "referrals"
    COURSES = "courses", "courses"
    APPOINTMENTS = "appointments", "appointments"
    WTE = "wte", "whole-time equivalents"
    POSTS = "posts", "posts"
    SITES = "sites", "sites"
    TESTS = "tests", "tests"
    PERCENT = "percent", "%"
    PER_NETWORK = "per_network", "WTE per network"
    POUNDS = "pounds", "pounds"


class DisclosureRule(TextChoices):
    """What is done to exact figures before anybody outside may see anything made of them."""

    NONE = "none", "Shown as it is"
    MHSDS = (
        "mhsds",
        "Below England: under 5 confidential, others to the nearest 5; sums with a stand-in for what is withheld",
    )
    PUBLISHED = "published", "Already rounded and suppressed by its publisher; shown as published"


class Marker(TextChoices):
    """Why a cell has no number, or what to know about the number in it (GSS shorthand)."""

    CONFIDENTIAL = "c", "confidential"
    NOT_AVAILABLE = "x", "not available"
    NOT_APPLICABLE = "z", "not applicable"
    NOT_DUE = "w", "not due yet"
    PROVISIONAL = "p", "provisional"
    REVISED = "r", "revised"
    ESTIMATED = "e", "estimated"
    FORECAST = "f", "forecast"
    BREAK = "b", "break in the series"


MISSING_MARKERS = (Marker.CONFIDENTIAL, Marker.NOT_AVAILABLE, Marker.NOT_APPLICABLE, Marker.NOT_DUE)
"""Markers that stand in place of a number; the others stand beside one."""


class Basis(TextChoices):
    """Where a result comes from."""

    REPORTED = "reported", "Reported by this area for this period"
    ROLLED_UP = "rolled_up", "Added up from the areas below"
    REBASED = "rebased", "Moved here from the areas that came before"


class Status(TextChoices):
    """Where a figure stands against its trajectory: beside a share that nobody promised it is never off plan."""

    ON_PLAN = "on_plan", "On plan"
    NEAR_PLAN = "near_plan", "Near plan"
    OFF_PLAN = "off_plan", "Off plan"
    ABOVE_SHARE = "above_share", "Above an even share"
    NEAR_SHARE = "near_share", "Near an even share"
    BELOW_SHARE = "below_share", "Below an even share"
    NOT_DUE = "not_due", "Not due yet"
    NO_DATA = "no_data", "No figure"
    NO_TARGET = "no_target", "No target"


AGAINST_A_PLAN = (Status.ON_PLAN, Status.NEAR_PLAN, Status.OFF_PLAN)
"""The statuses of figures whose target was set by somebody."""


BESIDE_A_SHARE = (Status.ABOVE_SHARE, Status.NEAR_SHARE, Status.BELOW_SHARE)
"""The statuses of figures beside a share of England's target, which nobody set for the area."""


class TrajectoryKind(TextChoices):
    """Who set the trajectory."""

    NATIONAL_STANDARD = "national_standard", "National standard"
    LONG_TERM_PLAN = "long_term_plan", "National plan"
    LOCAL_PLAN = "local_plan", "The area's own plan"


NEAREST_FIRST = (TrajectoryKind.LOCAL_PLAN, TrajectoryKind.LONG_TERM_PLAN, TrajectoryKind.NATIONAL_STANDARD)
"""Where an area has several kinds of trajectory, it is measured against the one set closest to it."""


class TargetBasis(TextChoices):
    """How the target at one point was made. Only what its source states of that area and day is published."""

    PUBLISHED = "published", "As published"
    ADDED_UP = "added_up", "Sum of the published targets of the areas that it is made of (ours)"
    SET_HERE = "set_here", "Set by an administrator of this site, with a reason and without a publication"
    RECALLED = "recalled", "Recalled: found in no source at hand"
    CALCULATED = "calculated", "Worked out from a growth or a part that its source states (ours)"
    ENTITLEMENT = "entitlement", "An allowance times the number of those it is for (ours)"
    INTERPOLATED = "interpolated", "Straight line to a published point (ours)"
    SHARED_OUT = "shared_out", "National figure shared out by a named key (ours)"


SET_FOR_THE_AREA = (
    TargetBasis.PUBLISHED,
    TargetBasis.ADDED_UP,
    TargetBasis.SET_HERE,
    TargetBasis.INTERPOLATED,
)
"""Targets that somebody set for that very area, and the line that leads to one within its year: no share of another."""


class Layer(TextChoices):
    """Which figures are meant: facts, which everybody sees by default, or those with what is made up."""

    OFFICIAL = "official", "Official figures"
    DEMONSTRATION = "demonstration", "Demonstration figures"


class Provenance(TextChoices):
    """How far a figure may be trusted as fact, the most first. What is computed has the weakest of what it leans on."""

    OFFICIAL = "official", "Official: read in the source named"
    DERIVED = "derived", "Derived: computed from official figures"
    RECALLED = "recalled", "Recalled: not found in any source at hand"
    ENTERED = "entered", "Entered: sent in by an area and accepted"
    DEMONSTRATION = "demonstration", "Demonstration: made up"


class FactKind(TextChoices):
    """What a figure on a programme's page is: a promise, or something that was counted."""

    TARGET = "target", "Promised"
    MILESTONE = "milestone", "Milestone"
    ACTUAL = "actual", "Counted"
    BASELINE = "baseline", "Starting figure"


class Role(TextChoices):
    """What a grant lets a person do. Roles add up: a person may hold several, for several areas and programmes."""

    READER = "reader", "Reader"
    ANALYST = "analyst", "Analyst"
    EDITOR = "editor", "Area editor"
    APPROVER = "approver", "Approver"
    ADMINISTRATOR = "administrator", "National administrator"


class SubmissionStatus(TextChoices):
    """Where a delivery of figures stands."""

    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "Submitted"
    RETURNED = "returned", "Returned"
    ACCEPTED = "accepted", "Accepted"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Channel(TextChoices):
    """The door by which a submission came in."""

    GRID = "grid", "Entry grid"
    UPLOAD = "upload", "Upload"
    INGEST = "ingest", "Published file"
    GENERATED = "generated", "Demonstration generator"


class UploadState(TextChoices):
    """How far reading an uploaded file has come."""

    WAITING = "waiting", "Waiting for a worker"
    READING = "reading", "Being read"
    READ = "read", "Read"
    FAILED = "failed", "Cannot be read"


class StagedOutcome(TextChoices):
    """What an uploaded figure would change."""

    NEW = "new", "New"
    CHANGED = "changed", "Changed"
    SAME = "same", "As it stands"


class Severity(TextChoices):
    """How much an issue matters: a refusal keeps the row out, a warning asks for an explanation."""

    REFUSAL = "refusal", "Refused"
    WARNING = "warning", "Needs an explanation"
    NOTE = "note", "For information"


class RunState(TextChoices):
    """Where a recompute run stands."""

    WAITING = "waiting", "Waiting"
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"


class RunScope(TextChoices):
    """What a recompute run does."""

    DIRTY = "dirty", "Slices marked as changed"
    FULL = "full", "Everything"
    CHECK = "check", "Everything, compared and not written"
