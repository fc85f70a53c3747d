"""`python -m gatescope` is the console script `gatescope`."""

import sys

from gatescope.cli import main

if __name__ == "__main__":
    sys.exit(main())
