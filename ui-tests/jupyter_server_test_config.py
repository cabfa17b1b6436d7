"""The server of the Galata tests: no token and no XSRF check, so never use it for anything else."""

import os

from jupyterlab.galata import configure_jupyter_server

configure_jupyter_server(c)  # noqa: F821

c.ServerApp.ip = "127.0.0.1"  # noqa: F821
c.ServerApp.port = int(os.environ["PHOENIX_TEST_PORT"])  # noqa: F821
# Containers run as root.
c.ServerApp.allow_root = True  # noqa: F821
# No toast about news, and no request to another host.
c.LabApp.news_url = None  # noqa: F821
c.LabApp.check_for_updates_class = "jupyterlab.NeverCheckForUpdate"  # noqa: F821
c.JupyterNotebookApp.expose_app_in_browser = True  # noqa: F821
c.Application.log_level = "WARN"  # noqa: F821
