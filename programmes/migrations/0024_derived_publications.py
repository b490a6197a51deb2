from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("programmes", "0023_printed_ratios"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="derivedfigure",
            name="programmes_derivedfigure_has_a_known_unit",
        ),
        migrations.RemoveConstraint(
            model_name="indicator",
            name="programmes_indicator_has_a_known_unit",
        ),
        migrations.AddField(
            model_name="submission",
            name="provenance",
            field=models.CharField(
                choices=[
                    ("official", "Official: read in the source named"),
                    ("derived", "Derived: computed from official figures"),
                ],
                default="official",
                help_text="Of a publication: whether its figures stand there, or were worked out by us from what stands there.",
                max_length=16,
            ),
        ),
        migrations.AlterField(
            model_name="derivedfigure",
            name="unit",
            field=models.CharField(
                choices=[
                    ("people", "people"),
                    ("referrals", "referrals"),
                    ("courses", "courses"),
                    ("appointments", "appointments"),
                    ("wte", "whole-time equivalents"),
                    ("posts", "posts"),
                    ("sites", "sites"),
                    ("tests", "tests"),
                    ("percent", "%"),
                    ("per_network", "WTE per network"),
                    ("pounds", "pounds"),
                ],
                max_length=16,
            ),
        ),
        migrations.AlterField(
            model_name="indicator",
            name="unit",
            field=models.CharField(
                choices=[
                    ("people", "people"),
                    ("referrals", "referrals"),
                    ("courses", "courses"),
                    ("appointments", "appointments"),
                    ("wte", "whole-time equivalents"),
                    ("posts", "posts"),
                    ("sites", "sites"),
                    ("tests", "tests"),
                    ("percent", "%"),
                    ("per_network", "WTE per network"),
                    ("pounds", "pounds"),
                ],
                max_length=16,
            ),
        ),
        migrations.AddConstraint(
            model_name="derivedfigure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "unit__in",
                        [
                            "appointments",
                            "courses",
                            "people",
                            "per_network",
                            "percent",
                            "posts",
                            "pounds",
                            "referrals",
                            "sites",
                            "tests",
                            "wte",
                        ],
                    )
                ),
                name="programmes_derivedfigure_has_a_known_unit",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "unit__in",
                        [
                            "appointments",
                            "courses",
                            "people",
                            "per_network",
                            "percent",
                            "posts",
                            "pounds",
                            "referrals",
                            "sites",
                            "tests",
                            "wte",
                        ],
                    )
                ),
                name="programmes_indicator_has_a_known_unit",
            ),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("provenance", "official"),
                    models.Q(("channel", "ingest"), ("provenance", "derived")),
                    _connector="OR",
                ),
                name="programmes_submission_only_publications_are_derived_from",
            ),
        ),
    ]
