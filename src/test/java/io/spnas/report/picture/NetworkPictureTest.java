package io.spnas.report.picture;

import static org.assertj.core.api.Assertions.assertThat;

import io.spnas.config.Settings;
import io.spnas.report.ExampleRun;
import io.spnas.space.Architecture;
import io.spnas.space.MbConv;
import io.spnas.space.NamedNetworks;
import io.spnas.space.NetworkShape;
import io.spnas.space.Operation;
import io.spnas.space.SearchSpace;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

class NetworkPictureTest {
  private static Architecture random(Settings settings, long seed) {
    return Architecture.random(
        SearchSpace.of(settings.input(), settings.model()), new SplittableRandom(seed));
  }

  static Stream<String> names() {
    return NamedNetworks.names().stream();
  }

  @ParameterizedTest
  @MethodSource("names")
  void blocksAreAsHighAsKernelsAndAsWideAsExpansions(String name) throws Exception {
    NetworkShape shape = NamedNetworks.named(name);
    Drawing drawing = new Drawing(NetworkPicture.svg(shape, name, Layout.WIDE));
    List<Element> blocks = drawing.of("block");
    assertThat(blocks).hasSameSizeAs(shape.blocks());
    double tap = Drawing.number(blocks.get(0), "height") / shape.blocks().get(0).kernel();
    double ratio = Drawing.number(blocks.get(0), "width") / shape.blocks().get(0).expansion();
    for (int i = 0; i < blocks.size(); i++) {
      MbConv block = shape.blocks().get(i);
      assertThat(Drawing.number(blocks.get(i), "height")).isEqualTo(tap * block.kernel());
      assertThat(Drawing.number(blocks.get(i), "width")).isEqualTo(ratio * block.expansion());
    }
    assertThat(drawing.of("residual"))
        .hasSize((int) shape.blocks().stream().filter(MbConv::residual).count());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void skippedLayersAreGhosts(long seed) throws Exception {
    Architecture network = random(Settings.parse(""), seed);
    Drawing drawing = new Drawing(NetworkPicture.svg(network, "found", Layout.NARROW));
    long skipped = network.operations().stream().filter(Operation.SKIP::equals).count();
    assertThat(drawing.of("skipped")).hasSize((int) skipped);
    assertThat(drawing.of("block")).hasSize(network.network().blocks().size());
    assertThat(drawing.texts()).filteredOn("skip"::equals).hasSize((int) skipped);
    assertThat(drawing.root().getAttribute("aria-label")).contains(skipped + " layers are skipped");
  }

  @ParameterizedTest
  @EnumSource(Layout.class)
  void longStagesBreakAndNothingLeavesThePicture(Layout layout) throws Exception {
    Architecture network = random(ExampleRun.settings(60), 9);
    Drawing drawing = new Drawing(NetworkPicture.svg(network, "found", layout));
    assertThat(drawing.of("block"))
        .allSatisfy(
            block ->
                assertThat(Drawing.number(block, "x") + Drawing.number(block, "width"))
                    .isBetween(0.0, (double) layout.width()));
    assertThat(drawing.of("block"))
        .allSatisfy(
            block ->
                assertThat(Drawing.number(block, "y") + Drawing.number(block, "height"))
                    .isLessThan(Drawing.number(drawing.root(), "height")));
  }

  @Test
  void aNetworkOfOneLayerIsDrawn() throws Exception {
    Architecture network = random(ExampleRun.settings(1), 1);
    assertThat(new Drawing(NetworkPicture.svg(network, "found", Layout.WIDE)).of("block"))
        .hasSize(2);
  }
}
