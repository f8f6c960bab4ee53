package io.github.resilience4j.kotlin.retry

import io.github.resilience4j.retry.Retry
import kotlinx.coroutines.delay

/** The signature that fixes use, and what it does. */
suspend fun <T> Retry.executeSuspendFunction(block: suspend () -> T): T {
    var attempt = 1
    while (true) {
        try {
            return block()
        } catch (e: Exception) {
            val waits = retryConfig.waitBehind(attempt++, e)
            if (waits < 0) throw e
            delay(waits)
        }
    }
}
