"""Next year's sunspots from the past, and a lesson in validation.

networks.py is what to change; README.md tells where the record is from.
"""
