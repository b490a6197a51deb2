"""What script/check asks of the repository itself: each fault, planted, is found."""

import importlib.machinery
import importlib.util
import os
import re
import subprocess

import pytest


@pytest.fixture(scope="module")
def repository(checkout):
    loader = importlib.machinery.SourceFileLoader("repository", str(checkout / "script" / "repository"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("repository", loader))
    loader.exec_module(module)
    return module


@pytest.fixture
def tidy(repository, tmp_path):
    for name in repository.MUST_RUN:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.touch(mode=0o755)
    return tmp_path


@pytest.mark.parametrize(
    ("name", "text", "complaint"),
    [
        ("package-lock.json", '"resolved": "' + "https://registry", "the address of a registry"),
        ("requirements.txt", "--extra-index-" + "url x", "the address of a registry"),
        ("node_modules/x/index.js", "", "third-party code"),
        ("static/vendor/x.css", "", "third-party code"),
        ("dashboards/utils.py", "", "says nothing"),
        ("programmes/ingest/helpers.py", "", "says nothing"),
        ("tests/test_x.py", "@pytest.mark." + "skip", "a stub"),
        ("templates/x.html", "TO" + "DO", "a stub"),
        ("programmes/long.py", "\n" * 301, "second subject"),
        ("dashboards/views/x.py", "Release.objects.all()", "past the queries"),
        ("programmes/views/x.py", "Area.objects.all()", "past the queries"),
        ("programmes/views/x/y.py", "Area._default_manager.all()", "past the queries"),
        ("dashboards/y.py", "f'“{text[:40]}” is no day.'", "quoted by hand"),
        ("programmes/x.py", "word = 'is' if number == 1 else 'are'", "chosen by a number"),
        ("dashboards/x.py", "word = 'row' + ('s' if rows > 1 else '')", "chosen by a number"),
        (
            "rollout/x.py",
            "words = (\n    '1 row'\n    if rows == 1\n    else f'{rows} rows'\n)",
            "chosen by a number",
        ),
        ("templates/x.html", "{% if rows|length == 1 %}is{% else %}are{% endif %}", "chosen by a number"),
    ],
)
def test_a_planted_fault_is_found(name, text, complaint, repository, tidy):
    (tidy / name).parent.mkdir(parents=True, exist_ok=True)
    (tidy / name).write_text(text)

    found = list(repository.complaints(tidy, [*repository.MUST_RUN, name]))

    assert len(found) == 1
    assert found[0].startswith(name)
    assert complaint in found[0]


def test_a_script_that_cannot_be_run_is_found(repository, tidy):
    (tidy / "script/demo").chmod(0o644)

    found = list(repository.complaints(tidy, list(repository.MUST_RUN)))

    assert found == ["script/demo: cannot be run (chmod +x)"]


def test_a_missing_script_is_found(repository, tidy):
    found = list(repository.complaints(tidy, [name for name in repository.MUST_RUN if name != ".ci/run"]))

    assert found == [".ci/run: is missing"]


def test_every_script_is_correct_shell_and_says_what_it_does(checkout):
    for path in [checkout / ".ci" / "run", *(checkout / "script").iterdir()]:
        if not path.is_file():
            continue
        lines = path.read_text().splitlines()
        if lines[0] == "#!/usr/bin/env bash":
            assert lines[1].startswith("# "), path
            subprocess.run(["bash", "-n", path], check=True)
        else:
            assert lines[0] == "#!/usr/bin/env python3", path
            assert lines[1].startswith('"""'), path


def test_ci_runs_the_scripts_that_everybody_runs(checkout):
    commands = (checkout / ".ci" / "run").read_text().splitlines()

    assert [line for line in commands if line.startswith("script/")] == ["script/test", "script/check"]


def test_every_direct_dependency_is_pinned_and_says_why_it_is_here(checkout):
    for path in checkout.glob("requirements*.txt"):
        lines = path.read_text().splitlines()
        for above, line in zip(["", *lines], lines, strict=False):
            if line and not line.startswith("#"):
                assert re.fullmatch(r"[\w-]+(\[[\w,]+\])?==[\w.]+", line), line
                assert above.startswith("# "), line


def test_what_dependencies_bring_is_pinned_too(checkout):
    pinned = set()
    for path in [checkout / "constraints.txt", *checkout.glob("requirements*.txt")]:
        pinned |= {
            name.lower().replace("_", "-") for name in re.findall(r"^([\w-]+)", path.read_text(), re.M)
        }
    freeze = subprocess.run(
        [os.path.join(checkout, ".venv", "bin", "python"), "-m", "pip", "freeze", "--disable-pip-version-check"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    installed = {name.lower().replace("_", "-") for name in re.findall(r"^([\w-]+)==", freeze.stdout, re.M)}

    assert installed - pinned == set()


def test_psycopg_3_is_nowhere_beside_psycopg2(checkout):
    for path in [checkout / "constraints.txt", *checkout.glob("requirements*.txt")]:
        assert not re.search(r"^psycopg(\[|==|-binary)", path.read_text(), re.MULTILINE)
