from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("programmes", "0015_how_a_file_was_read")]

    operations = [
        migrations.AddIndex(
            model_name="observation",
            index=models.Index(
                condition=models.Q(("note", ""), _negated=True),
                fields=["indicator", "period", "area", "revision"],
                name="programmes_observation_notes",
            ),
        ),
        migrations.AddField(
            model_name="area",
            name="other_names",
            field=models.CharField(
                blank=True,
                help_text="Other names under which people look for it, with semicolons between.",
                max_length=200,
            ),
        ),
    ]
