package client

private const val OPEN_API = "https://project.feishu.cn/open_api"

enum class Policy { RETRY, RENEW, FAIL }

class Reply(val errCode: Int, val errMsg: String, val data: Map<String, Any>)

/** A mapper to policies. */
fun policyOf(reply: Reply): Policy = when (reply.errCode) {
    10022 -> Policy.RENEW
    10429 -> Policy.RETRY
    else -> Policy.FAIL
}

class WorkItems(private val post: (String, Map<String, Any>, String) -> Reply) {
    private fun renewToken(): String = post("$OPEN_API/authen/plugin_token", mapOf("type" to 0), "").data.getValue("token") as String

    fun query(project: String, ids: List<Long>): Map<String, Any> {
        var token = renewToken()
        for (attempt in 0 until 5) {
            val reply = post("$OPEN_API/$project/work_item/story/query", mapOf("work_item_ids" to ids), token)
            if (reply.errCode == 0) return reply.data
            val policy = policyOf(reply)
            if (policy == Policy.FAIL) throw IllegalStateException(reply.errMsg)
            if (policy == Policy.RENEW) token = renewToken()
            Thread.sleep(1000L shl attempt)
        }
        throw IllegalStateException("no answer after 5 attempts")
    }

    /** Early returns in sequence, and no second try anywhere. */
    fun comment(item: Long, content: String, token: String): Map<String, Any>? {
        val reply = post("$OPEN_API/work_item/story/$item/comment/create", mapOf("content" to content), token)
        if (reply.errCode == 0) return reply.data
        if (reply.errCode == 10429) throw IllegalStateException("too many requests")
        if (reply.errCode == 20006) return null
        throw IllegalStateException(reply.errMsg)
    }
}
