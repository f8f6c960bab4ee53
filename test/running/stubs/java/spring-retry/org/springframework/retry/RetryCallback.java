package org.springframework.retry;

/** The signatures that fixes use. */
public interface RetryCallback<T, E extends Throwable> {
  T doWithRetry(RetryContext context) throws E;
}
