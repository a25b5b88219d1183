"""The corridor over many files: parts planned once, done by processes here or by Ray, each written whole."""
