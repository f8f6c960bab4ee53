package io.github.resilience4j.core;

import java.util.function.Function;

/** How long to wait behind an attempt, in milliseconds: the signatures that fixes use, and what they do. */
@FunctionalInterface
public interface IntervalFunction extends Function<Integer, Long> {
  static IntervalFunction ofExponentialRandomBackoff(long initial, double multiplier, double randomizationFactor, long max) {
    return (attempt) -> {
      double interval = Math.min(max, initial * Math.pow(multiplier, attempt - 1));
      return (long) Math.min(max, interval * (1 - randomizationFactor + 2 * randomizationFactor * Math.random()));
    };
  }
}
