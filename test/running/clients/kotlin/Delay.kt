package kotlinx.coroutines

/** Stands in for the library's `delay`, and says how long it was to be. */
suspend fun delay(timeMillis: Long) = println("waited $timeMillis")
