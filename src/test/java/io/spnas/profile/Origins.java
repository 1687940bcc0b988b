package io.spnas.profile;

import io.spnas.config.Objective;
import io.spnas.latency.TableOrigin;
import java.util.Map;

/** Origins of tables that tests make. */
final class Origins {
  private Origins() {}

  static TableOrigin of(PackManifest pack) {
    return TableOrigin.of(pack.plan().space(), "fake", Objective.LATENCY, Map.of());
  }
}
