package io.spnas.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** Version of the jar, as its manifest has it. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version =
        Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
            .orElse("from classes");
    return new String[] {"spnas " + version};
  }
}
