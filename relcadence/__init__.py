"""relcadence: whom do I reach today, how, and why?"""

__version__ = "0.1.0.dev0"
