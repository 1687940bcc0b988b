package io.spnas.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Settings of a search that takes seconds. */
final class SmallConfig {
  private SmallConfig() {}

  static Path write(Path directory) throws IOException {
    return Files.writeString(
        directory.resolve("small.conf"),
        """
        input { size = 16, crop-area-min = 0.9, decode-threads = 1 }
        model { classes = 4, stem-channels = 8, head-channels = 32 }
        model.blocks = [
          "r1_k3_s11_e1_i8_o8_noskip"
          "r4_k5_s22_e6_i8_o8"
          "r4_k5_s11_e6_i8_o16"
          "r4_k5_s22_e6_i16_o16"
          "r4_k5_s11_e6_i16_o24"
          "r4_k5_s11_e6_i24_o24"
          "r1_k3_s11_e6_i24_o32_noskip"
        ]
        search { steps = 40, warmup-steps = 10, global-batch = 16 }
        train { epochs = 4, global-batch = 16, warmup-epochs = 1, learning-rate = 0.25 }
        train { crop-area-min = 0.9, flip = false }
        latency.geometry = any
        collective.timeout = 20 s
        metrics.every-steps = 5
        checkpoint.every-steps = 20
        checksum.every-steps = 10
        """);
  }
}
