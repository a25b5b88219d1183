"""Training and measuring a model of letters: by sentence within, by letter in what is measured."""
