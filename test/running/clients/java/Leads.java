package client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.regex.Pattern;

public class Leads {
  private static final int MAX_ATTEMPTS = 4;

  /** An answer, as far as this client reads it. */
  record Answer(String text) {
    boolean success() {
      return text.contains("\"success\":true");
    }

    List<String> result() {
      return List.of(text);
    }

    String field(String name) {
      Pattern field = Pattern.compile("\"" + name + "\":\"([^\"]*)\"");
      return field.matcher(text).results().map((match) -> match.group(1)).findFirst().orElse("");
    }

    String errorCode() {
      return field("code");
    }
  }

  private final HttpClient http = HttpClient.newHttpClient();
  private final String base;
  private String token = "";

  public Leads() {
    this("https://123-ABC-456.mktorest.com");
  }

  public Leads(String base) {
    this.base = base;
  }

  /** A switch in a loop that knows one of the throttled codes. */
  public List<String> find(String email) throws IOException, InterruptedException {
    for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
      Answer answer = get("/rest/v1/leads.json?filterType=email&filterValues=" + email);
      if (answer.success()) {
        return answer.result();
      }
      switch (answer.errorCode()) {
        case "615":
          Thread.sleep(2_000);
          continue;
        case "610":
          return List.of();
        default:
          throw new IllegalStateException("Marketo " + answer.errorCode() + ": " + answer.field("message"));
      }
    }
    throw new IllegalStateException("no answer after " + MAX_ATTEMPTS + " attempts");
  }

  /** A switch that tries nothing twice. */
  public List<String> describe(String name) throws IOException, InterruptedException {
    Answer answer = get("/rest/v1/" + name + "/describe.json");
    if (answer.success()) {
      return answer.result();
    }
    switch (answer.errorCode()) {
      case "603":
        throw new IllegalStateException("this user may not read it");
      case "610":
        return List.of();
      default:
        throw new IllegalStateException(answer.field("message"));
    }
  }

  /** A chain of conditions that tries nothing twice. */
  public List<String> count(String program) throws IOException, InterruptedException {
    Answer answer = get("/rest/asset/v1/program/" + program + "/members.json");
    if (answer.success()) {
      return answer.result();
    }
    String code = answer.errorCode();
    if (code.equals("603")) {
      throw new IllegalStateException("this user may not read it");
    } else if (code.equals("719")) {
      throw new IllegalStateException("the record is locked");
    }
    throw new IllegalStateException(answer.field("message"));
  }

  private Answer get(String path) throws IOException, InterruptedException {
    if (token.isEmpty()) {
      refreshToken();
    }
    return send(path);
  }

  private Answer send(String path) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(base + path)).header("Authorization", "Bearer " + token).build();
    return new Answer(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
  }

  private void refreshToken() throws IOException, InterruptedException {
    token = send("/identity/oauth/token?grant_type=client_credentials").field("access_token");
  }
}
