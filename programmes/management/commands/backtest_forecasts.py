"""`manage.py backtest_forecasts`: how good the forecasts were, over the series that are loaded."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from programmes import untrusted
from programmes.choices import PeriodType
from programmes.engine.backtest import Areas, Score, backtest
from programmes.models import Indicator

WHICH = {
    Areas.HELD_OUT: "Areas held out: the half, by a hash of their codes, on which no constant was chosen.",
    Areas.CHOSEN_ON: "Areas chosen on: the half, by a hash of their codes, on which the constants were chosen.",
    Areas.ALL: "All areas: the half on which the constants were chosen, and the half that was held out.",
}
HEADING = f"{'indicator':<30}{'forecasts':>10}{'held':>9}{'error':>9}{'straight':>10}  better"


class Command(BaseCommand):
    """Each forecast with a known outturn beside that outturn, and beside the straight line. Writes nothing."""

    help = (
        "Set every forecast of a past year beside what came of it: how often the 80% interval held the outturn (it "
        "should be 75% to 85%), and the mean absolute error as a part of the outturn, beside that of the straight "
        "line (year to date over the quarters done, times four; a level or a ratio as it stands)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which indicators, and which areas."""
        parser.add_argument(
            "--indicator",
            type=untrusted.text,
            action="append",
            help="only this one; may be given several times",
        )
        parser.add_argument(
            "--areas",
            choices=[each.value for each in Areas],
            default=Areas.HELD_OUT.value,
            help="the half of the areas on which no constant was chosen (the default), the other, or all",
        )

    def handle(self, *, indicator: list[str] | None, areas: str, **options: Any) -> None:
        """One line for each indicator, and one for all."""
        found = Indicator.objects.filter(period_type=PeriodType.QUARTER).order_by(
            "programme__position", "position"
        )
        if indicator:
            unknown = set(indicator) - set(found.values_list("code", flat=True))
            if unknown:
                raise CommandError(
                    f"Not an indicator that is counted by quarter: {', '.join(sorted(unknown))}."
                )
            found = found.filter(code__in=indicator)
        self.stdout.write(WHICH[Areas(areas)])
        self.stdout.write(HEADING)
        total = Score()
        for code, key in found.values_list("code", "pk"):
            score = backtest(key, Areas(areas))
            total += score
            self.stdout.write(_line(code, score))
        self.stdout.write(_line("all", total))
        self.stdout.write(
            "Areas above hold areas of both halves, and what befell England in a quarter befell both: the halves are "
            "not wholly apart."
        )
        if total.is_made_up:
            self.stdout.write(
                "Demonstration figures are among these: they were made by a generator, so what holds for them need not "
                "hold for figures that were counted."
            )


def _line(name: str, score: Score) -> str:
    if not score.compared:
        return f"{name:<30}{score.forecasts:>10,}  no outturn to set a forecast beside"
    error, straight = score.error / score.compared, score.straight_error / score.compared
    better = "forecast" if error < straight else "straight line" if straight < error else "neither"
    held = score.held / score.forecasts
    return f"{name:<30}{score.forecasts:>10,}{held:>9.1%}{error:>9.1%}{straight:>10.1%}  {better}"
