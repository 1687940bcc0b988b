package io.spnas.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** One version, wherever it stands; and NOTICE names what is packed, with its version. */
class VersionTest {
  private static final Pattern VERSION = Pattern.compile("<version>([^<]+)</version>");

  /** The job's name with a version, as of its jar, image or archive. */
  private static final Pattern NAMED =
      Pattern.compile("\\bspnas[-:_](\\d+\\.\\d+\\.\\d+[\\w.]*\\w)");

  private static final Pattern DEPENDENCY =
      Pattern.compile("<dependency>(.*?)</dependency>", Pattern.DOTALL);

  private final String version = first(VERSION, text("pom.xml"));

  private static String text(String file) {
    try {
      return Files.readString(Page.HOME.resolve(file));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String first(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    assertThat(matcher.find()).as("%s", pattern).isTrue();
    return matcher.group(1);
  }

  @Test
  void everyModuleHasTheVersionOfTheParent() {
    for (String module : List.of("bigdl", "src", "src/clusters", "src/jmh")) {
      assertThat(first(VERSION, text(module + "/pom.xml"))).as(module).isEqualTo(version);
    }
  }

  @Test
  void theChangelogBeginsWithIt() {
    assertThat(first(Pattern.compile("(?m)^## \\[?([^]\\s]+)"), text("CHANGELOG.md")))
        .isEqualTo(version);
  }

  @Test
  void scriptsManifestsAndPagesNameNoOther() throws IOException {
    List<String> others = new ArrayList<>();
    List<Path> files = new ArrayList<>(List.of(Page.HOME.resolve("README.md")));
    for (String directory : List.of("submit", "docs", "conf", "notebooks")) {
      if (Files.isDirectory(Page.HOME.resolve(directory))) {
        try (Stream<Path> found = Files.walk(Page.HOME.resolve(directory))) {
          files.addAll(found.filter(Files::isRegularFile).toList());
        }
      }
    }
    for (Path file : files) {
      // Pictures among them are not read as text, only searched.
      String text = Files.readString(file, StandardCharsets.ISO_8859_1);
      NAMED
          .matcher(text)
          .results()
          .map(match -> match.group(1).replaceFirst("\\.(jar|tar).*", ""))
          .filter(found -> !found.equals(version))
          .forEach(found -> others.add(Page.HOME.relativize(file) + ": " + found));
    }
    assertThat(others).isEmpty();
  }

  @Test
  void noticeNamesEveryPackedArtifact() {
    String notice = text("NOTICE");
    String bigdl = first(Pattern.compile("<bigdl.version>(.*)</bigdl.version>"), text("pom.xml"));
    List<String> packed = new ArrayList<>();
    for (String pom : List.of("bigdl/pom.xml", "src/pom.xml")) {
      Matcher dependency = DEPENDENCY.matcher(text(pom));
      while (dependency.find()) {
        String of = dependency.group(1).replaceAll("(?s)<exclusions>.*</exclusions>", "");
        if (!of.contains("<scope>") && !of.contains("io.spnas")) {
          packed.add(
              String.join(
                  ":",
                  first(Pattern.compile("<groupId>(.*)</groupId>"), of),
                  first(Pattern.compile("<artifactId>(.*)</artifactId>"), of),
                  first(VERSION, of).replace("${bigdl.version}", bigdl)));
        }
      }
    }
    assertThat(packed).hasSizeGreaterThan(5);
    assertThat(notice).contains(packed);
  }
}
