from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("programmes", "0024_derived_publications"),
    ]

    operations = [
        migrations.DeleteModel(
            name="DerivedFigure",
        ),
    ]
