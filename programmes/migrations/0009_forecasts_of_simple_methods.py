"""Forecasts are made otherwise: results by quarter are marked, to be computed with them."""

from django.db import migrations

MARK_QUARTERLY = """
insert into programmes_dirty (indicator_id, figures_only, marked_at)
select id, false, now() from programmes_indicator where period_type = 'quarter'
"""


class Migration(migrations.Migration):
    dependencies = [("programmes", "0008_codes_and_weights_are_geography")]

    operations = [migrations.RunSQL(MARK_QUARTERLY, migrations.RunSQL.noop)]
