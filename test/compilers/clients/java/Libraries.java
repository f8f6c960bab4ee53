package client;

import java.util.Set;

class Libraries {
  private static final String REACTOR = "https://reactor.adobe.io";

  /** A set behind a predicate. */
  private static final Set<String> RETRYABLE_CODES = Set.of("internal-error", "unknown-error");

  interface Transport {
    Answer post(String url);
  }

  record ReactorError(String code, String title) {}

  record Answer(String id, ReactorError error) {}

  private final Transport transport;

  Libraries(Transport transport) {
    this.transport = transport;
  }

  private static boolean isRetryable(ReactorError error) {
    return RETRYABLE_CODES.contains(error.code());
  }

  String build(String library, int tries) throws InterruptedException {
    Answer answer = transport.post(REACTOR + "/libraries/" + library + "/builds");
    if (answer.error() == null) {
      return answer.id();
    }
    if (isRetryable(answer.error()) && tries > 1) {
      Thread.sleep(60_000);
      return build(library, tries - 1);
    }
    throw new IllegalStateException(answer.error().title());
  }
}
