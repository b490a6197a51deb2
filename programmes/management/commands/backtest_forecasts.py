"""`manage.py backtest_forecasts`: how good the forecasts were, over the series that are loaded."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from programmes.choices import PeriodType
from programmes.engine.backtest import Score, backtest
from programmes.models import Indicator

HEADING = f"{'indicator':<30}{'forecasts':>10}{'held':>9}{'error':>9}{'naive':>9}  better"


class Command(BaseCommand):
    """Each forecast with a known outturn beside that outturn, and beside the naive straight line. Writes nothing."""

    help = (
        "Set every forecast of a past year beside what came of it: how often the 80% interval held the outturn (it "
        "should be 75% to 85%), and the mean absolute error as a part of the outturn, beside that of the naive "
        "straight line (year to date over the quarters done, times four; a level or a ratio as it stands)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which indicators."""
        parser.add_argument("--indicator", action="append", help="only this one; may be given several times")

    def handle(self, *, indicator: list[str] | None, **options: Any) -> None:
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
        self.stdout.write(HEADING)
        total = Score()
        for code, key in found.values_list("code", "pk"):
            score = backtest(key)
            total += score
            self.stdout.write(_line(code, score))
        self.stdout.write(_line("all", total))
        if total.illustrative:
            self.stdout.write(
                "Illustrative figures are among these: they were made by a generator, so what holds for them need not "
                "hold for figures that were counted."
            )


def _line(name: str, score: Score) -> str:
    if not score.compared:
        return f"{name:<30}{score.forecasts:>10,}  no outturn to set a forecast beside"
    error, naive = score.error / score.compared, score.naive_error / score.compared
    better = "forecast" if error < naive else "naive" if naive < error else "neither"
    held = score.held / score.forecasts
    return f"{name:<30}{score.forecasts:>10,}{held:>9.1%}{error:>9.1%}{naive:>9.1%}  {better}"
