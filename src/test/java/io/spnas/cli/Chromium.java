package io.spnas.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Debian's browser, without a window. Each call is a process of its own with an empty profile. */
final class Chromium {
  private static final Path BINARY = Path.of("/usr/bin/chromium");

  /** The index that the setting of the preferred scheme has for dark. */
  static final String DARK = "--blink-settings=preferredColorScheme=0";

  static final String LIGHT = "--blink-settings=preferredColorScheme=1";

  private final Path directory;

  /**
   * @param directory for profiles and what is printed
   */
  Chromium(Path directory) {
    assertThat(BINARY).as("chromium, of Debian's package chromium").exists();
    this.directory = directory;
  }

  /** What a process printed. */
  record Ended(String out, String err) {
    /** What pages complained of. */
    List<String> console() {
      return err.lines().filter(line -> line.contains("CONSOLE")).toList();
    }
  }

  /** Opens a page. */
  Ended open(Path page, String... options) throws IOException, InterruptedException {
    Path scratch = Files.createTempDirectory(directory, "chromium");
    List<String> command =
        new ArrayList<>(
            List.of(
                BINARY.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-dev-shm-usage",
                // A page that asks for anything must not get it.
                "--host-resolver-rules=MAP * ~NOTFOUND",
                "--allow-file-access-from-files",
                "--enable-logging=stderr",
                "--hide-scrollbars",
                "--user-data-dir=" + scratch.resolve("profile")));
    command.addAll(List.of(options));
    command.add(page.toUri().toString());
    Path out = scratch.resolve("out");
    Path err = scratch.resolve("err");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    boolean ended = process.waitFor(2, TimeUnit.MINUTES);
    process.destroyForcibly();
    assertThat(ended).as("chromium ends: %s", command).isTrue();
    assertThat(process.exitValue()).as(Files.readString(err)).isZero();
    return new Ended(Files.readString(out), Files.readString(err));
  }
}
