"""What is said of how a file was read is kept beside what became of it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("programmes", "0014_numbers_that_belong_together"),
    ]

    operations = [
        migrations.AddField(
            model_name="upload",
            name="remarks",
            field=models.JSONField(
                blank=True,
                default=list,
                help_text="How the file was read: which sheet, which heading, what was hidden.",
            ),
        ),
    ]
