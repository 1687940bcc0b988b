package io.spnas.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Keeps reference.conf, the settings classes and docs/settings.md in step. */
class SettingsTableTest {
  private static final Set<String> NOT_SECTIONS = Set.of("render", "values");

  private final Config reference = Settings.reference();

  /** A class's own public instance methods without parameters. */
  private static List<Method> accessors(Class<?> type) {
    return Arrays.stream(type.getDeclaredMethods())
        .filter(method -> Modifier.isPublic(method.getModifiers()))
        .filter(method -> !Modifier.isStatic(method.getModifiers()))
        .filter(method -> method.getParameterCount() == 0)
        .toList();
  }

  private static String camelCase(String key) {
    return Pattern.compile("-(.)").matcher(key).replaceAll(m -> m.group(1).toUpperCase());
  }

  @Test
  void everyKeyHasAMethodAndEveryMethodAKey() {
    TreeSet<String> keys = new TreeSet<>();
    SettingsTable.rows(reference).forEach(row -> keys.add(camelCase(row.key())));
    TreeSet<String> methods = new TreeSet<>();
    for (Method section : accessors(Settings.class)) {
      if (!NOT_SECTIONS.contains(section.getName())) {
        accessors(section.getReturnType())
            .forEach(method -> methods.add(section.getName() + "." + method.getName()));
      }
    }
    assertThat(methods).isEqualTo(keys);
  }

  @Test
  void everyKeyHasAComment() {
    assertThat(SettingsTable.rows(reference))
        .isNotEmpty()
        .allSatisfy(row -> assertThat(row.meaning()).as(row.key()).endsWith("."));
  }

  @Test
  void documentIsUpToDate() throws IOException {
    Path document = Path.of(System.getProperty("spnas.home"), "docs", "settings.md");
    String expected = SettingsTable.markdown(reference);
    if (Boolean.getBoolean("spnas.regenerate")) {
      Files.createDirectories(document.getParent());
      Files.writeString(document, expected);
    }
    assertThat(Files.exists(document) ? Files.readString(document) : "")
        .as(
            "docs/settings.md; after a change of reference.conf: mvn -f src/pom.xml test"
                + " -Dtest=SettingsTableTest -Dspnas.regenerate=true")
        .isEqualTo(expected);
  }
}
