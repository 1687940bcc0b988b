package io.spnas.space;

import io.spnas.config.InvalidInputException;
import java.util.ArrayList;
import java.util.List;

/** Block strings of a whole network: groups that follow each other, from the stem to the head. */
final class BlockStrings {
  private BlockStrings() {}

  /**
   * Reads the groups of a network.
   *
   * @param texts the block strings, in order
   * @param stemChannels what the first group takes
   * @param where the strings stand, for messages
   * @param stem where the stem's channels stand, for messages
   * @throws InvalidInputException if one is no block string, or takes other channels than the one
   *     before it gives
   */
  static List<BlockString> parse(List<String> texts, int stemChannels, String where, String stem) {
    List<BlockString> groups = new ArrayList<>();
    int channels = stemChannels;
    String before = stem;
    for (String text : texts) {
      BlockString group = BlockString.parse(text);
      if (group.inChannels() != channels) {
        throw new InvalidInputException(
            "Invalid %s: %s takes %d channels, but %s gives %d",
            where, text, group.inChannels(), before, channels);
      }
      groups.add(group);
      channels = group.outChannels();
      before = text;
    }
    return groups;
  }

  /** The strings of blocks; equal blocks that follow each other form one group. */
  static List<String> of(List<MbConv> blocks) {
    List<String> strings = new ArrayList<>();
    int first = 0;
    for (int i = 1; i <= blocks.size(); i++) {
      if (i == blocks.size() || !continues(blocks.get(first), blocks.get(i))) {
        strings.add(BlockString.of(blocks.get(first), i - first).toString());
        first = i;
      }
    }
    return strings;
  }

  private static boolean continues(MbConv first, MbConv next) {
    return next.equals(
            new MbConv(
                first.kernel(),
                1,
                first.expansion(),
                first.outChannels(),
                first.outChannels(),
                true))
        && (first.residual() || first.stride() > 1 || first.inChannels() != first.outChannels());
  }
}
