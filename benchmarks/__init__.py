"""How fast it is, each figure beside a bare app's from the same run: `make bench`."""
