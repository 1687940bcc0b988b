package io.spnas.cli;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a request to Kubernetes' API server needs a right for.
 *
 * @param verbs the rights: applying an object asks for two
 * @param resource such as {@code pods}
 */
record ApiRequest(String namespace, List<String> verbs, String resource) {
  private static final Pattern PATH =
      Pattern.compile("/api/v1/namespaces/([^/?]+)/([^/?]+)(/[^?]+)?([?].*)?");

  static ApiRequest of(String method, String path) {
    Matcher parts = PATH.matcher(path);
    if (!parts.matches()) {
      throw new IllegalArgumentException("Unknown request " + method + " " + path);
    }
    boolean named = parts.group(3) != null;
    String query = parts.group(4) == null ? "" : parts.group(4);
    List<String> verbs =
        switch (method) {
          case "GET" -> List.of(query.contains("watch=true") ? "watch" : named ? "get" : "list");
          case "POST" -> List.of("create");
          case "PUT" -> List.of("update");
          // An object that is not there yet is created.
          case "PATCH" ->
              query.contains("force=true") ? List.of("patch", "create") : List.of("patch");
          case "DELETE" -> List.of(named ? "delete" : "deletecollection");
          default -> throw new IllegalArgumentException("Unknown method " + method);
        };
    return new ApiRequest(parts.group(1), verbs, parts.group(2));
  }

  /** The rights as {@code verb resource}. */
  List<String> rights() {
    return verbs.stream().map(verb -> verb + " " + resource).toList();
  }
}
