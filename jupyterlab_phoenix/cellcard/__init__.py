"""The card under a cell: the traces that one execution made, as an output of it."""
