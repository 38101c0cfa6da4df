"""What people decided about findings: decisions beside the documents, reviewers' answers, baselines, and the copies
that come of it."""
