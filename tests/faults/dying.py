"""`dying.py NUMBER SHARE ARGUMENT...`: the program, killed within a record that it writes: see `DyingDisk`."""

import sys

from store.local import local_engine
from tests.disks import DyingDisk

if __name__ == "__main__":
    from tui.cli import main

    dying = DyingDisk(int(sys.argv.pop(1)), float(sys.argv.pop(1)))
    vars(local_engine)["Disk"] = lambda: dying
    main()
