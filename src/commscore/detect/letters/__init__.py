"""What stands in a letter of complaint, by rules alone: a module each, words in codebook/letters.

Each takes a `sentences.ParsedLetter`. No sentence in an aside is coded, but asides are read for flags.
`together.by_rules` runs them all, each once.
"""
