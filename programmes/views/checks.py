"""The rules that every figure meets, listed from where they are run."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from programmes.checks.rules import RULES
from programmes.choices import Severity


@require_safe
@login_required
def checks(request: HttpRequest) -> HttpResponse:
    """Every rule with its sentence: those that refuse, and those that ask for an explanation."""
    context = {
        "kinds": [
            (
                "never",
                "Not saved until it is put right",
                [rule for rule in RULES if rule.severity == Severity.REFUSAL and rule.blocks_saving],
            ),
            (
                "not-yet",
                "Saved, and put right before it is sent",
                [rule for rule in RULES if rule.severity == Severity.REFUSAL and not rule.blocks_saving],
            ),
            (
                "explain",
                "Asks for an explanation, which is published with the figure",
                [rule for rule in RULES if rule.severity == Severity.WARNING],
            ),
        ]
    }
    return render(request, "programmes/checks.html", context)
