"""Entries of the wording dictionary: `wrong→right`, from public knowledge of common errors in Chinese writing."""

EXACT = """
布署→部署 按装→安装
"""

SUSPECTED = """
截止目前→截至目前
"""
