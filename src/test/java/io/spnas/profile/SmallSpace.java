package io.spnas.profile;

import io.spnas.config.Settings;

/** A narrow space of 32 px with two searchable groups. */
public final class SmallSpace {
  public static final String CONFIG =
      """
      input.size = 32
      model { classes = 4, stem-channels = 8, head-channels = 32 }
      model.blocks = [
        "r1_k3_s11_e1_i8_o8_noskip"
        "r2_k5_s22_e6_i8_o8"
        "r2_k5_s22_e6_i8_o16"
        "r1_k3_s11_e6_i16_o24_noskip"
      ]
      """;

  private SmallSpace() {}

  /** Its models, one image at a time. */
  public static PackManifest pack() {
    return PackManifest.of(Settings.parse(CONFIG), 1);
  }
}
