package io.spnas.report.picture;

import io.spnas.report.picture.Svg.Anchor;
import io.spnas.report.picture.Svg.Type;
import io.spnas.space.Operation;
import java.util.List;

/**
 * Draws the operations of many networks as strips, one under another and a cell for each searchable
 * layer: coloured by kernel, as high as the expansion, hollow where the layer is skipped.
 */
final class OperationStrips {
  private static final int KEY = 30;
  private static final int NUMBERS = 18;
  private static final int PITCH = 18;
  private static final int GROUP_GAP = 12;
  private static final int HIGH = 13;
  private static final double LETTER = 6.7;

  /**
   * Networks under one name.
   *
   * @param name of the group
   * @param networks its networks
   */
  record Group(String name, List<Network> networks) {}

  /**
   * A network.
   *
   * @param name within its group
   * @param operations of its searchable layers
   */
  record Network(String name, List<Operation> operations) {}

  private final Layout layout;
  private final List<Group> groups;
  private final double left;
  private final double pitch;
  private final Svg svg;

  private OperationStrips(Layout layout, String title, List<Group> groups) {
    this.layout = layout;
    this.groups = groups;
    int longest =
        groups.stream()
            .flatMap(group -> group.networks.stream())
            .mapToInt(network -> network.name.length())
            .max()
            .orElse(0);
    int name = groups.stream().mapToInt(group -> group.name.length()).max().orElse(0);
    this.left = LETTER * layout.pick(name + longest + 3, longest) + 10;
    int layers =
        groups.stream()
            .flatMap(group -> group.networks.stream())
            .mapToInt(network -> network.operations.size())
            .max()
            .orElse(1);
    this.pitch = Math.min(28, (layout.width() - left) / layers);
    double height = KEY + NUMBERS;
    for (Group group : groups) {
      height += height(group);
    }
    this.svg = new Svg(layout.width(), (int) Math.ceil(height), title, words(groups));
    numbers(layers);
  }

  /** Draws networks, of which there is at least one. */
  static String svg(Layout layout, String title, List<Group> groups) {
    return new OperationStrips(layout, title, groups).draw();
  }

  private static String words(List<Group> groups) {
    StringBuilder words = new StringBuilder();
    for (Group group : groups) {
      for (Network network : group.networks) {
        words
            .append(group.name + ", " + network.name + ": ")
            .append(String.join(" ", network.operations.stream().map(Operation::label).toList()))
            .append(". ");
      }
    }
    return words.toString().strip();
  }

  private double height(Group group) {
    return layout.pick(0, PITCH) + group.networks.size() * PITCH + GROUP_GAP;
  }

  private String draw() {
    key();
    double top = KEY + NUMBERS;
    for (Group group : groups) {
      svg.text(0, top + 11, group.name, Type.PLAIN.size(11).bold());
      double first = top + layout.pick(0, PITCH);
      for (int i = 0; i < group.networks.size(); i++) {
        network(group, group.networks.get(i), first + i * PITCH);
      }
      top += height(group);
    }
    return svg.end();
  }

  private void numbers(int layers) {
    for (int layer = 0; layer < layers; layer++) {
      if (layer == 0 || (layer + 1) % 5 == 0) {
        svg.text(
            left + (layer + 0.5) * pitch,
            KEY + 10,
            String.valueOf(layer + 1),
            Type.QUIET.size(11).anchor(Anchor.MIDDLE));
      }
    }
  }

  private void key() {
    double place = 0;
    for (Operation operation : Operation.values()) {
      operation(operation, place, 4, 12);
      svg.text(place + 17, 14, operation.label(), Type.QUIET.size(11));
      place += layout.pick(78, 64);
    }
  }

  private void network(Group group, Network network, double top) {
    svg.text(left - 10, top + 11, network.name, Type.QUIET.size(11).anchor(Anchor.END));
    for (int i = 0; i < network.operations.size(); i++) {
      Operation operation = network.operations.get(i);
      svg.group(
          String.format(
              "%s, %s, searchable layer %d: %s",
              group.name, network.name, i + 1, operation.label()));
      operation(operation, left + i * pitch, top, pitch - 2);
      svg.endGroup();
    }
  }

  private void operation(Operation operation, double x, double top, double width) {
    if (operation == Operation.SKIP) {
      double middle = top + HIGH / 2.0;
      Paint paint = Paint.stroke(Tone.GREY, 1.25).named("skipped");
      svg.line(x + width / 4, middle, x + 3 * width / 4, middle, paint);
      return;
    }
    double height = HIGH * operation.expansion() / 6.0;
    Paint paint = Paint.fill(NetworkBlock.tone(operation.kernel())).faded(0.75).named("operation");
    svg.rectangle(x, top + HIGH - height, width, height, 1.5, paint);
  }
}
