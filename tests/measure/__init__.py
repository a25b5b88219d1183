"""Tests of the measures and scores."""
