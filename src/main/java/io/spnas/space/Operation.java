package io.spnas.space;

import io.spnas.config.InvalidInputException;
import java.util.Arrays;

/** A candidate operation of a searchable layer (paper, section 3.1). */
public enum Operation {
  /** The layer passes its input on. */
  SKIP("skip", 0, 0),
  /** 3x3 depthwise kernel, expansion ratio 3. */
  K3_E3("3x3-3", 3, 3),
  /** 3x3 depthwise kernel, expansion ratio 6. */
  K3_E6("3x3-6", 3, 6),
  /** 5x5 depthwise kernel, expansion ratio 3. */
  K5_E3("5x5-3", 5, 3),
  /** 5x5 depthwise kernel, expansion ratio 6. */
  K5_E6("5x5-6", 5, 6);

  private final String label;
  private final int kernel;
  private final int expansion;

  Operation(String label, int kernel, int expansion) {
    this.label = label;
    this.kernel = kernel;
    this.expansion = expansion;
  }

  /** The name in tables and in architecture.json: "3x3-3", ..., "skip". */
  public String label() {
    return label;
  }

  /** Depthwise kernel size; 0 for a skip. */
  public int kernel() {
    return kernel;
  }

  /** Expansion ratio; 0 for a skip. */
  public int expansion() {
    return expansion;
  }

  /** d5: whether the outer ring of the 5x5 kernel is used. */
  public boolean isWide() {
    return kernel == K5_E6.kernel;
  }

  /** d50: whether the first half of the channels is used. */
  public boolean isPresent() {
    return this != SKIP;
  }

  /** d100: whether the second half of the channels is used too. */
  public boolean hasAllChannels() {
    return expansion == K5_E6.expansion;
  }

  /**
   * What the operation makes of a layer's largest block; a skip makes nothing of it.
   *
   * @throws IllegalStateException for a skip
   */
  public MbConv applied(MbConv largest) {
    if (this == SKIP) {
      throw new IllegalStateException("A skipped layer has no block");
    }
    return new MbConv(
        kernel,
        largest.stride(),
        expansion,
        largest.inChannels(),
        largest.outChannels(),
        largest.residual());
  }

  /**
   * The operation that three decisions spell out (paper, section 3.2).
   *
   * @param wideKernel d5: the outer ring of the 5x5 kernel is used
   * @param present d50: the first half of the channels is used; without it the layer is skipped
   * @param allChannels d100: the second half of the channels is used too
   */
  public static Operation of(boolean wideKernel, boolean present, boolean allChannels) {
    if (!present) {
      return SKIP;
    }
    if (wideKernel) {
      return allChannels ? K5_E6 : K5_E3;
    }
    return allChannels ? K3_E6 : K3_E3;
  }

  /**
   * The operation of a name.
   *
   * @throws InvalidInputException if no operation has this name
   */
  public static Operation named(String label) {
    return Arrays.stream(values())
        .filter(operation -> operation.label.equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "Unknown operation: %s, expected one of %s",
                    label, String.join(", ", Arrays.stream(values()).map(o -> o.label).toList())));
  }
}
