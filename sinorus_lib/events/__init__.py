"""Which articles report the same event, found by date, entities and embedding, and corrected by hand."""

from sinorus_lib.events.clustering import events_of, find_events
from sinorus_lib.events.correcting import read_events, with_events, write_events
from sinorus_lib.events.evidence import ArticleEvidence
from sinorus_lib.events.overview import event_table

__all__ = ["ArticleEvidence", "event_table", "events_of", "find_events", "read_events", "with_events", "write_events"]
