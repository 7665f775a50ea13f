"""A mapping and a policy to begin with, for a file that somebody has been sent and of which nothing is known.

`profile` finds out what the file holds, `proposed_mapping` and `proposed_policy` write what can be done with it,
`doubts` say what a person has to know first, and `known_format` which mapping there is already for such files. Files
are read as `store.importing` reads them, which knows nothing of this.
"""
