package io.spnas.engine;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** A layer of a multi-path network: paths side by side, and the junction that adds them up. */
final class MixedLayer implements Stage {
  private final int index;
  private final List<Path> paths;
  private final Junction junction;
  private final PathMemory memory;

  /**
   * @param index number of the layer, for messages
   * @param paths its paths
   * @param junction where they meet
   * @param memory how many may be computed in one step
   */
  MixedLayer(int index, List<Path> paths, Junction junction, PathMemory memory) {
    this.index = index;
    this.paths = paths;
    this.junction = junction;
    this.memory = memory;
  }

  /**
   * Says what becomes of each path.
   *
   * @throws IllegalArgumentException if that is not one use for each path, the memory is not for so
   *     many, or nothing is left to add up
   */
  void use(PathUse[] uses) {
    if (uses.length != paths.size()) {
      throw new IllegalArgumentException(
          String.format(
              "%d uses of paths in layer %d, expected %d", uses.length, index, paths.size()));
    }
    int active = count(uses, PathUse.ACTIVE);
    int observed = count(uses, PathUse.OBSERVED);
    if (memory == PathMemory.ONE && (active > 1 || observed > 1)) {
      throw new IllegalArgumentException(
          String.format(
              "%d active and %d observed paths in layer %d, expected one each at most",
              active, observed, index));
    }
    if (active == 0 && !junction.residual()) {
      throw new IllegalArgumentException(
          String.format(
              "No active path in layer %d, expected one: without a residual it can't be skipped",
              index));
    }
    for (int p = 0; p < uses.length; p++) {
      paths.get(p).use(uses[p]);
    }
    junction.use(outputs(PathUse.ACTIVE), outputs(PathUse.OBSERVED));
  }

  private static int count(PathUse[] uses, PathUse use) {
    return (int) Arrays.stream(uses).filter(each -> each == use).count();
  }

  private List<Activation> outputs(PathUse use) {
    return paths.stream().filter(path -> path.use() == use).map(Path::output).toList();
  }

  List<Path> paths() {
    return paths;
  }

  @Override
  public List<NetworkLayer> forward() {
    return Stream.concat(
            paths.stream().flatMap(path -> path.forward().stream()), Stream.of(junction))
        .toList();
  }

  @Override
  public List<NetworkLayer> backward() {
    return Stream.concat(
            paths.stream().flatMap(path -> path.backward().stream()), Stream.of(junction))
        .toList();
  }
}
