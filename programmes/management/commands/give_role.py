"""`manage.py give_role NAME ROLE`: give somebody a role from outside the site, as the first administrator needs."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from programmes.actions import people
from programmes.choices import Role
from programmes.models import User


class Command(BaseCommand):
    """Thin over `actions.people`. Everything else about people is done at /enter/people/."""

    help = (
        "Give an account a role; manage.py createsuperuser makes an account. The first national administrator needs "
        "this: whoever is one gives all other roles at /enter/people/."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Who, what, where."""
        parser.add_argument("name", help="the user name")
        parser.add_argument("role", choices=Role.values)
        parser.add_argument("--area", default="", help="ODS code of the area; without it, everywhere")

    def handle(self, *, name: str, role: str, area: str, **options: Any) -> None:
        """Give it, and say so."""
        user = User.objects.filter(username=name).first()
        if user is None:
            raise CommandError(f"There is no account named {name}.")
        try:
            grant = people.give(
                user_id=user.pk, role=Role(role), area_code=area.upper(), by="manage.py give_role"
            )
        except people.GrantNotPossible as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(str(grant))
