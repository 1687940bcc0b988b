package io.spnas.reference;

/** What a decision compares with its threshold: the size of a block of weights. */
public enum ReferenceNorm {
  /** The L2 norm (published code). */
  L2 {
    @Override
    double of(double[] block, int weights) {
      return l2(block);
    }

    @Override
    double slope(double[] block, int weights) {
      return inverse(l2(block));
    }
  },
  /** The square of the L2 norm (paper, section 3.2). */
  SQUARED {
    @Override
    double of(double[] block, int weights) {
      return l2(block) * l2(block);
    }

    @Override
    double slope(double[] block, int weights) {
      return 2;
    }
  },
  /** The L2 norm over the square root of the number of weights. */
  RMS {
    @Override
    double of(double[] block, int weights) {
      return l2(block) / Math.sqrt(weights);
    }

    @Override
    double slope(double[] block, int weights) {
      return inverse(l2(block)) / Math.sqrt(weights);
    }
  };

  /**
   * The norm of a block.
   *
   * @param block the whole kernel with zeros outside the block
   * @param weights how many weights the block has
   */
  abstract double of(double[] block, int weights);

  /** The factor f of the norm's gradient, f * block. A zero block has gradient 0. */
  abstract double slope(double[] block, int weights);

  private static double l2(double[] block) {
    double sum = 0;
    for (double value : block) {
      sum += value * value;
    }
    return Math.sqrt(sum);
  }

  private static double inverse(double norm) {
    return norm == 0 ? 0 : 1 / norm;
  }
}
