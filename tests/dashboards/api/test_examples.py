"""The examples on the page work as they are shown: run where something can run them, and asked where nothing can."""

import os
import re
import shutil
import subprocess
import sys
from threading import Thread
from urllib.parse import parse_qs, urlsplit
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.conf import settings as django_settings

from dashboards.api.docs import LANGUAGES, OUR_ADDRESS, ROOM, TASKS, tasks

ROOM = django_settings.BASE_DIR / ROOM
FILES = {ending: sorted(ROOM.glob(f"*.{ending}")) for ending in LANGUAGES}
COMMANDS = {"py": [sys.executable, "-I"], "R": ["Rscript"]}
"""Python with nothing but what comes with it; R where there is one."""


def packages_of_r():
    """The packages that R has here; none where there is no R."""
    if not shutil.which("Rscript"):
        return set()
    listed = ["Rscript", "-e", "cat(rownames(installed.packages()))"]
    return set(subprocess.run(listed, capture_output=True, text=True, check=True).stdout.split())


R_HAS = packages_of_r()
RUNNABLE = [
    *FILES["py"],
    *(
        path
        for path in FILES["R"]
        if R_HAS and set(re.findall(r"library\((\w+)\)", path.read_text())) <= R_HAS
    ),
]
PRINTED = {
    "pages": "24 rows of data version 7",
    "file": "390 rows, of which 357 have a figure",
    "as_at": "2023-24-Q3 then None now 1100.0",
    "only_if_new": "Nothing new: the file of last time still stands",
}


class Quiet(WSGIRequestHandler):
    def log_message(self, *args):
        """Nothing is written of each request."""


@pytest.fixture
def address(app):
    with make_server("127.0.0.1", 0, app, handler_class=Quiet) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def run(command, text, address, path):
    path.write_text(text.replace(OUR_ADDRESS, address))
    done = subprocess.run(
        [*command, path], capture_output=True, text=True, timeout=60, env={**os.environ, "no_proxy": "*"}
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("path", RUNNABLE, ids=lambda path: path.name)
def test_examples_run_as_they_are_shown(path, address, tmp_path):
    said = run(COMMANDS[path.suffix[1:]], path.read_text(), address, tmp_path / path.name)

    assert path.suffix == ".R" or PRINTED[path.stem] in said


def asked_in_r(text):
    """The questions of an R script: every address it names, and the parameters that it adds to it."""
    for named in re.findall(r'"(\{\{ address \}\}[^"]+)"', text):
        yield urlsplit(named.replace(OUR_ADDRESS, ""))
        for more in re.findall(r'paste0\(address, "([^"]+)"\)', text):
            yield urlsplit(named.replace(OUR_ADDRESS, "") + more)


def asked_in_power_query(text):
    """The questions of a query: its path, and every record of parameters."""
    (path,) = set(re.findall(r'RelativePath = "([^"]+)"', text))
    assert re.search(rf'Web\.Contents\(\s*"{re.escape(OUR_ADDRESS)}"', text)
    for record in re.findall(r'\[(#"\w+" = "[^\]]+)\]', text):
        pairs = re.findall(r'#"(\w+)" = "([^"]*)"', record)
        yield urlsplit(f"/{path}?" + "&".join("=".join(pair) for pair in pairs))


READ = {"R": asked_in_r, "pq": asked_in_power_query}


@pytest.mark.parametrize("path", [*FILES["R"], *FILES["pq"]], ids=lambda path: path.name)
def test_what_other_examples_ask_is_described_and_answered(path, client, ask):
    paths = ask("openapi.json")["paths"]
    questions = list(READ[path.suffix[1:]](path.read_text()))

    assert questions
    for question in questions:
        known = {each["name"] for each in paths[question.path]["get"]["parameters"]}
        assert parse_qs(question.query).keys() <= known
        assert client.get(question.geturl()).status_code == 200


@pytest.mark.parametrize("path", FILES["pq"], ids=lambda path: path.name)
def test_brackets_of_a_power_query_are_closed(path):
    text, open_ones = re.sub(r'"[^"]*"|//.*', "", path.read_text().replace(OUR_ADDRESS, "")), []
    pairs = {")": "(", "]": "[", "}": "{"}
    for letter in text:
        if letter in pairs.values():
            open_ones.append(letter)
        elif letter in pairs:
            assert open_ones.pop() == pairs[letter]

    assert open_ones == []
    assert re.match(r"let\b", text)
    assert re.search(r"\bin\s+\w+\s*$", text)


def test_every_file_is_shown_with_the_address_of_this_site(client):
    shown = tasks(django_settings.BASE_DIR, "http://testserver")
    page = client.get("/api/v1/docs").content.decode()

    assert {path.stem for path in ROOM.iterdir()} == {code for code, *_ in TASKS}
    assert sum(len(task.examples) for task in shown) == len(list(ROOM.iterdir()))
    assert page.count("http://testserver/api/v1/progress") + page.count("&quot;http://testserver&quot;") >= 11
    assert OUR_ADDRESS not in page
