package io.spnas.space;

import io.spnas.config.InvalidInputException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A group of equal blocks in the notation of mobile networks, such as {@code r4_k5_s22_e6_i16_o24}:
 * repeats, kernel, stride of the first block (down and across), expansion ratio, input and output
 * channels; {@code _noskip} at the end: without residual connection.
 *
 * @param repeats number of blocks; the first has the stride, the others take output channels in
 * @param kernel depthwise kernel size, odd
 * @param stride stride of the first block
 * @param expansion expansion ratio
 * @param inChannels input channels of the first block
 * @param outChannels output channels
 * @param skip whether blocks whose input and output have the same shape are residual
 */
record BlockString(
    int repeats,
    int kernel,
    int stride,
    int expansion,
    int inChannels,
    int outChannels,
    Skip skip) {

  private static final Pattern FORM =
      Pattern.compile("r(\\d+)_k(\\d+)_s(\\d)(\\d)_e(\\d+)_i(\\d+)_o(\\d+)(_noskip)?");

  /** Whether there is a residual connection where shapes allow one. */
  enum Skip {
    RESIDUAL,
    NONE
  }

  /**
   * Reads a block string.
   *
   * @throws InvalidInputException if it is not one
   */
  static BlockString parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new InvalidInputException(
          "Invalid block string: %s, expected a form such as r4_k5_s22_e6_i16_o24", text);
    }
    if (!matcher.group(3).equals(matcher.group(4))) {
      throw new InvalidInputException(
          "Invalid block string: %s, stride s%s%s, expected the same down and across",
          text, matcher.group(3), matcher.group(4));
    }
    BlockString block =
        new BlockString(
            number(text, matcher, 1),
            number(text, matcher, 2),
            number(text, matcher, 3),
            number(text, matcher, 5),
            number(text, matcher, 6),
            number(text, matcher, 7),
            matcher.group(8) == null ? Skip.RESIDUAL : Skip.NONE);
    if (block.kernel % 2 == 0) {
      throw new InvalidInputException(
          "Invalid block string: %s, kernel k%d, expected an odd one", text, block.kernel);
    }
    return block;
  }

  private static int number(String text, Matcher matcher, int group) {
    String digits = matcher.group(group);
    if (digits.length() > 6 || Integer.parseInt(digits) == 0) {
      throw new InvalidInputException(
          "Invalid block string: %s, number %s, expected 1 to 999999", text, digits);
    }
    return Integer.parseInt(digits);
  }

  /** The group with channels at a width. */
  BlockString scaled(double width) {
    return new BlockString(
        repeats,
        kernel,
        stride,
        expansion,
        Widths.scale(inChannels, width),
        Widths.scale(outChannels, width),
        skip);
  }

  /** Block {@code index} of the group, from 0. */
  MbConv block(int index) {
    int in = index == 0 ? inChannels : outChannels;
    int blockStride = index == 0 ? stride : 1;
    boolean residual = skip == Skip.RESIDUAL && blockStride == 1 && in == outChannels;
    return new MbConv(kernel, blockStride, expansion, in, outChannels, residual);
  }

  /** All blocks of the group, in order. */
  List<MbConv> blocks() {
    return IntStream.range(0, repeats).mapToObj(this::block).toList();
  }

  /** The string of {@code repeats} blocks that follow each other, the first of which is given. */
  static BlockString of(MbConv first, int repeats) {
    boolean sameShape = first.stride() == 1 && first.inChannels() == first.outChannels();
    return new BlockString(
        repeats,
        first.kernel(),
        first.stride(),
        first.expansion(),
        first.inChannels(),
        first.outChannels(),
        sameShape && !first.residual() ? Skip.NONE : Skip.RESIDUAL);
  }

  @Override
  public String toString() {
    return String.format(
        "r%d_k%d_s%d%d_e%d_i%d_o%d%s",
        repeats,
        kernel,
        stride,
        stride,
        expansion,
        inChannels,
        outChannels,
        skip == Skip.NONE ? "_noskip" : "");
  }
}
