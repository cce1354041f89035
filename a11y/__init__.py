"""Conformance tester for the accessibility and elderly mode of Chinese government websites."""

__version__ = "0.1.0"
