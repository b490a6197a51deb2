"""Rules that a check on one row cannot hold: rows that never change, and shares that add up to one."""

from django.db import migrations

NEVER_CHANGED = [
    "programmes_observation",
    "programmes_submissionevent",
    "programmes_auditevent",
    "programmes_trajectorypoint",
    "programmes_service",
    "programmes_servicearea",
]

REFUSE_CHANGE = """
create function programmes_refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% rows are never changed: insert a new revision instead', tg_table_name
        using errcode = 'restrict_violation';
end
$$;
"""

SHARES_ADD_UP = """
create function programmes_shares_add_up() returns trigger language plpgsql as $$
declare
    of_area bigint := coalesce(new.predecessor_id, old.predecessor_id);
    total numeric;
begin
    select sum(share) into total from programmes_areasuccession where predecessor_id = of_area;
    if total is not null and abs(total - 1) > 0.0000001 then
        raise exception 'the shares of area % that go to its successors add up to %, not to 1', of_area, total
            using errcode = 'check_violation', constraint = 'programmes_areasuccession_shares_add_up';
    end if;
    return null;
end
$$;
create constraint trigger programmes_areasuccession_shares_add_up
    after insert or update or delete on programmes_areasuccession
    deferrable initially deferred
    for each row execute function programmes_shares_add_up();
"""

GEOGRAPHY = [
    "programmes_area",
    "programmes_areaparent",
    "programmes_areasuccession",
    "programmes_edition",
    "programmes_population",
]

# A sequence never gives a number twice, not even after a rollback: what was kept under one number stays true.
RAISE_GEOGRAPHY = """
create sequence programmes_geography_version;
create function programmes_raise_geography() returns trigger language plpgsql as $$
declare
    next_version bigint := nextval('programmes_geography_version');
begin
    insert into programmes_dataversion (id, version, geography, changed_at) values (1, 0, next_version, now())
        on conflict (id) do update set geography = next_version;
    return null;
end
$$;
"""


def _raises_geography(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"create trigger {table}_raises_geography after insert or update or delete or truncate on {table}"
        " for each statement execute function programmes_raise_geography();",
        f"drop trigger {table}_raises_geography on {table};",
    )


def _never_changed(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"create trigger {table}_never_changes before update or delete on {table}"
        " for each row execute function programmes_refuse_change();",
        f"drop trigger {table}_never_changes on {table};",
    )


class Migration(migrations.Migration):
    dependencies = [("programmes", "0001_initial")]

    operations = [
        migrations.RunSQL(REFUSE_CHANGE, "drop function programmes_refuse_change();"),
        *[_never_changed(table) for table in NEVER_CHANGED],
        migrations.RunSQL(
            SHARES_ADD_UP,
            "drop trigger programmes_areasuccession_shares_add_up on programmes_areasuccession;"
            " drop function programmes_shares_add_up();",
        ),
        migrations.RunSQL(
            RAISE_GEOGRAPHY,
            "drop function programmes_raise_geography(); drop sequence programmes_geography_version;",
        ),
        *[_raises_geography(table) for table in GEOGRAPHY],
        migrations.RunSQL(
            "insert into programmes_dataversion (id, version, geography, changed_at) values (1, 0, 0, now());",
            "delete from programmes_dataversion;",
        ),
    ]
