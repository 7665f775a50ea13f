"""The form in which a vote is written, or a conflict settled, beside the case."""
