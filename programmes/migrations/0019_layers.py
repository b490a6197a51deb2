"""Every figure and service belongs to a layer: facts, or what is made up for demonstration. Results are of one."""

import django.db.models.deletion
import django.db.models.functions.datetime
import django.utils.timezone
from django.db import migrations, models

from programmes.layers import kept_layers

# Rows that never change get what was said of them in another column, once.
TOLD_ANEW = """
alter table programmes_observation disable trigger programmes_observation_never_changes;
alter table programmes_service disable trigger programmes_service_never_changes;
alter table programmes_servicelist disable trigger programmes_servicelist_never_changes;
update programmes_observation set layer = 'demonstration' where illustrative;
update programmes_service set layer = 'demonstration', provenance = 'demonstration' where provenance = 'illustrative';
update programmes_servicelist set layer = 'demonstration' where provenance = 'illustrative';
update programmes_programme set coverage_provenance = 'derived' where coverage_provenance = 'illustrative';
alter table programmes_observation enable trigger programmes_observation_never_changes;
alter table programmes_service enable trigger programmes_service_never_changes;
alter table programmes_servicelist enable trigger programmes_servicelist_never_changes;
"""

EVERYTHING = """
insert into programmes_dirty (indicator_id, figures_only, layer, marked_at)
select id, false, %(layer)s, now() from programmes_indicator;
insert into programmes_dirty (programme_id, figures_only, layer, marked_at)
select id, false, %(layer)s, now() from programmes_programme;
"""


def mark_everything(apps, schema_editor):
    """The results are computed anew, in each layer that there is: a worker finds the marks."""
    with schema_editor.connection.cursor() as cursor:
        for layer in kept_layers():
            cursor.execute(EVERYTHING, {"layer": layer.value})


class Migration(migrations.Migration):
    dependencies = [("programmes", "0018_current_edition_by_the_clock")]

    operations = [
        # Results are rewritten from what they are made of, and the key of a table cannot be altered.
        migrations.DeleteModel("Progress"),
        migrations.DeleteModel("Coverage"),
        migrations.RemoveConstraint(
            model_name="fact",
            name="programmes_fact_has_a_known_provenance",
        ),
        migrations.RemoveConstraint(
            model_name="observation",
            name="programmes_observation_one_figure_per_revision",
        ),
        migrations.RemoveConstraint(
            model_name="programme",
            name="programmes_programme_has_a_known_provenance",
        ),
        migrations.RemoveConstraint(
            model_name="service",
            name="programmes_service_has_a_known_provenance",
        ),
        migrations.RemoveConstraint(
            model_name="service",
            name="programmes_service_one_of_each_revision",
        ),
        migrations.RemoveConstraint(
            model_name="servicelist",
            name="programmes_servicelist_has_a_known_provenance",
        ),
        migrations.RemoveConstraint(
            model_name="trajectorypoint",
            name="programmes_trajectorypoint_has_a_known_provenance",
        ),
        migrations.AddField(
            model_name="dataversion",
            name="demonstration_changed_at",
            field=models.DateTimeField(
                db_default=django.db.models.functions.datetime.Now(), default=django.utils.timezone.now
            ),
        ),
        migrations.AddField(
            model_name="dataversion",
            name="demonstration_version",
            field=models.PositiveBigIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="dirty",
            name="layer",
            field=models.CharField(
                choices=[("official", "Official figures"), ("demonstration", "Demonstration figures")],
                default="official",
                max_length=16,
            ),
        ),
        migrations.AddField(
            model_name="observation",
            name="layer",
            field=models.CharField(
                choices=[("official", "Official figures"), ("demonstration", "Demonstration figures")],
                default="official",
                max_length=16,
            ),
        ),
        migrations.AddField(
            model_name="service",
            name="layer",
            field=models.CharField(
                choices=[("official", "Official figures"), ("demonstration", "Demonstration figures")],
                default="official",
                max_length=16,
            ),
        ),
        migrations.AddField(
            model_name="servicelist",
            name="layer",
            field=models.CharField(
                choices=[("official", "Official figures"), ("demonstration", "Demonstration figures")],
                default="official",
                max_length=16,
            ),
        ),
        migrations.AlterField(
            model_name="fact",
            name="provenance",
            field=models.CharField(
                choices=[
                    ("official", "Official: read in the source named"),
                    ("derived", "Derived: computed from official figures"),
                    ("recalled", "Recalled: not found in any source at hand"),
                    ("entered", "Entered: sent in by an area and accepted"),
                    ("demonstration", "Demonstration: made up"),
                ],
                max_length=16,
            ),
        ),
        migrations.AlterField(
            model_name="programme",
            name="coverage_provenance",
            field=models.CharField(
                choices=[
                    ("official", "Official: read in the source named"),
                    ("derived", "Derived: computed from official figures"),
                    ("recalled", "Recalled: not found in any source at hand"),
                    ("entered", "Entered: sent in by an area and accepted"),
                    ("demonstration", "Demonstration: made up"),
                ],
                max_length=16,
            ),
        ),
        migrations.AlterField(
            model_name="service",
            name="provenance",
            field=models.CharField(
                choices=[
                    ("official", "Official: read in the source named"),
                    ("derived", "Derived: computed from official figures"),
                    ("recalled", "Recalled: not found in any source at hand"),
                    ("entered", "Entered: sent in by an area and accepted"),
                    ("demonstration", "Demonstration: made up"),
                ],
                max_length=16,
            ),
        ),
        migrations.AlterField(
            model_name="submission",
            name="channel",
            field=models.CharField(
                choices=[
                    ("grid", "Entry grid"),
                    ("upload", "Upload"),
                    ("ingest", "Published file"),
                    ("generated", "Demonstration generator"),
                ],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="trajectorypoint",
            name="provenance",
            field=models.CharField(
                choices=[
                    ("official", "Official: read in the source named"),
                    ("derived", "Derived: computed from official figures"),
                    ("recalled", "Recalled: not found in any source at hand"),
                    ("entered", "Entered: sent in by an area and accepted"),
                    ("demonstration", "Demonstration: made up"),
                ],
                max_length=16,
            ),
        ),
        migrations.RunSQL(TOLD_ANEW, migrations.RunSQL.noop),
        migrations.RemoveField(
            model_name="observation",
            name="illustrative",
        ),
        migrations.RemoveField(
            model_name="servicelist",
            name="provenance",
        ),
        migrations.CreateModel(
            name="Coverage",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "layer",
                        "programme_id",
                        "period_id",
                        "area_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "layer",
                    models.CharField(
                        choices=[
                            ("official", "Official figures"),
                            ("demonstration", "Demonstration figures"),
                        ],
                        default="official",
                        max_length=16,
                    ),
                ),
                ("areas_covered", models.SmallIntegerField(null=True)),
                ("areas_total", models.SmallIntegerField()),
                ("population_covered", models.FloatField(null=True)),
                ("population_total", models.FloatField()),
                ("services", models.SmallIntegerField(null=True)),
                (
                    "provenance",
                    models.CharField(
                        choices=[
                            ("official", "Official: read in the source named"),
                            ("derived", "Derived: computed from official figures"),
                            ("recalled", "Recalled: not found in any source at hand"),
                            ("entered", "Entered: sent in by an area and accepted"),
                            ("demonstration", "Demonstration: made up"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "digest",
                    models.BigIntegerField(
                        help_text="A fingerprint of the row, by which the engine finds what changed."
                    ),
                ),
                (
                    "area",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="programmes.area",
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="programmes.reportingperiod",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="programmes.programme",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Progress",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "layer",
                        "indicator_id",
                        "period_id",
                        "area_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "layer",
                    models.CharField(
                        choices=[
                            ("official", "Official figures"),
                            ("demonstration", "Demonstration figures"),
                        ],
                        default="official",
                        max_length=16,
                    ),
                ),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("reported", "Reported by this area for this period"),
                            ("rolled_up", "Added up from the areas below"),
                            ("rebased", "Moved here from the areas that came before"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "provenance",
                    models.CharField(
                        choices=[
                            ("official", "Official: read in the source named"),
                            ("derived", "Derived: computed from official figures"),
                            ("recalled", "Recalled: not found in any source at hand"),
                            ("entered", "Entered: sent in by an area and accepted"),
                            ("demonstration", "Demonstration: made up"),
                        ],
                        max_length=16,
                    ),
                ),
                ("marker", models.CharField(max_length=1)),
                ("notes", models.CharField(max_length=8)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("on_plan", "On plan"),
                            ("near_plan", "Near plan"),
                            ("off_plan", "Off plan"),
                            ("not_due", "Not due yet"),
                            ("no_data", "No figure"),
                            ("no_target", "No target"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "target_basis",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("published", "As published"),
                            ("straight_line", "Straight line between published points (ours)"),
                            ("shared_out", "National figure shared out by a named key (ours)"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "target_provenance",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("official", "Official: read in the source named"),
                            ("derived", "Derived: computed from official figures"),
                            ("recalled", "Recalled: not found in any source at hand"),
                            ("entered", "Entered: sent in by an area and accepted"),
                            ("demonstration", "Demonstration: made up"),
                        ],
                        max_length=16,
                    ),
                ),
                ("numerator", models.FloatField(null=True)),
                ("denominator", models.FloatField(null=True)),
                ("actual", models.FloatField(null=True)),
                ("year_to_date", models.FloatField(null=True)),
                ("target_to_date", models.FloatField(null=True)),
                ("target_year", models.FloatField(null=True)),
                ("attainment", models.FloatField(null=True)),
                ("variance", models.FloatField(null=True)),
                ("required_per_period", models.FloatField(null=True)),
                (
                    "forecast",
                    models.FloatField(
                        help_text="The year's outturn as forecast from this period and those before it; NULL where none is made.",
                        null=True,
                    ),
                ),
                (
                    "forecast_low",
                    models.FloatField(
                        help_text="Eight in ten outturns should lie between this and forecast_high.",
                        null=True,
                    ),
                ),
                ("forecast_high", models.FloatField(null=True)),
                ("rank", models.SmallIntegerField(null=True)),
                ("rank_of", models.SmallIntegerField(null=True)),
                ("reporting", models.SmallIntegerField(null=True)),
                ("reporting_expected", models.SmallIntegerField(null=True)),
                ("revision", models.SmallIntegerField(null=True)),
                (
                    "digest",
                    models.BigIntegerField(
                        help_text="A fingerprint of the row, by which the engine finds what changed."
                    ),
                ),
                (
                    "area",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="programmes.area",
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="programmes.indicator",
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="programmes.reportingperiod",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="dirty",
            constraint=models.CheckConstraint(
                condition=models.Q(("layer__in", ["demonstration", "official"])),
                name="programmes_dirty_has_a_known_layer",
            ),
        ),
        migrations.AddConstraint(
            model_name="fact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("provenance__in", ["demonstration", "derived", "entered", "official", "recalled"])
                ),
                name="programmes_fact_has_a_known_provenance",
            ),
        ),
        migrations.AddConstraint(
            model_name="observation",
            constraint=models.UniqueConstraint(
                fields=("indicator", "period", "area", "layer", "revision"),
                name="programmes_observation_one_figure_per_revision",
            ),
        ),
        migrations.AddConstraint(
            model_name="observation",
            constraint=models.CheckConstraint(
                condition=models.Q(("layer__in", ["demonstration", "official"])),
                name="programmes_observation_has_a_known_layer",
            ),
        ),
        migrations.AddConstraint(
            model_name="programme",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "coverage_provenance__in",
                        ["demonstration", "derived", "entered", "official", "recalled"],
                    )
                ),
                name="programmes_programme_has_a_known_provenance",
            ),
        ),
        migrations.AddConstraint(
            model_name="service",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("provenance__in", ["demonstration", "derived", "entered", "official", "recalled"])
                ),
                name="programmes_service_has_a_known_provenance",
            ),
        ),
        migrations.AddConstraint(
            model_name="service",
            constraint=models.CheckConstraint(
                condition=models.Q(("layer__in", ["demonstration", "official"])),
                name="programmes_service_has_a_known_layer",
            ),
        ),
        migrations.AddConstraint(
            model_name="service",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("layer", "demonstration"), ("provenance", "demonstration")),
                    models.Q(models.Q(("provenance", "demonstration"), _negated=True), ("layer", "official")),
                    _connector="OR",
                ),
                name="programmes_service_made_up_is_demonstration",
            ),
        ),
        migrations.AddConstraint(
            model_name="service",
            constraint=models.UniqueConstraint(
                fields=("programme", "code", "layer", "revision"),
                name="programmes_service_one_of_each_revision",
            ),
        ),
        migrations.AddConstraint(
            model_name="servicelist",
            constraint=models.CheckConstraint(
                condition=models.Q(("layer__in", ["demonstration", "official"])),
                name="programmes_servicelist_has_a_known_layer",
            ),
        ),
        migrations.AddConstraint(
            model_name="trajectorypoint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("provenance__in", ["demonstration", "derived", "entered", "official", "recalled"])
                ),
                name="programmes_trajectorypoint_has_a_known_provenance",
            ),
        ),
        migrations.AddIndex(
            model_name="coverage",
            index=models.Index(
                fields=["layer", "area", "programme", "period"], name="programmes_coverage_of_an_area"
            ),
        ),
        migrations.AddIndex(
            model_name="progress",
            index=models.Index(
                fields=["layer", "area", "indicator", "period"], name="programmes_progress_of_an_area"
            ),
        ),
        migrations.RunPython(mark_everything, migrations.RunPython.noop),
    ]
