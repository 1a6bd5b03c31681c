"""What a rule maintainer needs: edges and examples, mutants, lints, differences, a new year."""
