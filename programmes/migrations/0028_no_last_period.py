"""An indicator goes on until it is ended, with a day and a reason: its last period is written nowhere."""

from datetime import date
from typing import Any

from django.db import migrations, models

ENDED = {
    code: (date(2021, 3, 31), "The plan it belongs to, Stepping forward to 2020/21, ran to March 2021.")
    for code in (
        "workforce-camhs",
        "workforce-talking-therapies",
        "workforce-crisis",
        "workforce-people-treated",
    )
}
"""What had a last period because it was over. Of every other one somebody had to write one, and it goes on."""


def end_what_is_over(apps: Any, schema_editor: Any) -> None:
    """Give the day and the reason to what ended."""
    indicators = apps.get_model("programmes", "Indicator").objects
    for code, (day, reason) in ENDED.items():
        indicators.filter(code=code).update(ended_on=day, end_reason=reason)


class Migration(migrations.Migration):
    dependencies = [("programmes", "0027_how_targets_were_made")]

    operations = [
        migrations.AddField(
            model_name="indicator",
            name="ended_on",
            field=models.DateField(
                blank=True,
                help_text="The last day that it was collected for; empty while it goes on.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="indicator",
            name="end_reason",
            field=models.TextField(
                blank=True,
                default="",
                help_text="Why it ended, and where that is said; empty while it goes on.",
            ),
            preserve_default=False,
        ),
        migrations.RunPython(end_what_is_over, migrations.RunPython.noop),
        migrations.RemoveField(model_name="indicator", name="last_period"),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=models.Q(ended_on__isnull=True, end_reason="")
                | models.Q(ended_on__isnull=False) & ~models.Q(end_reason=""),
                name="programmes_indicator_ends_on_a_day_with_a_reason",
            ),
        ),
    ]
