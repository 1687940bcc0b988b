package io.spnas.latency;

import static org.assertj.core.api.Assertions.assertThat;

import io.spnas.config.InvalidInputException;
import io.spnas.config.Objective;
import io.spnas.space.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged files of tables: what loads is a whole table, everything else is refused in one line. */
class MutatedTableTest {
  private static final int ROUNDS = 3000;

  @TempDir private Path directory;

  private static byte[] damaged(byte[] whole, SplittableRandom random) {
    byte[] bytes = whole.clone();
    if (random.nextInt(4) == 0) {
      return Arrays.copyOf(bytes, random.nextInt(bytes.length));
    }
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      int at = random.nextInt(bytes.length);
      bytes[at] =
          random.nextBoolean()
              ? (byte) random.nextInt()
              : (byte) "0123456789-.e\"{}[]:,nt".charAt(random.nextInt(22));
    }
    return bytes;
  }

  @Test
  void loadsWholeOrIsRefused() throws IOException {
    byte[] whole = ComputedTables.of(Objective.MULTIPLY_ADDS, Tables.space()).json().getBytes();
    SplittableRandom random = new SplittableRandom(1);
    Path file = directory.resolve("t.json");
    int refused = 0;
    for (int i = 0; i < ROUNDS; i++) {
      Files.write(file, damaged(whole, random));
      try {
        assertWhole(LatencyTable.load(file.toString()));
      } catch (InvalidInputException e) {
        assertThat(e.getMessage()).contains("t.json").doesNotContain("\n");
        refused++;
      }
    }
    assertThat(refused).isBetween(ROUNDS / 4, ROUNDS - 1);
  }

  private static void assertWhole(LatencyTable table) {
    assertThat(table.base()).isBetween(0.0, 1e9);
    for (LatencyTable.Row row : table.searchable()) {
      assertThat(row.costs()).hasSize(Operation.values().length - 1);
      assertThat(row.costs().values()).allMatch(cost -> cost >= 0 && cost <= 1e9);
    }
  }
}
