"""The demonstration's steps: done once, done again when their files change, and what comes after with them."""

import io

import pytest

from rollout.demo import steps
from rollout.demo.reporter import Reporter
from rollout.models import DemonstrationStep


@pytest.fixture
def files(tmp_path, monkeypatch):
    monkeypatch.setattr(steps, "CHECKOUT", tmp_path)
    (tmp_path / "one.csv").write_text("1")
    (tmp_path / "two.csv").write_text("2")
    return tmp_path


@pytest.fixture
def run(files):
    def run(*, failing=None):
        done = []

        def do(name):
            def work():
                if name == failing:
                    raise RuntimeError(name)
                done.append(name)

            return work

        reporter = Reporter(io.StringIO())
        wanted = [steps.Step(name, name, do(name), (f"{name}.csv",)) for name in ("one", "two", "three")]
        try:
            steps.run(wanted, reporter)
        except RuntimeError:
            done.append("stopped")
        return done

    return run


@pytest.mark.django_db
def test_what_is_done_is_not_done_again(run):
    assert run() == ["one", "two", "three"]
    assert run() == []


@pytest.mark.django_db
def test_a_changed_file_is_done_again_with_everything_after_it(run, files):
    run()
    (files / "two.csv").write_text("another")

    assert run() == ["two", "three"]


@pytest.mark.django_db
def test_a_step_that_stopped_is_not_held_for_done(run):
    assert run(failing="two") == ["one", "stopped"]
    assert run() == ["two", "three"]


@pytest.mark.django_db
def test_a_wiped_database_is_filled_anew(run):
    run()
    DemonstrationStep.objects.all().delete()

    assert run() == ["one", "two", "three"]


def test_a_renamed_file_is_a_change(files):
    before = steps.fingerprint(files, ("*.csv",), "", "")
    (files / "one.csv").rename(files / "zero.csv")

    assert steps.fingerprint(files, ("*.csv",), "", "") != before


def test_another_password_is_a_change():
    reporter = Reporter(io.StringIO())
    one, other = (steps.all_steps(secret, lambda: None, reporter) for secret in ("one", "other"))

    changed = [a.name for a, b in zip(one, other, strict=True) if a.also != b.also]

    assert changed == ["accounts"]


def test_progress_is_shown_in_place_on_a_terminal_and_now_and_then_elsewhere(monkeypatch):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    terminal, file = Terminal(), io.StringIO()
    for out in (terminal, file):
        reporter = Reporter(out)
        with reporter.step("Results"):
            reporter.progress("half")

    assert "\r\x1b[2K  Results: half" in terminal.getvalue()
    assert file.getvalue() == "  Results (0.0 s)\n"
