"""How fixes are made: changes of LibCST nodes that several rules share."""
