"""What rules look at: calls, loops and uses that take more than one node to recognise."""
