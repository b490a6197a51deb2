"""`manage.py give_role NAME ROLE`: give somebody a role from outside the site, as the first administrator needs."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from programmes import untrusted
from programmes.actions import people
from programmes.choices import Role
from programmes.models import User
from programmes.queries.areas import find_area


class Command(BaseCommand):
    """Thin over `actions.people`. Everything else about people is done at /enter/people/."""

    help = (
        "Give an account a role; manage.py createsuperuser makes an account. The first national administrator needs "
        "this: whoever is one gives all other roles at /enter/people/."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Who, what, where."""
        parser.add_argument("name", type=untrusted.text, help="the user name")
        parser.add_argument("role", choices=Role.values)
        parser.add_argument(
            "--area",
            type=untrusted.text,
            default="",
            help="ODS or GSS code of the area; without it, everywhere",
        )

    def handle(self, *, name: str, role: str, area: str, **options: Any) -> None:
        """Give it, and say so."""
        user = User.objects.filter(username=name).first()
        if user is None:
            raise CommandError(f"There is no account named {name}.")
        found = find_area(area.upper()) if area else None
        if area and found is None:
            raise CommandError(f"No area has the code {area.upper()}, now or since 2017.")
        code = found.code if found else ""
        try:
            grant = people.give(user_id=user.pk, role=Role(role), area_code=code, by="manage.py give_role")
        except people.GrantNotPossible as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(str(grant))
