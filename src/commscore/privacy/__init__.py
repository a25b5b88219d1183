"""Personal details: found by form, by name and by context, and replaced before anything else is done."""
