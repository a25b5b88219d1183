"""commscore: clinician communication feedback from consultation transcripts and complaint letters."""

__version__ = "0.1.0"
