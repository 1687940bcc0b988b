package io.spnas.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spnas.config.InvalidInputException;
import io.spnas.data.ImageCheck;
import io.spnas.spark.prepare.ImageRules;
import io.spnas.spark.prepare.PrepareReport;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/** How closely images are looked at and how many may be left out; tells of those that are. */
final class RefusalOptions {
  @Option(
      names = "--check",
      paramLabel = "HOW",
      description =
          "How closely to look at an image: markers (header, and a JPEG's markers to its end), or"
              + " decode (all pixels) (default: markers for archives, decode for folders).")
  private ImageCheck check;

  @Option(
      names = "--max-refused",
      paramLabel = "N",
      description =
          "Most files to leave out of a split because they are no whole images (default: one in a"
              + " thousand).")
  private Long mostRefused;

  private final Map<String, List<String>> refused = new TreeMap<>();

  /** The rules that the options tell. */
  ImageRules rules(ImageCheck usual) {
    if (mostRefused != null && mostRefused < 0) {
      throw new InvalidInputException("--max-refused is %d; expected 0 or more", mostRefused);
    }
    return new ImageRules(
        check == null ? usual : check,
        mostRefused == null ? OptionalLong.empty() : OptionalLong.of(mostRefused));
  }

  /** Prints progress on stderr and keeps the refusals. */
  PrepareReport report() {
    return new PrepareReport() {
      @Override
      public void progress(String line) {
        System.err.println(line);
      }

      @Override
      public void refused(String split, List<String> images) {
        refused.put(split, images);
      }
    };
  }

  /** Tells which images of a split were left out, in words and as a list. */
  void tell(String split, PrintStream words, ObjectNode json) {
    List<String> images = refused.getOrDefault(split, List.of());
    images.forEach(image -> words.printf("Left out of %s: %s%n", split, image));
    images.forEach(json.putArray("refused")::add);
  }
}
