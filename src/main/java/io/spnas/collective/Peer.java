package io.spnas.collective;

/**
 * Another worker, as messages name it.
 *
 * @param rank its rank
 * @param address its host and port
 */
record Peer(int rank, String address) {

  /** Why something failed, in a few words. */
  static String reason(Throwable cause) {
    Throwable root = cause;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message = root.getMessage();
    if (message == null || message.isBlank()) {
      return root.getClass().getSimpleName();
    }
    return message.strip().split("\\R", 2)[0];
  }

  @Override
  public String toString() {
    return "Rank " + rank + " at " + address;
  }
}
