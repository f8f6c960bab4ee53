package io.github.resilience4j.retry;

import io.github.resilience4j.core.IntervalFunction;
import java.util.Arrays;

/** The signatures that fixes use. */
public class RetryConfig {
  private int maxAttempts = 3;
  private IntervalFunction intervalFunction = (attempt) -> 500L;
  private Class<? extends Throwable>[] retryExceptions;

  /** Milliseconds until the next attempt, below zero where there is none. */
  public long waitBehind(int attempt, Exception failure) {
    boolean again = attempt < maxAttempts && Arrays.stream(retryExceptions).anyMatch((it) -> it.isInstance(failure));
    return again ? intervalFunction.apply(attempt) : -1;
  }

  public static <T> Builder<T> custom() {
    return new Builder<>();
  }

  public static class Builder<T> {
    private final RetryConfig config = new RetryConfig();

    public Builder<T> maxAttempts(int maxAttempts) {
      config.maxAttempts = maxAttempts;
      return this;
    }

    public Builder<T> intervalFunction(IntervalFunction function) {
      config.intervalFunction = function;
      return this;
    }

    @SafeVarargs
    public final Builder<T> retryExceptions(Class<? extends Throwable>... classes) {
      config.retryExceptions = classes;
      return this;
    }

    public RetryConfig build() {
      return config;
    }
  }
}
