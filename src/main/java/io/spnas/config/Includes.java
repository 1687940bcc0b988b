package io.spnas.config;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import org.apache.hadoop.fs.Path;

/**
 * Finds what a HOCON file includes by name: a file beside it, on any Hadoop file system. Without
 * it, Typesafe Config would look on the class path only and pass over what it does not find.
 */
final class Includes implements ConfigIncluder {
  private final Path parent;

  private Includes(Path parent) {
    this.parent = parent;
  }

  /** How to parse the text of a file. */
  static ConfigParseOptions options(String file) {
    return ConfigParseOptions.defaults()
        .setOriginDescription(file)
        .setIncluder(new Includes(new Path(file).getParent()));
  }

  @Override
  public ConfigObject include(ConfigIncludeContext context, String what) {
    String file = (parent == null ? new Path(what) : new Path(parent, what)).toString();
    return ConfigFactory.parseString(TextFile.read(file), options(file)).root();
  }

  @Override
  public ConfigIncluder withFallback(ConfigIncluder fallback) {
    return this;
  }
}
