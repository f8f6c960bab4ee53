package client

case class ReactorError(code: String, title: String)

object Libraries {
  private val Reactor = "https://reactor.adobe.io"

  /** A set behind a predicate. */
  private val RetryableCodes = Set("internal-error", "unknown-error")

  private def isRetryable(error: ReactorError): Boolean = RetryableCodes.contains(error.code)

  def build(post: String => Either[ReactorError, String], library: String, tries: Int = 3): String =
    post(s"$Reactor/libraries/$library/builds") match {
      case Right(id) => id
      case Left(error) =>
        if (isRetryable(error) && tries > 1) {
          Thread.sleep(60000)
          build(post, library, tries - 1)
        } else {
          throw new IllegalStateException(error.title)
        }
    }
}
