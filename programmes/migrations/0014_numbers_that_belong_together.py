from django.db import migrations, models


class Migration(migrations.Migration):
    """Which number of its programme a figure is normally not above."""

    dependencies = [("programmes", "0013_lists_of_services")]

    operations = [
        migrations.AddField(
            model_name="indicator",
            name="not_above",
            field=models.CharField(
                blank=True,
                default="",
                help_text="A number of the same programme that this one is normally not above, as in "
                "ips-job-outcomes.denominator: where it is far above, an explanation is asked for.",
                max_length=80,
            ),
            preserve_default=False,
        ),
    ]
