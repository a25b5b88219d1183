"""What can go wrong, each error saying where it happened and what to do about it."""


class CommscoreError(Exception):
    """Base of all errors that commscore raises on purpose; its text is meant for the user."""


class UnreadableError(CommscoreError):
    """An input that cannot be read; the text names the file, the place and the remedy."""


class PersonalError(UnreadableError):
    """A text that is refused for what is personal in it; its text names kinds, counts and places alone."""


class LockedError(CommscoreError):
    """An encrypted map that cannot be opened: the passphrase or the file is another."""


class StoreError(CommscoreError):
    """A store that cannot be used, or an id that it does not hold; never what is kept, nor a password."""


class ChangedError(StoreError):
    """Something kept that somebody else changed since it was looked at; nothing was written."""


class AccessError(StoreError):
    """What a visitor may not see or do, or is not logged in for, or who may what and cannot be read."""


class ReviewError(CommscoreError):
    """A person's review of a code that is not there, or that cannot be; the text names the place."""


class CodebookError(CommscoreError):
    """A codebook file that contradicts itself or its schema."""


class ModelError(CommscoreError):
    """A model that is missing, of the wrong version, or not the one its hash promises."""


class RecipeError(CommscoreError):
    """A training recipe that cannot be followed, or that would measure a model on what it was trained on."""
