"""`python -m bothends`."""

import sys

from bothends.cli import main

sys.exit(main())
