"""The current edition is the newest whose day has come: no row says of itself that it is the one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("programmes", "0017_courses_as_a_unit")]

    operations = [
        migrations.RemoveConstraint(model_name="edition", name="programmes_edition_only_one_is_current"),
        migrations.RemoveField(model_name="edition", name="is_current"),
        migrations.AlterField(
            model_name="edition",
            name="on",
            field=models.DateField(
                help_text=(
                    "The areas of this edition are those alive on this date, the first on which it is current."
                ),
                unique=True,
            ),
        ),
    ]
