"""What commscore must survive, a part at a time: `cd benchmarks; python -m soak PART... [--count N]`."""
