package io.spnas.data;

import java.io.IOException;

/** Bytes that are no whole JPEG or PNG image; the message says why, the caller knows where. */
public final class UnreadableImageException extends IOException {
  private static final long serialVersionUID = 1L;

  UnreadableImageException(String problem) {
    super(problem);
  }

  UnreadableImageException(String problem, Throwable cause) {
    super(problem, cause);
  }
}
