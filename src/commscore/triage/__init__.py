"""What a complaints team needs beside the codes: the queue, clocks, the reply, the same matter, months."""
