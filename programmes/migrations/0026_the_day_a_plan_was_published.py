"""A plan carries the day it was published: that of its source, for those that were read from files."""

from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def fill(apps, schema_editor):
    """Give the plans that files told the day of their source; of what a person changed no day is known."""
    day = apps.get_model("programmes", "Source").objects.filter(pk=OuterRef("source")).values("published_on")
    plans = apps.get_model("programmes", "Trajectory").objects.filter(recorded_by=None)
    plans.update(published_on=Subquery(day))


class Migration(migrations.Migration):
    dependencies = [("programmes", "0025_savings_are_not_multiplied")]

    operations = [
        migrations.AddField(
            model_name="trajectory",
            name="published_on",
            field=models.DateField(
                blank=True,
                null=True,
                help_text="The day on which it was published; empty where no day is known.",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
