package org.apache.zeppelin.spark;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URLClassLoader;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.repl.SparkILoop;
import org.apache.spark.sql.SQLContext;
import org.apache.spark.sql.SparkSession;
import org.apache.zeppelin.interpreter.InterpreterContext;
import org.apache.zeppelin.interpreter.InterpreterGroup;
import org.apache.zeppelin.interpreter.InterpreterResult;
import org.apache.zeppelin.interpreter.ZeppelinContext;
import org.apache.zeppelin.interpreter.thrift.InterpreterCompletion;
import scala.Console$;
import scala.Option;
import scala.collection.JavaConverters;
import scala.tools.nsc.Settings;
import scala.tools.nsc.interpreter.Results;

/**
 * The Scala shell inside Zeppelin's {@link SparkInterpreter}, which loads a class of this name.
 * Zeppelin's own is published for none of the compilers that Spark 3.5 comes with; this one drives
 * Spark's shell in the same way: the same settings, names and imports.
 */
public final class SparkScala212Interpreter extends AbstractSparkScalaInterpreter {
  private static final List<String> IMPORTS =
      List.of(
          "import org.apache.spark.SparkContext._",
          "import spark.implicits._",
          "import spark.sql",
          "import org.apache.spark.sql.functions._");

  private final SparkConf conf;
  private final Properties properties;
  private final InterpreterGroup group;
  private final URLClassLoader loader;
  private final File classes;
  private final Shown shown = new Shown();
  private SparkILoop shell;
  private SparkSession session;
  private NoteContext context;

  /** What is printed: it goes to the paragraph that runs, and nowhere while none does. */
  private static final class Shown extends OutputStream {
    private OutputStream paragraph = OutputStream.nullOutputStream();

    @Override
    public void write(int b) throws IOException {
      paragraph.write(b);
    }

    @Override
    public void flush() throws IOException {
      paragraph.flush();
    }
  }

  /** Called by {@link SparkInterpreter}. */
  public SparkScala212Interpreter(
      SparkConf conf,
      List<String> dependencies,
      Properties properties,
      InterpreterGroup group,
      URLClassLoader loader,
      File classes) {
    this.conf = conf;
    this.properties = properties;
    this.group = group;
    this.loader = loader;
    this.classes = classes;
  }

  @Override
  public void open() {
    shell = new SparkILoop(Option.empty(), new PrintWriter(shown, true));
    shell.settings_$eq(settings());
    shell.createInterpreter();
    shell.intp().initializeSynchronous();
    conf.set("spark.repl.class.outputDir", classes.getAbsolutePath());
    session = SparkSession.builder().config(conf).getOrCreate();
    int maxResult = Integer.parseInt(properties.getProperty("zeppelin.spark.maxResult", "1000"));
    context = new NoteContext(shims(), group.getInterpreterHookRegistry(), maxResult);
    bind("spark", session);
    bind("sc", session.sparkContext());
    bind("sqlContext", session.sqlContext());
    bind("z", context);
    IMPORTS.forEach(line -> shell.intp().interpret(line));
  }

  private SparkShims shims() {
    try {
      return SparkShims.getInstance(session.version(), properties, session);
    } catch (Exception e) {
      throw new IllegalStateException("Zeppelin has no part for Spark " + session.version(), e);
    }
  }

  private Settings settings() {
    List<String> arguments =
        List.of(
            "-Yrepl-class-based",
            "-Yrepl-outdir",
            classes.getAbsolutePath(),
            "-usejavacp",
            "-classpath",
            Arrays.stream(loader.getURLs())
                .map(url -> new File(url.getPath()).getPath())
                .collect(Collectors.joining(File.pathSeparator)));
    Settings settings = new Settings();
    settings.processArguments(
        JavaConverters.asScalaBufferConverter(arguments).asScala().toList(), true);
    settings.embeddedDefaults(loader);
    return settings;
  }

  private void bind(String name, Object value) {
    List<String> modifiers = List.of("@transient");
    Results.Result bound =
        shell
            .intp()
            .bind(
                name,
                value.getClass().getCanonicalName(),
                value,
                JavaConverters.asScalaBufferConverter(modifiers).asScala().toList());
    if (bound != Results.Success$.MODULE$) {
      throw new IllegalStateException("Cannot bind " + name);
    }
  }

  @Override
  public InterpreterResult interpret(String code, InterpreterContext paragraph) {
    shown.paragraph = paragraph.out;
    try {
      Results.Result result = Console$.MODULE$.withOut(shown, () -> shell.intp().interpret(code));
      paragraph.out.flush();
      return new InterpreterResult(
          result == Results.Success$.MODULE$
              ? InterpreterResult.Code.SUCCESS
              : InterpreterResult.Code.ERROR);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      shown.paragraph = OutputStream.nullOutputStream();
    }
  }

  @Override
  public SparkContext getSparkContext() {
    return session.sparkContext();
  }

  @Override
  public SQLContext getSqlContext() {
    return session.sqlContext();
  }

  @Override
  public Object getSparkSession() {
    return session;
  }

  @Override
  public String getSparkUrl() {
    return null;
  }

  @Override
  public ZeppelinContext getZeppelinContext() {
    return context;
  }

  @Override
  public ClassLoader getScalaShellClassLoader() {
    return shell.intp().classLoader();
  }

  @Override
  public int getProgress(String jobGroup, InterpreterContext paragraph) {
    return 0;
  }

  @Override
  public List<InterpreterCompletion> completion(
      String text, int cursor, InterpreterContext paragraph) {
    return List.of();
  }

  @Override
  public void close() {
    session.stop();
    shell.closeInterpreter();
  }
}
