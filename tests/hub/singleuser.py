"""A student's server as Jupyter's images start it: their one user of the system is called jovyan.

nbgrader then goes by the name that the hub knows; of the hub of the tests all students are one user,
too, as a machine of continuous integration has no five.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from gatescope.folders import LESSONS
from gatescope.lessons import copy_lessons
from gatescope.server import without_iri_grammar

# As in docs/class/Dockerfile, which takes the grammar out of the image; before what would load it.
without_iri_grammar()

import nbgrader.utils  # noqa: E402
from jupyterhub.singleuser import main  # noqa: E402

nbgrader.utils.get_osusername = lambda: "jovyan"
# As in docs/class/Dockerfile.
copy_lessons(Path.home() / "lessons", LESSONS)
os.chdir(Path.home())
sys.exit(main())
