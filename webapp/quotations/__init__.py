"""Checking the quotations of a memo: find them (finding, codes), look them up (matching), tell (checking).

`documents` reads a memo from untrusted bytes, `pages` shows the outcome. Nothing of a memo is kept or logged.
"""
