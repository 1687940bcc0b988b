package io.spnas.spark;

/** A worker failed or was lost; the message names rank, host and cause. */
public final class WorkerFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  WorkerFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
