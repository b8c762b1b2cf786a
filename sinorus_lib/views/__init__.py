"""Views: what a comparison looks like in a notebook, on a page, and in an exported file.

Every view is built as static HTML first; scripts only add to it. Article text is escaped everywhere.
"""
