package client

private const val REACTOR = "https://reactor.adobe.io"

/** A set behind a predicate. */
private val RETRYABLE_CODES = setOf("internal-error", "unknown-error")

class ReactorError(val code: String, val title: String)

class Built(val id: String, val errors: List<ReactorError>)

private fun isRetryable(error: ReactorError): Boolean = error.code in RETRYABLE_CODES

class Libraries(private val post: (String) -> Built) {
    fun build(library: String, tries: Int = 3): String {
        val answer = post("$REACTOR/libraries/$library/builds")
        if (answer.errors.isEmpty()) return answer.id
        val error = answer.errors.first()
        if (isRetryable(error) && tries > 1) {
            Thread.sleep(60_000)
            return build(library, tries - 1)
        }
        throw IllegalStateException(error.title)
    }
}
