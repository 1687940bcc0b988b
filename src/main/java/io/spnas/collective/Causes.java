package io.spnas.collective;

/** The reason of a failure in a few words. */
final class Causes {
  /** Spark answers a failed request with a stack trace, its first line "class: message". */
  private static final String CLASS_NAMES = "^([\\w.$]+(Exception|Error): )+";

  /** Netty's native transport tells first which call failed, "finishConnect(..) failed: ". */
  private static final String NATIVE_CALL = "^\\w+\\(\\.\\.\\) failed: ";

  private Causes() {}

  /** First line of the innermost message, without names of classes and calls in front. */
  static String line(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message = String.valueOf(root.getMessage()).lines().findFirst().orElse("");
    return root.getMessage() == null || message.isBlank()
        ? root.getClass().getSimpleName()
        : message.replaceFirst(CLASS_NAMES, "").replaceFirst(NATIVE_CALL, "");
  }
}
