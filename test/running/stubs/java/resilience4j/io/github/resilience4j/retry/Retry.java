package io.github.resilience4j.retry;

import java.util.concurrent.Callable;
import java.util.function.Supplier;

/** The signatures that fixes use, and what they do; waits are told, not made. */
public interface Retry {
  static Retry of(String name, RetryConfig config) {
    return () -> config;
  }

  RetryConfig getRetryConfig();

  default <T> T executeCallable(Callable<T> callable) throws Exception {
    RetryConfig config = getRetryConfig();
    for (int attempt = 1; ; attempt++) {
      try {
        return callable.call();
      } catch (Exception e) {
        long wait = config.waitBehind(attempt, e);
        if (wait < 0) {
          throw e;
        }
        System.out.println("waited " + wait);
      }
    }
  }

  default <T> T executeSupplier(Supplier<T> supplier) {
    try {
      return executeCallable(supplier::get);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  default void executeRunnable(Runnable runnable) {
    executeSupplier(() -> {
      runnable.run();
      return null;
    });
  }
}
