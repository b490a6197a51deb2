"""Forecasts of the year's outturn beside every result; all results are marked, to be computed with them."""

from django.db import migrations, models

MARK_ALL = """
insert into programmes_dirty (indicator_id, marked_at) select id, now() from programmes_indicator
"""


class Migration(migrations.Migration):
    dependencies = [("programmes", "0005_upload")]

    operations = [
        migrations.AddField(
            model_name="progress",
            name="forecast",
            field=models.FloatField(
                null=True,
                help_text="The year's outturn as forecast from this period and those before it;"
                " NULL where none is made.",
            ),
        ),
        migrations.AddField(
            model_name="progress",
            name="forecast_low",
            field=models.FloatField(
                null=True, help_text="Eight in ten outturns should lie between this and forecast_high."
            ),
        ),
        migrations.AddField(model_name="progress", name="forecast_high", field=models.FloatField(null=True)),
        migrations.RunSQL(MARK_ALL, migrations.RunSQL.noop),
    ]
