package client

sealed trait Policy
case object Retry extends Policy
case object Renew extends Policy
case object Fail extends Policy

case class Reply(errCode: Int, errMsg: String, data: Map[String, String])

class WorkItems(post: (String, Map[String, String], String) => Reply) {
  private val base = "https://project.feishu.cn/open_api"

  /** A mapper to policies. */
  def policyOf(reply: Reply): Policy = reply.errCode match {
    case 10022 => Renew
    case 10429 => Retry
    case _     => Fail
  }

  private def renewToken(): String = post(base + "/authen/plugin_token", Map.empty, "").data("token")

  def query(project: String, ids: String): Map[String, String] = {
    var token = renewToken()
    for (attempt <- 0 until 5) {
      val reply = post(s"$base/$project/work_item/story/query", Map("work_item_ids" -> ids), token)
      if (reply.errCode == 0) return reply.data
      policyOf(reply) match {
        case Fail  => throw new IllegalStateException(reply.errMsg)
        case Renew => token = renewToken()
        case Retry =>
      }
      Thread.sleep(1000L << attempt)
    }
    throw new IllegalStateException("no answer after 5 attempts")
  }

  /** Early returns in sequence, and no second try anywhere. */
  def comment(item: Long, content: String, token: String): Option[Map[String, String]] = {
    val reply = post(s"$base/work_item/story/$item/comment/create", Map("content" -> content), token)
    if (reply.errCode == 0) return Some(reply.data)
    if (reply.errCode == 10429) throw new IllegalStateException("too many requests")
    if (reply.errCode == 20006) return None
    throw new IllegalStateException(reply.errMsg)
  }
}
