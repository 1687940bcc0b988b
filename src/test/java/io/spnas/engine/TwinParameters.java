package io.spnas.engine;

import io.spnas.engine.ParameterLayout.Kind;
import io.spnas.engine.ParameterLayout.Slot;
import java.util.LinkedHashMap;
import java.util.Map;

/** Translates between the engine's flat arrays and the twin's named ones. */
public final class TwinParameters {
  private static final double FLOOR = 1e-3;

  private TwinParameters() {}

  /** The twin's parameters in the engine's order. */
  public static float[] flat(ParameterLayout layout, Map<String, double[]> twin) {
    float[] flat = new float[layout.parameters()];
    for (Slot slot : layout.slots()) {
      double[] values = of(slot, twin);
      for (int i = 0; i < values.length; i++) {
        flat[slot.offset() + i] = (float) values[i];
      }
    }
    // What the engine can't hold, the twin must not compute with either.
    read(layout, flat, twin);
    return flat;
  }

  /** Gives the twin the engine's parameters. */
  public static void read(ParameterLayout layout, float[] flat, Map<String, double[]> twin) {
    for (Slot slot : layout.slots()) {
      double[] values = of(slot, twin);
      for (int i = 0; i < values.length; i++) {
        values[i] = flat[slot.offset() + i];
      }
      put(slot, values, twin);
    }
  }

  /** Relative error of each parameter's values, by name. */
  public static Map<String, Double> errors(
      ParameterLayout layout, float[] flat, Map<String, double[]> twin) {
    Map<String, Double> errors = new LinkedHashMap<>();
    for (Slot slot : layout.slots()) {
      errors.put(slot.name(), error(flat, slot.offset(), of(slot, twin)));
    }
    return errors;
  }

  /** |found - expected| / |expected|, in the L2 norm, of the values from an offset on. */
  public static double error(float[] found, int offset, double[] expected) {
    double difference = 0;
    double size = 0;
    for (int i = 0; i < expected.length; i++) {
      double d = found[offset + i] - expected[i];
      difference += d * d;
      size += expected[i] * expected[i];
    }
    // Some gradients are 0 by construction, such as the shift's of a block that a batch norm
    // follows: there the error counts against the size that gradients have elsewhere.
    return Math.sqrt(difference) / Math.max(Math.sqrt(size), FLOOR * Math.sqrt(expected.length));
  }

  private static double[] of(Slot slot, Map<String, double[]> twin) {
    if (slot.kind() != Kind.BATCH_NORM) {
      return twin.get(slot.name());
    }
    double[] scale = twin.get(slot.name() + ".gamma");
    double[] shift = twin.get(slot.name() + ".beta");
    double[] both = new double[scale.length + shift.length];
    System.arraycopy(scale, 0, both, 0, scale.length);
    System.arraycopy(shift, 0, both, scale.length, shift.length);
    return both;
  }

  private static void put(Slot slot, double[] values, Map<String, double[]> twin) {
    if (slot.kind() != Kind.BATCH_NORM) {
      System.arraycopy(values, 0, twin.get(slot.name()), 0, values.length);
      return;
    }
    double[] scale = twin.get(slot.name() + ".gamma");
    System.arraycopy(values, 0, scale, 0, scale.length);
    double[] shift = twin.get(slot.name() + ".beta");
    System.arraycopy(values, scale.length, shift, 0, shift.length);
  }
}
