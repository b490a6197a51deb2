"""Which indicator stands for a programme follows from what is known of each, and is no choice that is kept."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("programmes", "0028_no_last_period")]

    operations = [migrations.RemoveField(model_name="programme", name="headline")]
