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

# Points never change; each is called what it is, once. Of a row written twice, references would else be checked last.
TOLD_ANEW = """
set constraints all immediate;
alter table programmes_trajectorypoint disable trigger programmes_trajectorypoint_never_changes;
update programmes_trajectorypoint set basis = 'interpolated' where basis = 'straight_line';
update programmes_trajectorypoint set basis = 'recalled' where basis = 'published' and provenance = 'recalled';
update programmes_trajectorypoint set basis = 'added_up'
 where basis = 'published' and provenance = 'derived' and note like 'The sum of%';
update programmes_trajectorypoint p set basis = 'set_here', provenance = 'entered'
  from programmes_trajectory t
 where t.id = p.trajectory_id and t.recorded_by_id is not null and p.source_id is null
   and p.basis = 'published' and p.provenance = 'derived';
update programmes_trajectorypoint set basis = 'calculated' where basis = 'published' and provenance = 'derived';
update programmes_trajectorypoint set provenance = 'derived' where basis <> 'published' and provenance = 'official';
alter table programmes_trajectorypoint enable trigger programmes_trajectorypoint_never_changes;
"""

EVERY_RESULT = """
insert into programmes_dirty (indicator_id, figures_only, layer, marked_at)
select id, false, %s, now() from programmes_indicator;
"""


def tell_how_each_was_made(apps, schema_editor):
    """Call each point what it is, and have every result made again: its target says how that came about."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(TOLD_ANEW)
        for layer in kept_layers():
            cursor.execute(EVERY_RESULT, [layer.value])


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
