package client;

import java.util.List;
import java.util.Map;

public class Leads {
  private static final String BASE = "https://123-ABC-456.mktorest.com";
  private static final int MAX_ATTEMPTS = 4;

  /** How requests are sent. */
  public interface Transport {
    Answer get(String url, String token) throws java.io.IOException;
  }

  public record Fault(String code, String message) {}

  public record Answer(boolean success, List<Map<String, Object>> result, List<Fault> errors) {}

  private final Transport transport;
  private String token = "";

  public Leads(Transport transport) {
    this.transport = transport;
  }

  /** A switch in a loop. */
  public List<Map<String, Object>> find(String email) throws Exception {
    for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
      Answer answer = transport.get(BASE + "/rest/v1/leads.json?filterType=email&filterValues=" + email, token);
      if (answer.success()) {
        return answer.result();
      }
      Fault error = answer.errors().get(0);
      switch (error.code()) {
        case "601":
        case "602":
          refreshToken();
          break;
        case "606":
          Thread.sleep(20_000);
          break;
        case "610":
          return List.of();
        default:
          throw new IllegalStateException("Marketo " + error.code() + ": " + error.message());
      }
    }
    throw new IllegalStateException("no answer after " + MAX_ATTEMPTS + " attempts");
  }

  /** A chain of conditions in a method that calls itself. */
  public List<Map<String, Object>> describe(String name) throws Exception {
    Answer answer = transport.get(BASE + "/rest/v1/" + name + "/describe.json", token);
    if (answer.success()) {
      return answer.result();
    }
    String code = answer.errors().get(0).code();
    if ("606".equals(code)) {
      Thread.sleep(20_000);
      return describe(name);
    } else if ("603".equals(code)) {
      return List.of();
    }
    throw new IllegalStateException(answer.errors().get(0).message());
  }

  private void refreshToken() throws Exception {
    Answer answer = transport.get(BASE + "/identity/oauth/token?grant_type=client_credentials", "");
    token = String.valueOf(answer.result().get(0).get("access_token"));
  }
}
