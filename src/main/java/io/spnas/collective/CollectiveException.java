package io.spnas.collective;

/** Workers could not exchange their values; the message names the rank and address at fault. */
public final class CollectiveException extends Exception {
  private static final long serialVersionUID = 1L;

  CollectiveException(String format, Object... arguments) {
    super(String.format(format, arguments));
  }
}
