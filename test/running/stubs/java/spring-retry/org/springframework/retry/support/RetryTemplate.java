package org.springframework.retry.support;

import org.springframework.retry.RetryCallback;

/** The signatures that fixes use, and what they do; waits are told, not made. */
public class RetryTemplate {
  private final RetryTemplateBuilder options;

  RetryTemplate(RetryTemplateBuilder options) {
    this.options = options;
  }

  public static RetryTemplateBuilder builder() {
    return new RetryTemplateBuilder();
  }

  @SuppressWarnings("unchecked")
  public <T, E extends Throwable> T execute(RetryCallback<T, E> callback) throws E {
    long interval = options.initialInterval;
    for (int attempt = 1; ; attempt++) {
      int count = attempt - 1;
      try {
        return callback.doWithRetry(() -> count);
      } catch (Throwable e) {
        if (attempt >= options.maxAttempts || options.classes.stream().noneMatch((it) -> it.isInstance(e))) {
          throw (E) e;
        }
        System.out.println("waited " + (long) (interval * (1 + Math.random() * (options.multiplier - 1))));
        interval = Math.min(options.maxInterval, (long) (interval * options.multiplier));
      }
    }
  }
}
