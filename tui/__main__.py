"""`python -m tui` is `foureyes`."""

from foureyes_start import main

main()
