"""How fast it is, beside what this machine can do at all: `make bench`."""
