"""Only what its source states is a published target, and no target that we worked out is official."""

from django.db import migrations, models

from programmes.layers import kept_layers

BASES = [
    ("published", "As published"),
    ("added_up", "Sum of the published targets of the areas that it is made of (ours)"),
    ("set_here", "Set by an administrator of this site, with a reason and without a publication"),
    ("recalled", "Recalled: found in no source at hand"),
    ("calculated", "Worked out from a growth or a part that its source states (ours)"),
    ("entitlement", "An allowance times the number of those it is for (ours)"),
    ("interpolated", "Straight line to a published point (ours)"),
    ("shared_out", "National figure shared out by a named key (ours)"),
]
DERIVED = ("added_up", "interpolated", "shared_out")


def tell_how_each_was_made(apps, schema_editor):
    """Call each point what it is, and have every result made again: its target says how that came about."""
    points = apps.get_model("programmes", "TrajectoryPoint").objects
    points.filter(basis="straight_line").update(basis="interpolated")
    published = points.filter(basis="published")
    published.filter(provenance="recalled").update(basis="recalled")
    published.filter(provenance="derived", note__startswith="The sum of").update(basis="added_up")
    published.filter(provenance="derived", source=None, trajectory__recorded_by__isnull=False).update(
        basis="set_here", provenance="entered"
    )
    published.filter(provenance="derived").update(basis="calculated")
    points.filter(basis__in=DERIVED, provenance="official").update(provenance="derived")
    dirty = apps.get_model("programmes", "Dirty").objects
    for indicator in apps.get_model("programmes", "Indicator").objects.all():
        for layer in kept_layers():
            dirty.create(indicator=indicator, layer=layer.value)


class Migration(migrations.Migration):
    dependencies = [("programmes", "0026_the_day_a_plan_was_published")]

    operations = [
        migrations.RemoveConstraint("trajectorypoint", "programmes_trajectorypoint_has_a_known_basis"),
        migrations.AlterField(
            model_name="progress",
            name="target_basis",
            field=models.CharField(blank=True, choices=BASES, max_length=16),
        ),
        migrations.AlterField(
            model_name="trajectorypoint",
            name="basis",
            field=models.CharField(choices=BASES, max_length=16),
        ),
        migrations.RunPython(tell_how_each_was_made, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="trajectorypoint",
            constraint=models.CheckConstraint(
                condition=models.Q(basis__in=sorted(basis for basis, _ in BASES)),
                name="programmes_trajectorypoint_has_a_known_basis",
            ),
        ),
        migrations.AddConstraint(
            model_name="trajectorypoint",
            constraint=models.CheckConstraint(
                condition=~models.Q(provenance="official") | models.Q(basis="published"),
                name="programmes_trajectorypoint_only_what_was_published_is_official",
            ),
        ),
    ]
