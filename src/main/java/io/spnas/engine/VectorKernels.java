package io.spnas.engine;

import static io.spnas.engine.Kernels.Coefficients.CENTRED;
import static io.spnas.engine.Kernels.Coefficients.CONSTANT;
import static io.spnas.engine.Kernels.Coefficients.GRADIENT;
import static io.spnas.engine.Kernels.Coefficients.MEAN;
import static io.spnas.engine.Kernels.Coefficients.SCALE;
import static io.spnas.engine.Kernels.Coefficients.SHIFT;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** {@link Kernels} with the Vector API. */
final class VectorKernels implements Kernels {
  private static final VectorSpecies<Float> SPECIES = Lanes.species();
  private static final VectorSpecies<Integer> INTEGERS = SPECIES.withLanes(int.class);
  private static final int B = SPECIES.length();
  private static final int STEP = B * Float.BYTES;
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();

  private static FloatVector load(ByteBuffer from, int at) {
    return FloatVector.fromByteBuffer(SPECIES, from, at, ORDER);
  }

  private static FloatVector load(float[] from, int at) {
    return FloatVector.fromArray(SPECIES, from, at);
  }

  private static FloatVector row(Channels channels, int number) {
    return load(channels.rows(), channels.at() + number * B);
  }

  private static FloatVector activated(
      FloatVector x, FloatVector scale, FloatVector shift, IntVector lower, IntVector upper) {
    return x.fma(scale, shift).reinterpretAsInts().max(lower).min(upper).reinterpretAsFloats();
  }

  /** The gradient where the activation of a value is not flat, 0 elsewhere. */
  private static FloatVector passed(
      FloatVector dy, FloatVector value, FloatVector lower, FloatVector upper) {
    VectorMask<Float> above = value.compare(VectorOperators.GT, lower);
    VectorMask<Float> inside = value.compare(VectorOperators.LT, upper, above);
    return FloatVector.zero(SPECIES).blend(dy, inside);
  }

  @Override
  public int block() {
    return B;
  }

  @Override
  public void moments(
      ByteBuffer x, int at, int pixels, float[] origin, int originAt, float[] sums) {
    FloatVector o = load(origin, originAt);
    FloatVector sum0 = FloatVector.zero(SPECIES);
    FloatVector sum1 = sum0;
    FloatVector sum2 = sum0;
    FloatVector sum3 = sum0;
    FloatVector square0 = sum0;
    FloatVector square1 = sum0;
    FloatVector square2 = sum0;
    FloatVector square3 = sum0;
    int quads = pixels / 4 * 4;
    for (int i = 0; i < quads; i += 4) {
      int p = at + i * STEP;
      FloatVector a = load(x, p).sub(o);
      FloatVector b = load(x, p + STEP).sub(o);
      FloatVector c = load(x, p + 2 * STEP).sub(o);
      FloatVector d = load(x, p + 3 * STEP).sub(o);
      sum0 = sum0.add(a);
      sum1 = sum1.add(b);
      sum2 = sum2.add(c);
      sum3 = sum3.add(d);
      square0 = a.fma(a, square0);
      square1 = b.fma(b, square1);
      square2 = c.fma(c, square2);
      square3 = d.fma(d, square3);
    }
    for (int i = quads; i < pixels; i++) {
      FloatVector a = load(x, at + i * STEP).sub(o);
      sum0 = sum0.add(a);
      square0 = a.fma(a, square0);
    }
    sum0.add(sum1).add(sum2.add(sum3)).intoArray(sums, 0);
    square0.add(square1).add(square2.add(square3)).intoArray(sums, B);
  }

  @Override
  public void activate(ByteBuffer x, int at, int pixels, Channels channels, ByteBuffer y, int to) {
    FloatVector scale = row(channels, SCALE);
    FloatVector shift = row(channels, SHIFT);
    IntVector lower = IntVector.broadcast(INTEGERS, channels.bounds().lowerBits());
    IntVector upper = IntVector.broadcast(INTEGERS, channels.bounds().upperBits());
    for (int i = 0; i < pixels; i++) {
      activated(load(x, at + i * STEP), scale, shift, lower, upper)
          .intoByteBuffer(y, to + i * STEP, ORDER);
    }
  }

  @Override
  public void activate(ByteBuffer x, int at, int pixels, Channels channels, float[] y, int to) {
    FloatVector scale = row(channels, SCALE);
    FloatVector shift = row(channels, SHIFT);
    IntVector lower = IntVector.broadcast(INTEGERS, channels.bounds().lowerBits());
    IntVector upper = IntVector.broadcast(INTEGERS, channels.bounds().upperBits());
    for (int i = 0; i < pixels; i++) {
      activated(load(x, at + i * STEP), scale, shift, lower, upper).intoArray(y, to + i * B);
    }
  }

  @Override
  public void activateAndAdd(
      ByteBuffer x, int at, int pixels, Channels channels, ByteBuffer r, ByteBuffer y, int to) {
    FloatVector scale = row(channels, SCALE);
    FloatVector shift = row(channels, SHIFT);
    IntVector lower = IntVector.broadcast(INTEGERS, channels.bounds().lowerBits());
    IntVector upper = IntVector.broadcast(INTEGERS, channels.bounds().upperBits());
    for (int i = 0; i < pixels; i++) {
      activated(load(x, at + i * STEP), scale, shift, lower, upper)
          .add(load(r, to + i * STEP))
          .intoByteBuffer(y, to + i * STEP, ORDER);
    }
  }

  @Override
  public void pool(ByteBuffer x, int at, int pixels, Channels channels, float[] sums, int to) {
    FloatVector scale = row(channels, SCALE);
    FloatVector shift = row(channels, SHIFT);
    IntVector lower = IntVector.broadcast(INTEGERS, channels.bounds().lowerBits());
    IntVector upper = IntVector.broadcast(INTEGERS, channels.bounds().upperBits());
    FloatVector sum = FloatVector.zero(SPECIES);
    for (int i = 0; i < pixels; i++) {
      sum = activated(load(x, at + i * STEP), scale, shift, lower, upper).add(sum);
    }
    sum.intoArray(sums, to);
  }

  @Override
  public void reduce(
      ByteBuffer dy, ByteBuffer x, int at, int pixels, Channels channels, float[] sums) {
    FloatVector scale = row(channels, SCALE);
    FloatVector shift = row(channels, SHIFT);
    FloatVector mean = row(channels, MEAN);
    FloatVector lower = FloatVector.broadcast(SPECIES, channels.bounds().lower());
    FloatVector upper = FloatVector.broadcast(SPECIES, channels.bounds().upper());
    FloatVector sum0 = FloatVector.zero(SPECIES);
    FloatVector sum1 = sum0;
    FloatVector centred0 = sum0;
    FloatVector centred1 = sum0;
    int pairs = pixels / 2 * 2;
    for (int i = 0; i < pairs; i += 2) {
      int p = at + i * STEP;
      FloatVector a = load(x, p);
      FloatVector b = load(x, p + STEP);
      FloatVector ga = passed(load(dy, p), a.fma(scale, shift), lower, upper);
      FloatVector gb = passed(load(dy, p + STEP), b.fma(scale, shift), lower, upper);
      sum0 = sum0.add(ga);
      sum1 = sum1.add(gb);
      centred0 = ga.fma(a.sub(mean), centred0);
      centred1 = gb.fma(b.sub(mean), centred1);
    }
    for (int i = pairs; i < pixels; i++) {
      FloatVector a = load(x, at + i * STEP);
      FloatVector ga = passed(load(dy, at + i * STEP), a.fma(scale, shift), lower, upper);
      sum0 = sum0.add(ga);
      centred0 = ga.fma(a.sub(mean), centred0);
    }
    sum0.add(sum1).intoArray(sums, 0);
    centred0.add(centred1).intoArray(sums, B);
  }

  @Override
  public void differentiate(
      ByteBuffer dy, ByteBuffer x, int at, int pixels, Channels channels, ByteBuffer dx, int to) {
    FloatVector scale = row(channels, SCALE);
    FloatVector shift = row(channels, SHIFT);
    FloatVector mean = row(channels, MEAN);
    FloatVector gradient = row(channels, GRADIENT);
    FloatVector centred = row(channels, CENTRED);
    FloatVector constant = row(channels, CONSTANT);
    FloatVector lower = FloatVector.broadcast(SPECIES, channels.bounds().lower());
    FloatVector upper = FloatVector.broadcast(SPECIES, channels.bounds().upper());
    for (int i = 0; i < pixels; i++) {
      FloatVector a = load(x, at + i * STEP);
      FloatVector g = passed(load(dy, at + i * STEP), a.fma(scale, shift), lower, upper);
      g.fma(gradient, a.sub(mean).fma(centred, constant)).intoByteBuffer(dx, to + i * STEP, ORDER);
    }
  }

  @Override
  public void differentiate(
      ByteBuffer dy, ByteBuffer x, int at, int pixels, Channels channels, float[] dx, int to) {
    FloatVector scale = row(channels, SCALE);
    FloatVector shift = row(channels, SHIFT);
    FloatVector mean = row(channels, MEAN);
    FloatVector gradient = row(channels, GRADIENT);
    FloatVector centred = row(channels, CENTRED);
    FloatVector constant = row(channels, CONSTANT);
    FloatVector lower = FloatVector.broadcast(SPECIES, channels.bounds().lower());
    FloatVector upper = FloatVector.broadcast(SPECIES, channels.bounds().upper());
    for (int i = 0; i < pixels; i++) {
      FloatVector a = load(x, at + i * STEP);
      FloatVector g = passed(load(dy, at + i * STEP), a.fma(scale, shift), lower, upper);
      g.fma(gradient, a.sub(mean).fma(centred, constant)).intoArray(dx, to + i * B);
    }
  }

  @Override
  public void bound(float[] x, int from, int pixels, Bounds bounds, ByteBuffer y, int to) {
    IntVector lower = IntVector.broadcast(INTEGERS, bounds.lowerBits());
    IntVector upper = IntVector.broadcast(INTEGERS, bounds.upperBits());
    for (int i = 0; i < pixels; i++) {
      load(x, from + i * B)
          .reinterpretAsInts()
          .max(lower)
          .min(upper)
          .reinterpretAsFloats()
          .intoByteBuffer(y, to + i * STEP, ORDER);
    }
  }

  @Override
  public void add(ByteBuffer x, int at, ByteBuffer y, int to, int floats) {
    for (int i = 0; i < floats * Float.BYTES; i += STEP) {
      load(y, to + i).add(load(x, at + i)).intoByteBuffer(y, to + i, ORDER);
    }
  }

  @Override
  public void fill(float[] values, int from, ByteBuffer y, int to, int pixels) {
    FloatVector v = load(values, from);
    for (int i = 0; i < pixels; i++) {
      v.intoByteBuffer(y, to + i * STEP, ORDER);
    }
  }
}
