"""The same actor under its different names, within a language and across two: China, Beijing, the Chinese, Pékin."""

from sinorus_lib.alignment.actors.comparing import ActorComparison, compare_actors
from sinorus_lib.alignment.actors.describing import Described, find_described
from sinorus_lib.alignment.actors.folding import fold_name
from sinorus_lib.alignment.actors.learning import ArticleActors, learn_actors
from sinorus_lib.alignment.actors.mentions import Mention, find_actors

__all__ = [
    "ActorComparison",
    "ArticleActors",
    "Described",
    "Mention",
    "compare_actors",
    "find_actors",
    "find_described",
    "fold_name",
    "learn_actors",
]
