"""`many.py FILE`: runs commands one after the other on this terminal, each as if it were a process of its own.

FILE holds a JSON list of their arguments. Prints a line with the exit code after each.
"""

import json
import sys
from pathlib import Path

from tui.cli import app

for arguments in json.loads(Path(sys.argv[1]).read_text("ascii")):
    try:
        app(arguments)
    except SystemExit as ended:
        sys.stdout.flush()
        sys.stderr.flush()
        print(f"= {ended.code}", flush=True)
