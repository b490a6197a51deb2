"""The container files, as far as they can be tried without an engine: they parse, agree with each other and with us."""

import re
import tomllib

import pytest
import yaml

from rollout import checks
from rollout.demo import binaries


@pytest.fixture(scope="module")
def compose(checkout):
    return yaml.safe_load((checkout / "docker-compose.yml").read_text())


@pytest.fixture(scope="module")
def dockerfile(checkout):
    return (checkout / "Dockerfile").read_text()


def test_every_part_is_there(compose):
    assert set(compose["services"]) == {"postgres", "redis", "migrate", "web", "worker", "beat"}


def test_what_runs_for_ever_is_watched_and_restarted(compose):
    for name, service in compose["services"].items():
        if name == "migrate":
            assert service["restart"] == "on-failure"
            continue
        assert service["restart"] == "unless-stopped", name
        assert service["healthcheck"]["test"], name


def test_ours_wait_for_healthy_servers_and_for_the_tables(compose):
    for name in ("web", "worker", "beat"):
        waits = {other: how["condition"] for other, how in compose["services"][name]["depends_on"].items()}
        assert waits == {
            "postgres": "service_healthy",
            "redis": "service_healthy",
            "migrate": "service_completed_successfully",
        }, name


def test_the_database_is_not_older_than_the_settings_ask(compose):
    major = int(compose["services"]["postgres"]["image"].partition(":")[2].partition("-")[0])

    assert major >= checks.LEAST_POSTGRESQL


def test_the_database_is_the_one_that_is_embedded(compose):
    major = compose["services"]["postgres"]["image"].partition(":")[2].partition("-")[0]

    assert int(major) == binaries.POSTGRES_MAJOR


def test_the_queue_survives_a_crash(compose):
    command = compose["services"]["redis"]["command"]

    assert command[command.index("--appendonly") + 1] == "yes"
    assert command[command.index("--maxmemory-policy") + 1] == "noeviction"


def test_every_volume_is_named_and_used(compose):
    mounted = {
        volume.partition(":")[0]
        for service in compose["services"].values()
        for volume in service.get("volumes", [])
    }

    assert mounted == set(compose["volumes"])


def test_every_variable_that_compose_reads_is_in_the_example(checkout, compose):
    text = (checkout / "docker-compose.yml").read_text()
    example = (checkout / "example.env").read_text()
    set_here = {name for service in compose["services"].values() for name in service.get("environment", {})}

    for name in set(re.findall(r"(?<!\$)\$\{(\w+)", text)) | set_here - {"POSTGRES_USER", "POSTGRES_DB"}:
        assert re.search(rf"^{name}=", example, re.MULTILINE), name


def test_only_the_web_server_can_be_reached_and_only_from_this_machine(compose):
    ports = {name: service["ports"] for name, service in compose["services"].items() if "ports" in service}

    assert ports == {"web": ["127.0.0.1:${PORT:-8000}:8000"]}


def test_the_last_stage_is_not_root_and_builds_nothing(dockerfile):
    last = dockerfile.rpartition("\nFROM ")[2]

    assert re.search(r"^USER (?!root)\w+", last, re.MULTILINE)
    assert "-slim" in last.splitlines()[0]
    assert not re.search(r"\b(apt-get|pip install|npm|gcc|build-essential)\b", last)


def test_what_is_copied_exists(checkout, dockerfile):
    for line in re.findall(r"^COPY (?!--from)(.+)$", dockerfile, re.MULTILINE):
        for name in line.split()[:-1]:
            assert (checkout / name).exists(), name


def test_images_are_pinned_to_a_version(compose, dockerfile):
    images = [service["image"] for service in compose["services"].values() if service["image"] != "rollout"]
    images += re.findall(r"^FROM (\S+)", dockerfile, re.MULTILINE)

    assert all(re.search(r":\d", image) for image in images)


def test_the_python_is_one_that_the_project_takes(checkout, dockerfile):
    least = tomllib.loads((checkout / "pyproject.toml").read_text())["project"]["requires-python"]
    used = re.findall(r"^FROM python:3\.(\d+)", dockerfile, re.MULTILINE)

    assert all(int(minor) >= int(least.rpartition(".")[2]) for minor in used)
    assert len(set(used)) == 1
