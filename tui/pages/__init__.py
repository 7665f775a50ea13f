"""What screens and commands show, as lines: no widget, and no case that is not a view."""
