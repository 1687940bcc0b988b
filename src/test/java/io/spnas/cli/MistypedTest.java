package io.spnas.cli;

import static io.spnas.cli.Command.assertMistake;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A mistyped command or option is told in one line, with what may have been meant. */
class MistypedTest {
  @ParameterizedTest
  @CsvSource({
    "serach --data d, Unknown command: serach, search, spnas --help",
    "bench stpe, Unknown command: stpe, step, spnas bench --help",
    "prepare idxs --out o, Unknown command: idxs, idx, spnas prepare --help",
    "search --data d --run-dir r --wrokers=2, Unknown option: --wrokers, --workers, search --help",
    "search --data d --run-dir r --worker 2, Unknown option: --worker, --workers, search --help",
    "search --data d --run-dri r, Unknown option: --run-dri, --run-dir, search --help",
    "bench step --thread 2, Unknown option: --thread, --threads, spnas bench step --help",
    "export --run-dir r --out o --format onxx, 'onxx', onnx, spnas export --help",
    "profile --out o --runtime bigld, 'bigld', bigdl, spnas profile --help",
    "prepare folder --input i --split s --shards 1 --out o --check markesr, 'markesr', markers,"
        + " prepare folder --help",
    "latency --lut pixel1 --set serach.lambda=1, serach.lambda, search.lambda, did you mean",
    "latency --lut pixel1 --set search.lamda=1, search.lamda, search.lambda, did you mean"
  })
  void suggestsTheNearest(String line, String found, String nearest, String more) {
    assertMistake(Command.run(line.split(" ")), found, nearest, more);
  }

  @ParameterizedTest
  @CsvSource({
    "frobnicate, Unknown command: frobnicate (see",
    "--xyzzy, Unknown option: --xyzzy (see"
  })
  void suggestsNothingFarOff(String argument, String line) {
    assertMistake(Command.run(argument), line);
  }

  @Test
  void whatIsMissingIsNamed() {
    assertMistake(Command.run("search", "--data=d"), "--run-dir", "search --help");
    assertMistake(Command.run("bench"), "Missing required subcommand", "bench --help");
    assertMistake(
        Command.run(Stream.of("derive", "--run-dir=r", "more").toArray(String[]::new)),
        "Unexpected argument: 'more'");
  }
}
