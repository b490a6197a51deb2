"""The nouns of the domain, one subject a module, in the order in which they build on one another."""

from programmes.models.areas import (
    Area,
    AreaCode,
    AreaParent,
    AreaSuccession,
    AreaWeight,
    Edition,
    Population,
)
from programmes.models.calendar import PeriodReopening, Reminder, ReportingPeriod
from programmes.models.drafts import CellSave, DraftCell
from programmes.models.events import AuditEvent
from programmes.models.gaps import Gap
from programmes.models.hands import Hand
from programmes.models.indicators import Indicator, IndicatorBreak
from programmes.models.observations import Observation
from programmes.models.people import AccountLetter, User, shown_name
from programmes.models.programmes import Fact, Programme
from programmes.models.recompute import DataVersion, Dirty, RecomputeRun
from programmes.models.results import Coverage, Progress
from programmes.models.roles import Grant
from programmes.models.services import Service, ServiceArea, ServiceList
from programmes.models.sources import Source
from programmes.models.submissions import Submission, SubmissionEvent, SubmissionIssue
from programmes.models.trajectories import Trajectory, TrajectoryPoint
from programmes.models.uploads import StagedFigure, Upload, UploadedFile

__all__ = [
    "AccountLetter",
    "Area",
    "AreaCode",
    "AreaParent",
    "AreaSuccession",
    "AreaWeight",
    "AuditEvent",
    "CellSave",
    "Coverage",
    "DataVersion",
    "Dirty",
    "DraftCell",
    "Edition",
    "Fact",
    "Gap",
    "Grant",
    "Hand",
    "Indicator",
    "IndicatorBreak",
    "Observation",
    "PeriodReopening",
    "Population",
    "Programme",
    "Progress",
    "RecomputeRun",
    "Reminder",
    "ReportingPeriod",
    "Service",
    "ServiceArea",
    "ServiceList",
    "Source",
    "StagedFigure",
    "Submission",
    "SubmissionEvent",
    "SubmissionIssue",
    "Trajectory",
    "TrajectoryPoint",
    "Upload",
    "UploadedFile",
    "User",
    "shown_name",
]
