"""The same reports over HTTP, for other programs: `commscore serve`."""
