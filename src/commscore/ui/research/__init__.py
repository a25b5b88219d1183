"""The researcher's pages: coding, agreement between two coders, and the installed models."""
