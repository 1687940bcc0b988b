package io.spnas.bench;

import io.spnas.engine.LayerPass;
import io.spnas.engine.LayerTime;
import java.util.List;
import java.util.Locale;

/** Layers that compute alike. */
enum LayerKind {
  EXPAND,
  DEPTHWISE,
  PROJECT,
  /** The stem, the head and what pools its output. */
  OTHER;

  private static LayerKind of(String layer) {
    String part = layer.substring(layer.lastIndexOf('.') + 1);
    return switch (part) {
      case "expand" -> EXPAND;
      case "depthwise" -> DEPTHWISE;
      case "project" -> PROJECT;
      default -> OTHER;
    };
  }

  /** All layers of this kind, one after the other. */
  LayerTime sum(List<LayerTime> layers) {
    LayerPass forward = LayerPass.NONE;
    LayerPass backward = LayerPass.NONE;
    for (LayerTime layer : layers) {
      if (of(layer.name()) == this) {
        forward = forward.plus(layer.forward());
        backward = backward.plus(layer.backward());
      }
    }
    return new LayerTime(label(), forward, backward);
  }

  private String label() {
    return this == OTHER ? "stem, head, pool" : name().toLowerCase(Locale.ROOT);
  }
}
