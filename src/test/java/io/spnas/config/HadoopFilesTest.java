package io.spnas.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HadoopFilesTest {
  private static final String[] TEXTS = {"the first".repeat(500), "another".repeat(900)};

  private final Configuration hadoop = ObjectStore.register(new Configuration());

  @TempDir private java.nio.file.Path directory;

  private Path path(String scheme, String name) {
    return new Path(scheme + "://" + directory.resolve(name));
  }

  private FileSystem files(Path path) throws IOException {
    return HadoopFiles.of(path, hadoop);
  }

  private void write(Path path, String text) throws IOException {
    try (FSDataOutputStream out = files(path).create(path, true)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private String read(Path path) throws IOException {
    try (FSDataInputStream in = files(path).open(path)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", "object"})
  void replacesOrMakesAFile(String scheme) throws IOException {
    Path from = path(scheme, "from");
    Path to = path(scheme, "to");
    for (String text : TEXTS) {
      write(from, text);
      HadoopFiles.replace(files(to), from, to);
      assertThat(read(to)).isEqualTo(text);
      assertThat(files(from).exists(from)).isFalse();
    }
    assertThat(Files.list(directory)).containsExactly(directory.resolve("to"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", "object"})
  void readersSeeTheOldFileOrTheNewOne(String scheme) throws Exception {
    Path from = path(scheme, "from");
    Path to = path(scheme, "to");
    write(to, TEXTS[0]);
    AtomicBoolean done = new AtomicBoolean();
    Callable<Integer> reading =
        () -> {
          int reads = 0;
          while (!done.get()) {
            assertThat(read(to)).isIn((Object[]) TEXTS);
            reads++;
          }
          return reads;
        };
    ExecutorService reader = Executors.newSingleThreadExecutor();
    try {
      Future<Integer> reads = reader.submit(reading);
      for (int i = 0; i < 500 && !reads.isDone(); i++) {
        write(from, TEXTS[i % 2]);
        HadoopFiles.replace(files(to), from, to);
      }
      done.set(true);
      assertThat(reads.get()).isPositive();
    } finally {
      done.set(true);
      reader.shutdown();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", "object"})
  void fileThatIsNotThereReplacesNone(String scheme) throws IOException {
    Path to = path(scheme, "to");
    write(to, TEXTS[0]);
    Path from = path(scheme, "nowhere");
    assertThatThrownBy(() -> HadoopFiles.replace(files(to), from, to))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("nowhere");
    assertThat(read(to)).isEqualTo(TEXTS[0]);
  }

  @Test
  void onlyAFileSystemWhereFilesGrowCanAppend() throws IOException {
    for (String scheme : new String[] {"file", "object"}) {
      Path path = path(scheme, "log");
      assertThat(HadoopFiles.canAppend(files(path), path)).isEqualTo(scheme.equals("file"));
    }
  }
}
