"""``python -m jupyterlab_phoenix``: where ``jupyter phoenix`` is not on the path."""

import sys

from .command_line import main

sys.exit(main())
