"""GSS codes and weights raise the number of the geography too, as readers remember them by it."""

from django.db import migrations, models


def _raises_geography(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"create trigger {table}_raises_geography after insert or update or delete or truncate on {table}"
        " for each statement execute function programmes_raise_geography();",
        f"drop trigger {table}_raises_geography on {table};",
    )


class Migration(migrations.Migration):
    dependencies = [("programmes", "0007_figures_before_forecasts")]

    operations = [
        _raises_geography("programmes_areacode"),
        _raises_geography("programmes_areaweight"),
        migrations.AlterField(
            model_name="dataversion",
            name="geography",
            field=models.PositiveBigIntegerField(
                default=0,
                help_text="Raised by the database whenever areas, their codes, families, people or weights change.",
            ),
        ),
        migrations.AlterField(
            model_name="indicator",
            name="disclosure",
            field=models.CharField(
                choices=[
                    ("none", "Shown as it is"),
                    (
                        "mhsds",
                        "Below England: under 5 confidential, others to the nearest 5;"
                        " sums with a stand-in for what is withheld",
                    ),
                    ("published", "Already rounded and suppressed by its publisher; shown as published"),
                ],
                max_length=12,
            ),
        ),
    ]
