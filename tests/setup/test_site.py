"""Where the demonstration is served, and what is said when it cannot be."""

import http.server
import os
import socket
import subprocess
import sys
import threading

import pytest

from rollout.demo import serve, site
from rollout.demo.places import Places


@pytest.fixture
def taken():
    with socket.socket() as listener:
        listener.bind((site.HOST, 0))
        listener.listen()
        yield listener.getsockname()[1]


@pytest.fixture
def free(taken):
    return taken + 1 if taken < 65535 else taken - 1


@pytest.mark.parametrize("said", ["web", "0", "65536", "-1", "80.5"])
def test_a_port_that_is_none_is_refused(said):
    with pytest.raises(site.SiteError, match="Write a number from 1 to 65535"):
        site.port_from({"PORT": said})


@pytest.mark.parametrize(
    ("environment", "port"), [({}, 8000), ({"PORT": ""}, 8000), ({"PORT": "8001"}, 8001)]
)
def test_the_port_is_8000_unless_said(environment, port):
    assert site.port_from(environment) == port


def test_a_port_in_use_is_refused_with_another_proposed(taken):
    with pytest.raises(site.SiteError, match=rf"Port {taken} is in use\. Choose another: PORT={taken + 1}"):
        site.require_free(taken)


@pytest.mark.slow
def test_the_command_says_so_in_one_sentence(taken, checkout):
    done = subprocess.run(
        ["script/demo"], cwd=checkout, env={"PATH": "/usr/bin:/bin", "PORT": str(taken)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"Port {taken} is in use. Choose another: PORT={taken + 1} script/demo\n"


def test_nobody_answering_is_not_ready(free):
    status, _said = site.readiness(free)

    assert status == 0


def test_readiness_is_what_the_page_answers():
    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self):  # noqa: N802 - the library's name
            self.send_response(503)
            self.end_headers()
            self.wfile.write(b"no worker")

        def log_message(self, *_arguments):
            return

    with http.server.HTTPServer((site.HOST, 0), Answer) as server:
        threading.Thread(target=server.handle_request).start()

        assert site.readiness(server.server_port) == (503, "no worker")


def test_two_demonstrations_in_one_folder_are_refused(tmp_path):
    places = Places(tmp_path)
    places.run.mkdir()
    lock = serve._only_one(places)

    with pytest.raises(serve.AlreadyRunningError, match="already runs .*ROLLOUT_DATA_DIR=.* PORT="):
        serve._only_one(places)

    os.close(lock)


def test_every_process_reads_the_same_data_folder(tmp_path):
    environment = site.environment(Places(tmp_path), {"PATH": "/bin"})

    assert environment["ROLLOUT_DATA_DIR"] == str(tmp_path)
    assert site.web(environment, 8123).environment["PORT"] == "8123"
    assert site.worker(environment).command[0] == sys.executable
