package io.spnas.profile;

import io.spnas.latency.LatencyTable;
import io.spnas.latency.TableOrigin;
import io.spnas.space.Architecture;
import io.spnas.space.Layer;
import io.spnas.space.MbConv;
import io.spnas.space.NetworkShape;
import io.spnas.space.Operation;
import io.spnas.space.SearchSpace;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is measured to fill the table of a space, and how the table follows from it.
 *
 * <p>A block can't be run alone: runtimes reorder what comes in and goes out, and a call has a
 * price of its own. So each block is put between a small stem and a small head, and what these take
 * without it, the frame, is taken off. Blocks that compute the same are measured once. Some whole
 * networks are measured too, and tell what a block takes more inside a network ({@link
 * Correction}).
 */
public final class ProfilePlan {
  /** Channels of a frame's head, and its classes: as few as one vector of the processor holds. */
  private static final int FRAME_CHANNELS = 8;

  private final SearchSpace space;
  private final Map<String, Probe> probes = new LinkedHashMap<>();
  private final List<Part> base = new ArrayList<>();
  private final List<Map<Operation, Part>> layers = new ArrayList<>();
  private final Map<String, Architecture> calibration = new LinkedHashMap<>();

  /**
   * A part's time is that of a probe without that of another.
   *
   * @param whole name of the probe
   * @param frame name of the other; null if the time counts as it is
   */
  private record Part(String whole, String frame) {
    Timing of(Map<String, Timing> timings) {
      Timing time = timings.get(whole);
      return frame == null ? time : time.minus(timings.get(frame));
    }
  }

  private ProfilePlan(SearchSpace space) {
    this.space = space;
    NetworkShape supernet = space.supernet();
    int size = strided(space.inputSize(), supernet.stemStride());
    List<Layer> all = space.allLayers();
    int leading = 0;
    while (!all.get(leading).searchable()) {
      leading++;
    }
    size = addEntrance(supernet, all.subList(0, leading), size);
    for (Layer layer : all.subList(leading, all.size())) {
      if (layer.searchable()) {
        Map<Operation, Part> parts = new EnumMap<>(Operation.class);
        for (Operation operation : Operation.values()) {
          if (operation != Operation.SKIP) {
            parts.put(operation, block(operation.applied(layer.block()), size));
          }
        }
        layers.add(parts);
      } else {
        base.add(block(layer.block(), size));
      }
      size = strided(size, layer.block().stride());
    }
    addExit(supernet, size);
    for (Architecture network : CalibrationNetworks.of(space)) {
      String name = "network_" + calibration.size();
      calibration.put(name, network);
      add(name, network.network());
    }
  }

  /** The plan of a space. */
  public static ProfilePlan of(SearchSpace space) {
    return new ProfilePlan(space);
  }

  /** Stem and fixed layers behind it, as one; the price of the call is in it. */
  private int addEntrance(NetworkShape supernet, List<Layer> fixed, int size) {
    List<MbConv> blocks = fixed.stream().map(Layer::block).toList();
    NetworkShape entrance =
        new NetworkShape(
            supernet.inputSize(),
            supernet.stemChannels(),
            supernet.stemStride(),
            blocks,
            FRAME_CHANNELS,
            FRAME_CHANNELS,
            supernet.activation());
    base.add(new Part(add("entrance", entrance), null));
    int out = size;
    for (MbConv block : blocks) {
      out = strided(out, block.stride());
    }
    return out;
  }

  private void addExit(NetworkShape supernet, int size) {
    int channels = supernet.blocks().get(supernet.blocks().size() - 1).outChannels();
    NetworkShape exit =
        new NetworkShape(
            size,
            channels,
            1,
            List.of(),
            supernet.headChannels(),
            supernet.classes(),
            supernet.activation());
    base.add(new Part(add("exit", exit), frame(channels, size)));
  }

  private Part block(MbConv block, int size) {
    String name =
        String.format(
            "block_k%d_s%d_e%d_i%d_o%d%s_%dpx",
            block.kernel(),
            block.stride(),
            block.expansion(),
            block.inChannels(),
            block.outChannels(),
            block.residual() ? "_residual" : "",
            size);
    return new Part(
        add(name, framed(block.inChannels(), size, List.of(block))),
        frame(block.inChannels(), size));
  }

  private String frame(int channels, int size) {
    return add("frame_c" + channels + "_" + size + "px", framed(channels, size, List.of()));
  }

  private NetworkShape framed(int channels, int size, List<MbConv> blocks) {
    return new NetworkShape(
        size, channels, 1, blocks, FRAME_CHANNELS, FRAME_CHANNELS, space.supernet().activation());
  }

  private String add(String name, NetworkShape network) {
    probes.putIfAbsent(name, new Probe(name, network));
    return name;
  }

  private static int strided(int size, int stride) {
    return (size + stride - 1) / stride;
  }

  /** The space. */
  public SearchSpace space() {
    return space;
  }

  /** What is to be measured, each with a name of its own. */
  public List<Probe> probes() {
    return List.copyOf(probes.values());
  }

  /**
   * The table that times make.
   *
   * @param name what to call it in messages
   * @param origin where the times come from
   * @param timings time of each probe, by its name
   * @throws IllegalArgumentException if one is missing
   * @throws io.spnas.config.InvalidInputException if whole networks don't take longer the longer
   *     their blocks take
   */
  public LatencyTable table(String name, TableOrigin origin, Map<String, Timing> timings) {
    for (String probe : probes.keySet()) {
      if (!timings.containsKey(probe)) {
        throw new IllegalArgumentException("No time of " + probe);
      }
    }
    Correction correction = correction(timings);
    List<LatencyTable.Row> rows = new ArrayList<>();
    int next = 0;
    for (Layer layer : space.allLayers()) {
      Map<Operation, Double> costs = new EnumMap<>(Operation.class);
      Map<Operation, Double> spreads = new EnumMap<>(Operation.class);
      if (layer.searchable()) {
        layers
            .get(next++)
            .forEach(
                (operation, part) -> {
                  Timing time = correction.of(part.of(timings));
                  costs.put(operation, time.median());
                  spreads.put(operation, time.spread());
                });
      }
      rows.add(new LatencyTable.Row(layer.index(), layer.searchable(), costs, spreads));
    }
    return new LatencyTable(
        name, with(origin, correction), correction.base(baseSum(timings)), rows);
  }

  private double baseSum(Map<String, Timing> timings) {
    return base.stream().mapToDouble(part -> part.of(timings).median()).sum();
  }

  private Correction correction(Map<String, Timing> timings) {
    double[] sums = calibration.values().stream().mapToDouble(n -> sum(n, timings)).toArray();
    double[] times =
        calibration.keySet().stream().mapToDouble(name -> timings.get(name).median()).toArray();
    return Correction.fit(sums, times);
  }

  private double sum(Architecture network, Map<String, Timing> timings) {
    double sum = baseSum(timings);
    for (int i = 0; i < layers.size(); i++) {
      Operation operation = network.operations().get(i);
      if (operation != Operation.SKIP) {
        sum += layers.get(i).get(operation).of(timings).median();
      }
    }
    return sum;
  }

  private static TableOrigin with(TableOrigin origin, Correction correction) {
    Map<String, String> measured = new LinkedHashMap<>(origin.measured());
    measured.put("correction", correction.words());
    return new TableOrigin(
        origin.device(),
        origin.objective(),
        origin.inputSize(),
        origin.width(),
        origin.blocks(),
        measured);
  }
}
