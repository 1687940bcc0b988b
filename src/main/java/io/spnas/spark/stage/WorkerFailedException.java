package io.spnas.spark.stage;

/** A worker failed or was lost; the message names rank, host and cause. */
public final class WorkerFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean passing;

  /**
   * @param passing whether the run may go on from its last checkpoint, as the cause lies in a
   *     machine or a connection
   */
  public WorkerFailedException(String message, boolean passing, Throwable cause) {
    super(message, cause);
    this.passing = passing;
  }

  public boolean isPassing() {
    return passing;
  }
}
