package org.springframework.retry;

/** The signatures that fixes use. */
public interface RetryContext {
  int getRetryCount();
}
