package client;

import java.time.Duration;

/** Stands before `java.lang.Thread` for all that lies in this package: its clock is not the real one. */
final class Thread {
  private Thread() {}

  static void sleep(long ms) throws InterruptedException {
    System.out.println("waited " + ms);
  }

  static void sleep(Duration time) throws InterruptedException {
    sleep(time.toMillis());
  }

  static java.lang.Thread currentThread() {
    return java.lang.Thread.currentThread();
  }
}
