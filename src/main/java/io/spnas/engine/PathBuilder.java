package io.spnas.engine;

import io.spnas.engine.LayerFactory.BlockMaps;
import io.spnas.engine.LayerFactory.BlockWeights;
import io.spnas.engine.LayerFactory.Maps;
import io.spnas.engine.NativeTensor.Geometry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Builds blocks, alone or as paths of a layer, over memory of their own or memory they share. */
final class PathBuilder {
  private final LayerFactory factory;
  private final Site site;

  /** Gradients inside a block: of what the expansion, and of what the depthwise part computes. */
  private final SharedRoom expanded;

  private final SharedRoom filtered;

  PathBuilder(LayerFactory factory, Site site) {
    this.factory = factory;
    this.site = site;
    this.expanded = new SharedRoom(site.arena());
    this.filtered = new SharedRoom(site.arena());
  }

  /** Makes room for gradients in the place of an expansion's. */
  void reserveExpanded(Geometry geometry) {
    expanded.reserve(floats(geometry));
  }

  /** Makes room for the gradients inside a block. */
  void reserve(BlockShapes block) {
    if (block.expand() != null) {
      reserveExpanded(block.expand().out());
    }
    filtered.reserve(floats(block.depthwise().out()));
  }

  private long floats(Geometry geometry) {
    return (long) site.batch() * geometry.imageFloats();
  }

  /** Gradients in the place of an expansion's. */
  NativeTensor expandedGradient(Geometry geometry) {
    return factory.maps(expanded, geometry);
  }

  /** A block with memory of its own. */
  Branch own(String name, BlockShapes shapes, Source input, Activation output) {
    WeightRooms rooms = factory.ownRooms();
    DepthwiseWeights depthwise = factory.depthwiseWeights(name + ".depthwise", shapes.depthwise());
    BlockWeights weights = weights(name, shapes, depthwise, rooms, rooms);
    BlockMaps maps = maps(shapes, site.arena(), site.arena());
    return factory.branch(name, shapes, weights, maps, input, output, Passes.BOTH);
  }

  /**
   * Paths of which any number is computed in a step.
   *
   * @param names of their blocks
   * @param input what all of them read
   * @param gradient of the sum of their outputs
   */
  List<Path> all(
      List<String> names, List<BlockShapes> shapes, Source input, NativeTensor gradient) {
    List<Path> paths = new ArrayList<>();
    int fork = factory.depth();
    for (int p = 0; p < shapes.size(); p++) {
      factory.returnTo(fork);
      Maps maps = new Maps(factory.maps(gradient.geometry()), gradient);
      Activation output = factory.linear(names.get(p) + ".project", maps, null, null);
      Branch branch = own(names.get(p), shapes.get(p), input, output);
      paths.add(new Path(names.get(p), branch, branch, site.layout(), site.buffers()));
    }
    return paths;
  }

  /**
   * Paths of which one is computed in both passes and another one forward only; see {@link #all}.
   * The latter's maps lie where the gradients inside blocks will: the forward pass has none yet.
   */
  List<Path> one(
      List<String> names, List<BlockShapes> shapes, Source input, NativeTensor gradient) {
    Largest rooms = new Largest(shapes);
    Maps active = new Maps(factory.maps(gradient.geometry()), gradient);
    Maps observed = new Maps(factory.maps(gradient.geometry()), gradient);
    List<Path> paths = new ArrayList<>();
    int fork = factory.depth();
    for (int p = 0; p < shapes.size(); p++) {
      String name = names.get(p);
      BlockShapes path = shapes.get(p);
      DepthwiseWeights depthwise = factory.depthwiseWeights(name + ".depthwise", path.depthwise());
      factory.returnTo(fork);
      Branch trained =
          factory.branch(
              name,
              path,
              weights(name, path, depthwise, rooms.expand, rooms.project),
              maps(path, rooms.expanded, rooms.filtered),
              input,
              factory.linear(name + ".project", active, null, null),
              Passes.BOTH);
      factory.returnTo(fork);
      Branch passing =
          factory.branch(
              name,
              path,
              weights(name, path, depthwise, rooms.observedExpand, rooms.observedProject),
              passingMaps(path),
              input,
              factory.linear(name + ".project", observed, null, null),
              Passes.FORWARD);
      paths.add(new Path(name, trained, passing, site.layout(), site.buffers()));
    }
    return paths;
  }

  /** Memory that is enough for any path of a layer. */
  private final class Largest {
    final SharedRoom expanded = new SharedRoom(site.arena());
    final SharedRoom filtered = new SharedRoom(site.arena());
    final WeightRooms expand;
    final WeightRooms observedExpand;
    final WeightRooms project;
    final WeightRooms observedProject;

    Largest(List<BlockShapes> shapes) {
      long expandWeights = 0;
      long projectWeights = 0;
      for (BlockShapes path : shapes) {
        if (path.expand() != null) {
          expanded.reserve(floats(path.expand().out()));
          expandWeights = Math.max(expandWeights, path.expand().packedWeights());
        }
        filtered.reserve(floats(path.depthwise().out()));
        projectWeights = Math.max(projectWeights, path.project().packedWeights());
      }
      expand = shared(expandWeights, site.threads());
      observedExpand = shared(expandWeights, 0);
      project = shared(projectWeights, site.threads());
      observedProject = shared(projectWeights, 0);
    }

    private WeightRooms shared(long floats, int sums) {
      SharedRoom[] rooms = new SharedRoom[2 + sums];
      for (int i = 0; i < rooms.length; i++) {
        rooms[i] = new SharedRoom(site.arena());
        rooms[i].reserve(floats);
      }
      return new WeightRooms(rooms[0], rooms[1], Arrays.copyOfRange(rooms, 2, rooms.length));
    }
  }

  private BlockWeights weights(
      String name,
      BlockShapes shapes,
      DepthwiseWeights depthwise,
      WeightRooms expand,
      WeightRooms project) {
    return new BlockWeights(
        shapes.expand() == null ? null : factory.weights(name + ".expand", shapes.expand(), expand),
        depthwise,
        factory.weights(name + ".project", shapes.project(), project));
  }

  private BlockMaps maps(BlockShapes shapes, Room wide, Room deep) {
    Maps expansion = null;
    if (shapes.expand() != null) {
      Geometry geometry = shapes.expand().out();
      expansion = new Maps(factory.maps(wide, geometry), factory.maps(expanded, geometry));
    }
    Geometry geometry = shapes.depthwise().out();
    return new BlockMaps(
        expansion, new Maps(factory.maps(deep, geometry), factory.maps(filtered, geometry)));
  }

  private BlockMaps passingMaps(BlockShapes shapes) {
    Maps expansion =
        shapes.expand() == null
            ? null
            : new Maps(factory.maps(expanded, shapes.expand().out()), null);
    return new BlockMaps(
        expansion, new Maps(factory.maps(filtered, shapes.depthwise().out()), null));
  }
}
