package io.spnas.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives test classes, as a parameter of their constructor, what takes too long to be made for each
 * of them. It is made when the first asks for it and deleted after the last.
 */
final class MadeOnce implements ParameterResolver {
  private static final Map<Class<?>, Maker> MAKERS =
      Map.of(OneShotSearch.class, OneShotSearch::in, SmallComparison.class, SmallComparison::in);

  /** Makes a thing in a directory of its own. */
  private interface Maker {
    Object in(Path directory) throws IOException;
  }

  /** A thing that is deleted with the store that holds it. */
  private record Made(Object thing, Path directory) implements AutoCloseable {
    static Made by(Maker maker) {
      try {
        Path directory = Files.createTempDirectory("spnas");
        return new Made(maker.in(directory), directory);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() throws IOException {
      FileUtils.deleteDirectory(directory.toFile());
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
    return MAKERS.containsKey(parameter.getParameter().getType());
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
    Class<?> type = parameter.getParameter().getType();
    return test.getRoot()
        .getStore(Namespace.create(MadeOnce.class))
        .getOrComputeIfAbsent(type, missing -> Made.by(MAKERS.get(missing)), Made.class)
        .thing();
  }
}
