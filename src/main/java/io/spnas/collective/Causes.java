package io.spnas.collective;

/** The reason of a failure in a few words. */
final class Causes {
  /** Spark answers a failed request with a stack trace, its first line "class: message". */
  private static final String CLASS_NAMES = "^([\\w.$]+(Exception|Error): )+";

  private Causes() {}

  /** First line of the innermost message, without class names in front. */
  static String line(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message = String.valueOf(root.getMessage()).lines().findFirst().orElse("");
    return root.getMessage() == null || message.isBlank()
        ? root.getClass().getSimpleName()
        : message.replaceFirst(CLASS_NAMES, "");
  }
}
