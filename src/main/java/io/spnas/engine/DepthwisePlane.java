package io.spnas.engine;

import io.spnas.engine.NativeTensor.Geometry;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * A depthwise convolution of one plane, [H, W, B], in arrays with borders of zeros: at stride s and
 * padding p = K / 2
 *
 * <pre>
 *   y[h, w]  = sum over i, j of x[h s + i - p, w s + j - p] * kernel[i, j]
 *   dkernel[i, j] = sum over h, w of x[h s + i - p, w s + j - p] * dy[h, w]
 *   dx       = the transpose of y, applied to dy
 * </pre>
 */
final class DepthwisePlane {
  /** Rows end in zeros that the loops may read when they compute some columns too many. */
  private static final int SPARE = RowKernels.COLUMNS - 1;

  private final RowKernels rows;
  private final int size;
  private final int pad;
  private final int stride;
  private final int block;
  private final Geometry in;
  private final Geometry out;
  private final int inRow;
  private final int outRow;
  private final float[] input;
  private final float[] gradient;
  private final float[] line;
  private final float[] zeros;
  private final float[] planeSums;

  /**
   * @param shape the convolution; stride 1 or 2
   * @param rows loops for its kernel size
   */
  DepthwisePlane(ConvolutionShape shape, RowKernels rows) {
    this(shape, rows, true);
  }

  /** A plane that computes y alone; see {@link #DepthwisePlane}. */
  static DepthwisePlane forwardOnly(ConvolutionShape shape, RowKernels rows) {
    return new DepthwisePlane(shape, rows, false);
  }

  private DepthwisePlane(ConvolutionShape shape, RowKernels rows, boolean gradients) {
    this.rows = rows;
    this.size = shape.kernel();
    this.pad = shape.padding();
    this.stride = shape.stride();
    this.in = shape.in();
    this.out = shape.out();
    this.block = in.block();
    this.inRow = (in.width() + 2 * pad + SPARE) * block;
    this.outRow = stride == 1 ? inRow : (out.width() + 2 * pad + SPARE) * block;
    this.input = new float[(in.height() + 2 * pad + stride) * inRow + 2 * SPARE * block];
    this.gradient = new float[gradients ? (out.height() + 2 * pad) * outRow : 0];
    this.line = new float[(in.width() + 2 * pad + 2 * SPARE) * block];
    this.zeros = new float[line.length];
    this.planeSums = new float[size * size * block];
    if (stride > 2) {
      throw new UnsupportedOperationException("Stride " + stride + ", expected 1 or 2");
    }
  }

  /** Floats of a plane's arrays, at most. */
  static long floats(Geometry in, Geometry out, int kernel, int stride) {
    int border = 2 * (kernel / 2) + 2 * SPARE;
    long wide = (long) in.width() + border;
    long rows = in.height() + out.height() + 2L * border + stride;
    return (wide * rows + (long) kernel * kernel) * in.block();
  }

  /** x, with its border. */
  float[] input() {
    return input;
  }

  /** Where a row of x begins. */
  int inputAt(int row) {
    return (row + pad) * inRow + pad * block;
  }

  /** dy, with a border. */
  float[] gradient() {
    return gradient;
  }

  /** Where a row of dy begins. */
  int gradientAt(int row) {
    return (row + pad) * outRow + pad * block;
  }

  /** Takes a row of x from native memory, where it begins at an address. */
  void readInputRow(int row, long address) {
    NativeMemory.read(address, input, inputAt(row), in.width() * block);
  }

  /** The row of y that was computed last. */
  float[] line() {
    return line;
  }

  /** Floats of a row of y, with those behind it that the loops compute too. */
  int lineFloats() {
    return line.length;
  }

  /**
   * Computes y of x into native memory.
   *
   * @param inputRow brings a row of x: just before it is needed, so that it is still in the cache
   */
  void forward(IntConsumer inputRow, float[] kernel, int at, long address) {
    int length = out.width() * block;
    forward(
        inputRow,
        kernel,
        at,
        zeros,
        0,
        out.height(),
        h -> NativeMemory.write(line, 0, NativeMemory.at(address, (long) h * length), length));
  }

  /**
   * Computes some rows of y.
   *
   * @param inputRow brings a row of x; see above
   * @param start what is added to each row of y, {@link #lineFloats} values
   * @param first first row of y
   * @param end end of the rows of y, exclusive
   * @param outputRow takes a row of y out of {@link #line}
   */
  void forward(
      IntConsumer inputRow,
      float[] kernel,
      int at,
      float[] start,
      int first,
      int end,
      IntConsumer outputRow) {
    int read = Math.max(0, first * stride - pad);
    for (int h = first; h < end; h++) {
      for (; read < Math.min(in.height(), h * stride + size - pad); read++) {
        inputRow.accept(read);
      }
      for (int i = 0; i < size; i++) {
        int x = (h * stride + i) * inRow;
        float[] from = i == 0 ? start : line;
        rows.convolve(input, x, stride, kernel, at + i * size * block, from, line, out.width());
      }
      outputRow.accept(h);
    }
  }

  /**
   * Computes dx of dy into native memory.
   *
   * @param gradientRow brings a row of dy; all rows are brought
   * @param kernel weights, turned around where the stride is 1
   */
  void backward(IntConsumer gradientRow, float[] kernel, int at, long address) {
    int length = in.width() * block;
    int read = 0;
    for (int h = 0; h < in.height(); h++) {
      for (; read < Math.min(out.height(), (h + pad) / stride + 1); read++) {
        gradientRow.accept(read);
      }
      int from = stride == 1 ? convolveBack(h, kernel, at) : spread(h, kernel, at);
      NativeMemory.write(line, from, NativeMemory.at(address, (long) h * length), length);
    }
  }

  private int convolveBack(int row, float[] kernel, int at) {
    for (int i = 0; i < size; i++) {
      int g = (row + i) * outRow;
      float[] from = i == 0 ? zeros : line;
      rows.convolve(gradient, g, 1, kernel, at + i * size * block, from, line, in.width());
    }
    return 0;
  }

  private int spread(int row, float[] kernel, int at) {
    int pairs = (in.width() + pad + 1) / 2;
    float[] from = zeros;
    // Rows of dy that this row of x went into, with the kernel's row that met it. One outside the
    // map is zeros.
    for (int i = (row + pad) % 2; i < size; i += 2) {
      int h = Math.floorDiv(row + pad - i, 2);
      rows.spread(gradient, gradientAt(h), kernel, at + i * size * block, from, line, pairs);
      from = line;
    }
    if (from == zeros) {
      Arrays.fill(line, 0f);
    }
    return pad * block;
  }

  /**
   * Adds dkernel of x and dy to sums, [K, K, B] from an index on.
   *
   * @param inputRow brings a row of x; dy is there already
   */
  void addWeightGradient(IntConsumer inputRow, double[] sums, int at) {
    for (int h = 0; h < in.height(); h++) {
      inputRow.accept(h);
    }
    Arrays.fill(planeSums, 0f);
    if (stride == 1) {
      // Rows of x and dy have the same length: the whole plane is one row to the loop, as short
      // ones would cost more to begin than to sum. The columns in between are zeros.
      int columns = (out.height() - 1) * (inRow / block) + out.width();
      correlate(0, gradientAt(0), columns);
    } else {
      for (int h = 0; h < out.height(); h++) {
        correlate(h * stride * inRow, gradientAt(h), out.width());
      }
    }
    // Sums of one plane in fp32, of the batch in double: as exact as it is fast.
    for (int i = 0; i < planeSums.length; i++) {
      sums[at + i] += planeSums[i];
    }
  }

  private void correlate(int x, int g, int columns) {
    for (int i = 0; i < size; i++) {
      rows.correlate(
          input, x + i * inRow, stride, gradient, g, columns, planeSums, i * size * block);
    }
  }
}
