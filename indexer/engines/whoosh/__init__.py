"""The engine on disk: Whoosh keeps terms and paragraphs, NumPy counts and ranks. The only package that loads Whoosh."""

from indexer.engines.whoosh.build import WhooshBuild
from indexer.engines.whoosh.engine import WhooshEngine

__all__ = ["WhooshBuild", "WhooshEngine"]
