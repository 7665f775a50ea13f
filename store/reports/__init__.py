"""Reports: how far the work is, how well reviewers agree, what was decided for whom, and how it was read."""
