"""What becomes of findings: decisions beside the documents, reviewers' answers, baselines, repairs and corrected copies.

Here is what reads and keeps decisions and what changes a text. Nothing here finds anything or shows anything."""
