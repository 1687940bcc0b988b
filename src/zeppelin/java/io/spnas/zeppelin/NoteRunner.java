package io.spnas.zeppelin;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.zeppelin.display.AngularObjectRegistry;
import org.apache.zeppelin.display.GUI;
import org.apache.zeppelin.display.Input;
import org.apache.zeppelin.interpreter.Interpreter;
import org.apache.zeppelin.interpreter.Interpreter.FormType;
import org.apache.zeppelin.interpreter.InterpreterContext;
import org.apache.zeppelin.interpreter.InterpreterException;
import org.apache.zeppelin.interpreter.InterpreterOutput;
import org.apache.zeppelin.interpreter.InterpreterResult;
import org.apache.zeppelin.interpreter.InterpreterResultMessage;
import org.apache.zeppelin.notebook.Note;
import org.apache.zeppelin.notebook.Paragraph;
import org.apache.zeppelin.resource.LocalResourcePool;

/**
 * Imports a note and runs its paragraphs one after another, as {@code Paragraph.jobRun} and the
 * remote interpreter do: forms, interpreter, and what it shows.
 *
 * <p>{@code NoteRunner OUT NOTE [FORM=VALUE ...] [-- NOTE [FORM=VALUE ...]] ...} runs notes in one
 * session, and writes into the file OUT a JSON array of notes: name, form names, and of each
 * paragraph id, status and the messages that it shows, each with its type.
 */
public final class NoteRunner {
  private final Interpreters interpreters;
  private final Note note;
  private final GUI noteForms = new GUI();

  private NoteRunner(Interpreters interpreters, Path file, Map<String, Object> values)
      throws IOException {
    this.interpreters = interpreters;
    this.note = Note.fromJson(file.getFileName().toString(), Files.readString(file));
    noteForms.setParams(new HashMap<>(values));
  }

  /** Runs notes. */
  public static void main(String[] arguments) throws Exception {
    JsonArray notes = new JsonArray();
    try (Interpreters interpreters = new Interpreters()) {
      for (List<String> one : split(List.of(arguments).subList(1, arguments.length))) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (String form : one.subList(1, one.size())) {
          values.put(form.split("=", 2)[0], form.split("=", 2)[1]);
        }
        notes.add(new NoteRunner(interpreters, Path.of(one.get(0)), values).run());
      }
    }
    Files.writeString(
        Path.of(arguments[0]), new GsonBuilder().serializeNulls().create().toJson(notes));
    // Spark's and Zeppelin's threads would keep the JVM.
    System.exit(0);
  }

  private static List<List<String>> split(List<String> arguments) {
    List<List<String>> parts = new ArrayList<>(List.of(new ArrayList<>()));
    for (String argument : arguments) {
      if (argument.equals("--")) {
        parts.add(new ArrayList<>());
      } else {
        parts.get(parts.size() - 1).add(argument);
      }
    }
    return parts;
  }

  private JsonObject run() throws InterpreterException, IOException {
    JsonObject told = new JsonObject();
    told.addProperty("name", note.getName());
    JsonArray paragraphs = new JsonArray();
    for (Paragraph paragraph : note.getParagraphs()) {
      paragraphs.add(run(paragraph));
    }
    told.add("paragraphs", paragraphs);
    JsonArray forms = new JsonArray();
    noteForms.getForms().keySet().forEach(forms::add);
    told.add("forms", forms);
    return told;
  }

  private JsonObject run(Paragraph paragraph) throws InterpreterException, IOException {
    Interpreter interpreter = interpreters.named(paragraph.getIntpText());
    String script = paragraph.getScriptText();
    GUI forms = new GUI();
    if (interpreter.getFormType() == FormType.SIMPLE) {
      forms.setForms(Input.extractSimpleQueryForm(script, false));
      script = Input.getSimpleQuery(noteForms.getParams(), script, true);
      script = Input.getSimpleQuery(paragraph.settings.getParams(), script, false);
    }
    InterpreterOutput out = new InterpreterOutput();
    InterpreterContext context =
        InterpreterContext.builder()
            .setNoteId(note.getId())
            .setNoteName(note.getName())
            .setParagraphId(paragraph.getId())
            .setParagraphTitle(paragraph.getTitle())
            .setParagraphText(script)
            .setLocalProperties(new HashMap<>(paragraph.getLocalProperties()))
            .setAngularObjectRegistry(new AngularObjectRegistry(interpreters.group(), null))
            .setResourcePool(new LocalResourcePool("notes"))
            .setGUI(forms)
            .setNoteGUI(noteForms)
            .setInterpreterOut(out)
            .build();
    InterpreterContext.set(context);
    InterpreterResult result = interpreter.interpret(script, context);
    out.flush();
    List<InterpreterResultMessage> messages = new ArrayList<>(out.toInterpreterResultMessage());
    messages.addAll(result.message());
    return told(paragraph, forms, result.code(), messages);
  }

  private static JsonObject told(
      Paragraph paragraph,
      GUI forms,
      InterpreterResult.Code code,
      List<InterpreterResultMessage> messages) {
    JsonObject told = new JsonObject();
    told.addProperty("id", paragraph.getId());
    told.addProperty("title", paragraph.getTitle());
    told.addProperty("code", code.name());
    JsonArray shown = new JsonArray();
    for (InterpreterResultMessage message : messages) {
      if (!message.getData().isBlank()) {
        JsonObject one = new JsonObject();
        one.addProperty("type", message.getType().name());
        one.addProperty("data", message.getData());
        shown.add(one);
      }
    }
    told.add("messages", shown);
    JsonArray names = new JsonArray();
    forms.getForms().keySet().forEach(names::add);
    told.add("forms", names);
    return told;
  }
}
