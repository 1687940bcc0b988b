package io.spnas.train;

import java.io.IOException;

/** A checkpoint file is damaged; the message names it. */
public final class CorruptCheckpointException extends IOException {
  private static final long serialVersionUID = 1L;

  CorruptCheckpointException(String file, String problem) {
    super(String.format("Damaged checkpoint %s: %s", file, problem));
  }
}
