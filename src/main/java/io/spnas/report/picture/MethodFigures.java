package io.spnas.report.picture;

import io.spnas.space.Operation;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/** Figures of search methods side by side, each as an SVG element. */
public final class MethodFigures {
  private static final int TICKS = 6;

  private final List<Method> methods;
  private final Layout layout;

  private MethodFigures(List<Method> methods, Layout layout) {
    this.methods = methods;
    this.layout = layout;
  }

  /** What a method is to the others. */
  public enum Role {
    /** What the others are compared with. */
    REFERENCE(Tone.BLUE),
    /** Another search. */
    SEARCH(Tone.ORANGE),
    /** Nothing is trained to find it: published networks, and random ones. */
    UNSEARCHED(Tone.GREY);

    private final Tone tone;

    Role(Tone tone) {
      this.tone = tone;
    }
  }

  /**
   * A method.
   *
   * @param name its name
   * @param role what it is to the others
   * @param networks what it came to so far
   * @param top1 its top-1 in words
   * @param cost the cost of its searches in words
   */
  public record Method(String name, Role role, List<Network> networks, String top1, String cost) {
    public Method {
      networks = List.copyOf(networks);
    }

    private double[] top1s() {
      return networks.stream().mapToDouble(network -> 100 * network.top1).toArray();
    }

    /** Costs that have a place on a logarithmic axis. */
    private double[] costs() {
      return networks.stream().mapToDouble(Network::coreSeconds).filter(c -> c > 0).toArray();
    }
  }

  /**
   * A network that a method found.
   *
   * @param name with which seed
   * @param top1 share of unseen images that are right, 0 to 1
   * @param milliseconds its runtime, where it is known
   * @param coreSeconds what the search took
   * @param operations of its searchable layers; none of a network that is not of the space
   */
  public record Network(
      String name,
      double top1,
      OptionalDouble milliseconds,
      double coreSeconds,
      List<Operation> operations) {
    public Network {
      operations = List.copyOf(operations);
    }
  }

  /** Figures that fit a layout. */
  public static MethodFigures of(List<Method> methods, Layout layout) {
    return new MethodFigures(List.copyOf(methods), layout);
  }

  /** Top-1 of each method's networks. */
  public String top1() {
    double[] all = all(methods.stream().map(Method::top1s).toList());
    if (all.length == 0) {
      return Note.svg(layout, "No network has been trained yet.");
    }
    double lowest = Arrays.stream(all).min().orElseThrow();
    double highest = Arrays.stream(all).max().orElseThrow();
    return DotRows.svg(
        layout,
        "Top-1 of each method's networks",
        "Top-1 by method",
        "top-1, %",
        methods.stream().map(m -> new DotRows.Row(m.name, m.top1s(), m.role.tone, m.top1)).toList(),
        AxisScale.around(lowest, highest, layout.pick(TICKS, 4)));
  }

  /** What each method's searches took. */
  public String cost() {
    double[] all = all(methods.stream().map(Method::costs).toList());
    if (all.length == 0) {
      return Note.svg(layout, "No search has taken any time yet.");
    }
    double lowest = Arrays.stream(all).min().orElseThrow();
    double highest = Arrays.stream(all).max().orElseThrow();
    return DotRows.svg(
        layout,
        "Core-seconds of each method's searches",
        "Search by method",
        "core-seconds, logarithmic",
        methods.stream().map(m -> new DotRows.Row(m.name, m.costs(), m.role.tone, m.cost)).toList(),
        LogScale.around(lowest, highest));
  }

  private static double[] all(List<double[]> values) {
    return values.stream().flatMapToDouble(DoubleStream::of).toArray();
  }

  /**
   * Accuracy against runtime, of the networks whose runtime is known.
   *
   * @param runtime whose runtimes they are, with their unit
   * @param target the runtime that was searched for, where there is one to be compared with
   */
  public String accuracyAgainstRuntime(String runtime, OptionalDouble target) {
    List<StarPicture.Star> stars =
        methods.stream().map(MethodFigures::star).filter(s -> !s.points().isEmpty()).toList();
    return stars.isEmpty()
        ? Note.svg(layout, "No network has both a runtime and an accuracy.")
        : StarPicture.svg(
            layout, "Top-1 on unseen images against runtime", runtime, "Top-1, %", stars, target);
  }

  private static StarPicture.Star star(Method method) {
    return new StarPicture.Star(
        method.name,
        method.role.tone,
        method.networks.stream()
            .filter(network -> network.milliseconds.isPresent())
            .map(n -> new StarPicture.Point(n.milliseconds.getAsDouble(), 100 * n.top1))
            .toList());
  }

  /** Operations of the networks that are of the space. */
  public String operations() {
    List<OperationStrips.Group> groups =
        methods.stream()
            .map(method -> new OperationStrips.Group(method.name, strips(method)))
            .filter(group -> !group.networks().isEmpty())
            .toList();
    return groups.isEmpty()
        ? Note.svg(layout, "No network of the space has been found yet.")
        : OperationStrips.svg(layout, "Operations of the networks found, by layer", groups);
  }

  private static List<OperationStrips.Network> strips(Method method) {
    return method.networks.stream()
        .filter(network -> !network.operations.isEmpty())
        .map(network -> new OperationStrips.Network(network.name, network.operations))
        .toList();
  }
}
