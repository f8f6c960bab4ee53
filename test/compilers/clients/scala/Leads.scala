package client

class MarketoException(message: String) extends Exception(message)

case class Fault(code: String, message: String)

case class Answer(success: Boolean, result: List[String], errors: List[Fault])

object Leads {
  val Base = "https://123-ABC-456.mktorest.com"
  val MaxAttempts = 4
}

class Leads(get: (String, String) => Answer) {
  import Leads._

  private var token = ""

  /** A match in a loop. */
  def find(email: String): List[String] = {
    var attempt = 0
    while (attempt < MaxAttempts) {
      attempt += 1
      val answer = get(s"$Base/rest/v1/leads.json?filterType=email&filterValues=$email", token)
      if (answer.success) return answer.result
      val error = answer.errors.head
      error.code match {
        case "601" | "602" => refreshToken()
        case "606"         => Thread.sleep(20000)
        case "610"         => return Nil
        case _             => throw new MarketoException(s"${error.code}: ${error.message}")
      }
    }
    throw new MarketoException(s"no answer after $MaxAttempts attempts")
  }

  /** A chain of conditions in a method that calls itself. */
  def describe(name: String): List[String] = {
    val answer = get(s"$Base/rest/v1/$name/describe.json", token)
    if (answer.success) return answer.result
    val code = answer.errors.head.code
    if (code == "606") {
      Thread.sleep(20000)
      describe(name)
    } else if (code == "603") {
      Nil
    } else {
      throw new MarketoException(answer.errors.head.message)
    }
  }

  private def refreshToken(): Unit = {
    token = get(s"$Base/identity/oauth/token?grant_type=client_credentials", "").result.head
  }
}
