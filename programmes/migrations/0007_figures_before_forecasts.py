"""A year's figures are recomputed before forecasts."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("programmes", "0006_forecasts")]

    operations = [
        migrations.AddField(
            model_name="dirty",
            name="figures_only",
            field=models.BooleanField(
                default=False,
                help_text="To be done first: the year's figures, with its forecasts left as they are.",
            ),
        ),
    ]
