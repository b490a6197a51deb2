"""gunicorn's settings, here and in the container: gunicorn -c python:rollout.server rollout.wsgi"""

import os
from pathlib import Path

bind = f"{os.environ.get('ROLLOUT_BIND', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
# Threads, so that a long download or a slow reader does not hold up the others.
worker_class = "gthread"
threads = 4
timeout = 60
graceful_timeout = 5
keepalive = 5
# Workers prove that they live by touching a file: never on a disk that may be busy.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None
# Its supervisor ends and restarts it; a second way in, shared by all sites of one user, is not wanted.
control_socket_disable = True
errorlog = "-"
accesslog = None
proc_name = "rollout"
# Nobody in front says under which path the site is, as it has a host of its own.
forwarder_headers = ""
