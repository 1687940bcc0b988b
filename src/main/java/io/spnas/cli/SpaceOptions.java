package io.spnas.cli;

import io.spnas.config.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which search space a command is about. */
final class SpaceOptions {
  @Option(
      names = {"--config", "--blocks-from"},
      paramLabel = "FILE",
      description =
          "Settings in HOCON; its section model, and input.size, make the space (default: those of reference.conf).")
  private String config;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Set a single setting over --config; may be repeated (default: none).")
  private List<String> overrides = List.of();

  @Option(
      names = "--input-size",
      paramLabel = "S",
      description = "Height and width of the images in pixels (default: input.size).")
  private Integer inputSize;

  @Option(
      names = "--width",
      paramLabel = "W",
      description = "Width multiplier (default: model.width).")
  private Double width;

  /**
   * The settings.
   *
   * @throws io.spnas.config.InvalidInputException if they can't be
   */
  Settings settings() {
    List<String> all = new ArrayList<>(overrides);
    if (inputSize != null) {
      all.add("input.size=" + inputSize);
    }
    if (width != null) {
      all.add("model.width=" + width);
    }
    return Settings.load(Optional.ofNullable(config), all);
  }
}
