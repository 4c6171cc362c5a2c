"""`python -m agent_harness_service`."""

import sys

from agent_harness_service.cli import main

if __name__ == "__main__":
    sys.exit(main())
