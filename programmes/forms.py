"""What people type into forms, read and checked. Writing is left to actions."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.timezone import localdate

from programmes import untrusted
from programmes.checks.said import LONGEST
from programmes.choices import AreaType, Role
from programmes.models import Indicator, Programme, ReportingPeriod, Source, User
from programmes.queries.areas import find_area


class DayField(forms.DateField):
    """A day of a year that periods know."""

    widget = forms.DateInput(attrs={"type": "date"})

    def to_python(self, value: Any) -> date | None:
        """The day; years far away are none, as nothing can be counted on from there."""
        found = super().to_python(value)
        if found is not None and untrusted.day(found.isoformat()) is None:
            raise forms.ValidationError("Choose a day of a year from 1900 to 2199.")
        return found


class GrantForm(forms.Form):
    """A role, and where it is to hold."""

    role = forms.ChoiceField(label="Role", choices=Role.choices)
    area_code = forms.CharField(
        label="Area",
        max_length=9,
        required=False,
        help_text="ODS or GSS code, as in QHM or E54000050. Empty for everywhere.",
    )
    programme = forms.ModelChoiceField(
        label="Programme",
        queryset=Programme.objects.order_by("name"),
        to_field_name="code",
        required=False,
        empty_label="All programmes",
    )

    def clean_area_code(self) -> str:
        """The ODS code of an area that is or was."""
        said = self.cleaned_data["area_code"].strip().upper()
        if not said:
            return ""
        area = find_area(said)
        if area is None:
            raise forms.ValidationError(f"No area has the code {said}, now or since 2017.")
        return area.code


class PersonForm(GrantForm):
    """Somebody who is to have an account, and the role that they are to have from the start, if any."""

    username = forms.CharField(
        label="User name",
        max_length=150,
        validators=[User.username_validator],
        help_text="Letters, digits and @ . + - _",
    )
    first_name = forms.CharField(label="First name", max_length=150, required=False)
    last_name = forms.CharField(label="Last name", max_length=150, required=False)
    email = forms.EmailField(
        label="Email address", max_length=254, help_text="A letter to it lets them choose a password."
    )
    role = forms.ChoiceField(label="Role", choices=[("", "No role yet"), *Role.choices], required=False)
    field_order = ("username", "first_name", "last_name", "email", "role")


class AddressForm(forms.Form):
    """The email address that an account is to have."""

    email = forms.EmailField(
        label="New email address",
        max_length=254,
        help_text="Both addresses get a letter. Links to choose a password that were sent to the old one stop working.",
    )


class AuditForm(forms.Form):
    """What to look for in the audit."""

    actor = forms.CharField(label="Who", max_length=150, required=False)
    action = forms.ChoiceField(label="Did what", required=False)
    subject = forms.CharField(label="To what", max_length=150, required=False)
    since = DayField(label="From", required=False)
    until = DayField(label="To", required=False)

    def __init__(self, *args: Any, actions: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["action"].choices = [("", "Anything"), *((each, each) for each in actions)]  # type: ignore[attr-defined]

    def wanted(self) -> tuple[dict[str, Any], list[str]]:
        """What was asked for and makes sense, and a sentence for each thing that did not."""
        self.is_valid()
        given = {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}
        notices = [
            f"{self.fields[name].label}: {untrusted.quoted(self.data.get(name, ''))} was left aside. {problems[0]}"
            for name, problems in self.errors.items()
        ]
        since, until = given.get("since"), given.get("until")
        if isinstance(since, date) and isinstance(until, date) and since > until:
            notices.append("The first day is after the last, so nothing can be found.")
        return given, notices


class ReopeningForm(forms.Form):
    """A closed period that is to be opened again for one programme."""

    programme = forms.ModelChoiceField(
        label="Programme",
        queryset=Programme.objects.order_by("name"),
        to_field_name="code",
        empty_label="Choose a programme",
    )
    period = forms.ModelChoiceField(
        label="Period", queryset=ReportingPeriod.objects.none(), empty_label="Choose a period"
    )
    reason = forms.CharField(
        label="Reason", max_length=500, help_text="It stays with the period, for everybody to see who enters."
    )
    until = DayField(label="Last day")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        begun = ReportingPeriod.objects.filter(opens_on__lte=localdate()).order_by("-ends_on", "period_type")
        self.fields["period"].queryset = begun  # type: ignore[attr-defined]


class GapChoiceForm(forms.Form):
    """The indicator and the level of areas of which something is missing."""

    indicator = forms.ModelChoiceField(
        label="Figure",
        queryset=Indicator.objects.order_by("programme__position", "position"),
        to_field_name="code",
        empty_label="Choose a figure",
    )
    area_type = forms.ChoiceField(label="Areas", choices=[("", "Choose a level"), *AreaType.choices])


class GapForm(forms.Form):
    """What is missing, who would know, and the version that the change was made to."""

    missing = forms.CharField(label="What is missing", max_length=LONGEST)
    holder = forms.CharField(label="Who has it", max_length=200, required=False)
    url = forms.URLField(
        label="Where it is published",
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text="Empty where it is not published, or was not found.",
    )
    unpublished_by = forms.ModelChoiceField(
        label="The source that says that it is published nowhere",
        queryset=Source.objects.order_by("title"),
        to_field_name="slug",
        required=False,
        empty_label="None says so",
    )
    answer = forms.CharField(label="What would fill it", max_length=LONGEST)
    is_closed = forms.BooleanField(label="It is filled, or was none: show it no more", required=False)
    reason = forms.CharField(
        label="Why it is changed", max_length=LONGEST, required=False, help_text="It stays with the version."
    )
    version = forms.IntegerField(min_value=0, max_value=32_767, widget=forms.HiddenInput)


class TargetsForm(forms.Form):
    """Why targets are changed, where the new ones stand, and the version that the change was made to."""

    reason = forms.CharField(
        label="Reason",
        max_length=500,
        help_text="It stays with the new version and with each changed figure.",
    )
    source = forms.ModelChoiceField(
        label="Source, if the new figures are published",
        queryset=Source.objects.order_by("title"),
        to_field_name="slug",
        required=False,
        empty_label="None: they are shown as derived",
    )
    version = forms.IntegerField(min_value=1, max_value=32_767, widget=forms.HiddenInput)
