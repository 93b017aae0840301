"""What earlier runs have found, kept so that a file that is as it was costs a look at its date."""
