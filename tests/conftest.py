"""Settings for every test: hypothesis without a deadline, since the first word of a run loads a dictionary."""

from hypothesis import settings

settings.register_profile("xianli", deadline=None, print_blob=True)
settings.load_profile("xianli")
