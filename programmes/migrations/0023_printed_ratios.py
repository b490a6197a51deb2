from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("programmes", "0022_gaps"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="indicator",
            name="programmes_indicator_ratio_names_its_denominator",
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "ratio"), models.Q(("denominator_label", ""), _negated=True)),
                    models.Q(("accumulates", False), ("adds_up", False), ("kind", "ratio")),
                    models.Q(("kind", "ratio"), _negated=True),
                    _connector="OR",
                ),
                name="programmes_indicator_ratio_names_its_denominator",
            ),
        ),
    ]
