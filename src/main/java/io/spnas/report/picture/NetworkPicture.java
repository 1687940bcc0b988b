package io.spnas.report.picture;

import io.spnas.report.picture.NetworkBlock.Choice;
import io.spnas.report.picture.Svg.Anchor;
import io.spnas.report.picture.Svg.Type;
import io.spnas.space.Architecture;
import io.spnas.space.NetworkShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Draws a network as a row of blocks, as the paper does (figure 5): as high as its kernel, as wide
 * as its expansion; brackets are residual connections, broken outlines layers that were skipped. A
 * stage, blocks of one resolution and width, stays in one row where it can.
 */
final class NetworkPicture {
  private static final int TAP = 8;
  private static final int EXPANSION = 6;
  private static final int LEAST_SLOT = 24;
  private static final int GAP = 10;
  private static final int STAGE_GAP = 6;
  private static final int HIGHEST = 7;
  private static final int HEADING = 20;
  private static final int ABOVE = 14;
  private static final int BELOW = 44;
  private static final double LETTER = 6.6;
  private static final int BRACKET = 4;

  /** Something with a place in a row. */
  private record Item(
      double width, double height, Tone tone, String over, String under, NetworkBlock block) {
    double slot() {
      return Math.max(width, LEAST_SLOT) + GAP;
    }
  }

  /** Items that should stay together, under a heading. */
  private record Stage(String heading, List<Item> items) {
    double width() {
      double wide = items.stream().mapToDouble(Item::slot).sum();
      return Math.max(wide, LETTER * heading.length()) + STAGE_GAP;
    }
  }

  private final String title;
  private final NetworkShape shape;
  private final List<NetworkBlock> blocks;

  /** Height of the highest block, px. */
  private final double highest;

  private NetworkPicture(String title, NetworkShape shape, List<NetworkBlock> blocks) {
    this.title = title;
    this.shape = shape;
    this.blocks = blocks;
    this.highest = blocks.stream().mapToDouble(block -> item(block).height).max().orElse(3 * TAP);
  }

  /** The picture of what a search found. */
  static String svg(Architecture architecture, String title, Layout layout) {
    return new NetworkPicture(title, architecture.network(), NetworkBlock.of(architecture))
        .draw(layout);
  }

  /** The picture of any network. */
  static String svg(NetworkShape shape, String title, Layout layout) {
    return new NetworkPicture(title, shape, NetworkBlock.of(shape)).draw(layout);
  }

  private List<Stage> stages() {
    List<Stage> stages = new ArrayList<>();
    stages.add(new Stage(shape.inputSize() + " px", new ArrayList<>()));
    stages.get(0).items.add(fixed(3, "stem", "3×3"));
    for (NetworkBlock block : blocks) {
      if (block.beginsStage()) {
        stages.add(
            new Stage(
                block.size() + " px, " + block.block().outChannels() + " ch", new ArrayList<>()));
      }
      stages.get(stages.size() - 1).items.add(item(block));
    }
    List<Item> end = new ArrayList<>();
    end.add(fixed(1, "head", String.valueOf(shape.headChannels())));
    end.add(fixed(1, "out", String.valueOf(shape.classes())));
    stages.add(new Stage("", end));
    return stages;
  }

  private static Item fixed(int kernel, String over, String under) {
    return new Item(2 * EXPANSION, kernel * TAP, Tone.GREY, over, under, null);
  }

  private static Item item(NetworkBlock block) {
    if (block.choice() == Choice.SKIPPED) {
      return new Item(3 * EXPANSION, 3 * TAP, Tone.GREY, "skip", "", block);
    }
    int kernel = block.block().kernel();
    return new Item(
        Math.min(block.block().expansion(), 12) * EXPANSION,
        Math.min(kernel, HIGHEST) * TAP,
        block.tone(),
        kernel + "×" + kernel,
        "e" + block.block().expansion(),
        block);
  }

  /** Rows of stages; a stage that is wider than a row is broken. */
  private static List<List<Stage>> rows(List<Stage> stages, double width) {
    List<List<Stage>> rows = new ArrayList<>();
    double used = Double.POSITIVE_INFINITY;
    for (Stage whole : stages) {
      for (Stage stage : whole.width() <= width ? List.of(whole) : broken(whole, width)) {
        if (used + stage.width() > width) {
          rows.add(new ArrayList<>());
          used = 0;
        }
        rows.get(rows.size() - 1).add(stage);
        used += stage.width();
      }
    }
    return rows;
  }

  private static List<Stage> broken(Stage stage, double width) {
    List<Stage> parts = new ArrayList<>();
    double used = Double.POSITIVE_INFINITY;
    for (Item item : stage.items) {
      if (used + item.slot() > width) {
        parts.add(new Stage(parts.isEmpty() ? stage.heading : "", new ArrayList<>()));
        used = STAGE_GAP;
      }
      parts.get(parts.size() - 1).items.add(item);
      used += item.slot();
    }
    return parts;
  }

  private String draw(Layout layout) {
    List<List<Stage>> rows = rows(stages(), layout.width());
    List<String> key = layout.pick(List.of(KEY_ONE + " " + KEY_TWO), List.of(KEY_ONE, KEY_TWO));
    int height = (int) (rows.size() * rowHeight()) + 8 + 16 * key.size();
    Svg svg = new Svg(layout.width(), height, title, words());
    for (int r = 0; r < rows.size(); r++) {
      row(svg, rows.get(r), r * rowHeight(), r + 1 < rows.size());
    }
    for (int k = 0; k < key.size(); k++) {
      svg.text(0, rows.size() * rowHeight() + 12 + 16 * k, key.get(k), Type.QUIET.size(11));
    }
    return svg.end();
  }

  private static final String KEY_ONE = "Height: kernel. Width: expansion e.";
  private static final String KEY_TWO = "Bracket: residual. Dashed: skipped. Grey: fixed.";

  private double rowHeight() {
    return HEADING + ABOVE + highest + BELOW;
  }

  private void row(Svg svg, List<Stage> stages, double top, boolean goesOn) {
    double middle = top + HEADING + ABOVE + highest / 2;
    double width = stages.stream().mapToDouble(Stage::width).sum() - STAGE_GAP;
    svg.line(0, middle, width, middle, Paint.stroke(Tone.MUTED, 1.25));
    if (goesOn) {
      String arrow = String.format(Locale.ROOT, "M%.1f %.1fl5 4l-5 4z", width, middle - 4);
      svg.path(arrow, Paint.fill(Tone.MUTED));
    }
    double left = 0;
    for (Stage stage : stages) {
      double right = left + stage.width() - STAGE_GAP;
      double place = left;
      if (!stage.heading.isEmpty()) {
        svg.line(left + 2, top + 20, right - 2, top + 20, Paint.stroke(Tone.GRID, 1));
        svg.text(left + 2, top + 14, stage.heading, Type.QUIET.size(11));
      }
      for (Item item : stage.items) {
        item(svg, item, place, middle);
        place += item.slot();
      }
      left = right + STAGE_GAP;
    }
  }

  private void item(Svg svg, Item item, double left, double middle) {
    double centre = left + item.slot() / 2;
    double x = centre - item.width / 2;
    double y = middle - item.height / 2;
    boolean skipped = item.block != null && item.block.choice() == Choice.SKIPPED;
    svg.group(item.block == null ? item.over + " " + item.under : item.block.words());
    if (skipped) {
      Paint ghost = Paint.stroke(Tone.GREY, 1.25).dashed("3 3").named("skipped");
      svg.rectangle(x, y, item.width, item.height, 3, ghost);
    } else {
      // The line through all blocks must not be seen within one.
      svg.rectangle(x, y, item.width, item.height, 3, Paint.fill(Tone.PAPER));
      Paint paint = Paint.fill(item.tone).faded(0.25);
      svg.rectangle(x, y, item.width, item.height, 3, paint);
      String kind = item.block == null ? "fixed" : "block";
      svg.rectangle(x, y, item.width, item.height, 3, Paint.stroke(item.tone, 1.5).named(kind));
    }
    if (item.block != null && item.block.block().residual() && !skipped) {
      bracket(svg, x, x + item.width, y, middle);
    }
    double below = middle + highest / 2;
    Type type = Type.PLAIN.size(11).anchor(Anchor.MIDDLE);
    svg.text(centre, below + 12, item.over, skipped ? type.tone(Tone.MUTED) : type);
    svg.text(centre, below + 26, item.under, type.tone(Tone.MUTED));
    svg.endGroup();
  }

  /** The way around a block. */
  private static void bracket(Svg svg, double left, double right, double top, double middle) {
    String path =
        String.format(
            Locale.ROOT,
            "M%.1f %.1fV%.1fq0 -4 4 -4H%.1fq4 0 4 4V%.1f",
            left - BRACKET,
            middle,
            top - 4,
            right + BRACKET - 4,
            middle);
    svg.path(path, Paint.stroke(Tone.MUTED, 1.25).named("residual"));
  }

  private String words() {
    long skipped = blocks.stream().filter(b -> b.choice() == Choice.SKIPPED).count();
    long wide =
        blocks.stream()
            .filter(b -> b.choice() == Choice.CHOSEN)
            .filter(b -> b.block().kernel() > 3)
            .count();
    return String.format(
        "Stem, %d blocks of which %d have kernels larger than 3x3, head with %d channels and a"
            + " classifier of %d classes; %d layers are skipped.",
        blocks.size() - skipped, wide, shape.headChannels(), shape.classes(), skipped);
  }
}
