package org.springframework.retry.support;

import java.util.ArrayList;
import java.util.List;

/** The signatures that fixes use. */
public class RetryTemplateBuilder {
  int maxAttempts = 3;
  long initialInterval;
  double multiplier = 1;
  long maxInterval;
  final List<Class<? extends Throwable>> classes = new ArrayList<>();

  public RetryTemplateBuilder maxAttempts(int maxAttempts) {
    this.maxAttempts = maxAttempts;
    return this;
  }

  public RetryTemplateBuilder exponentialBackoff(long initialInterval, double multiplier, long maxInterval, boolean withRandom) {
    this.initialInterval = initialInterval;
    this.multiplier = multiplier;
    this.maxInterval = maxInterval;
    return this;
  }

  public RetryTemplateBuilder retryOn(Class<? extends Throwable> throwable) {
    classes.add(throwable);
    return this;
  }

  public RetryTemplate build() {
    return new RetryTemplate(this);
  }
}
