"""A server as people have it: a token, XSRF checks, and a base URL as on JupyterHub."""

import os

c.ServerApp.ip = "127.0.0.1"  # noqa: F821
c.ServerApp.port = int(os.environ["PHOENIX_TEST_PORT"])  # noqa: F821
c.ServerApp.port_retries = 0  # noqa: F821
c.ServerApp.open_browser = False  # noqa: F821
c.ServerApp.allow_root = True  # noqa: F821
c.ServerApp.base_url = "/user/ada/"  # noqa: F821
c.ServerApp.root_dir = os.environ["JUPYTERLAB_GALATA_ROOT_DIR"]  # noqa: F821
c.IdentityProvider.token = os.environ["PHOENIX_TEST_TOKEN"]  # noqa: F821
c.LabApp.news_url = None  # noqa: F821
c.LabApp.check_for_updates_class = "jupyterlab.NeverCheckForUpdate"  # noqa: F821
c.LabApp.expose_app_in_browser = True  # noqa: F821
c.Application.log_level = "WARN"  # noqa: F821
