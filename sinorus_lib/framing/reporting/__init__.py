"""Who says what: the search for attributions that several measures share."""
