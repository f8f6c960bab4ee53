package client

import java.net.HttpURLConnection
import java.net.URL

class MarketoException(message: String) : Exception(message)

data class Fault(val code: String, val message: String)

data class Answer(val success: Boolean, val result: List<Map<String, Any>>, val errors: List<Fault>)

private const val BASE = "https://123-ABC-456.mktorest.com"
private const val MAX_ATTEMPTS = 4

class Leads(private val parse: (String) -> Answer) {
    private var token = ""

    /** A when in a loop. */
    fun find(email: String): List<Map<String, Any>> {
        for (attempt in 1..MAX_ATTEMPTS) {
            val answer = get("/rest/v1/leads.json?filterType=email&filterValues=$email")
            if (answer.success) return answer.result
            val error = answer.errors.first()
            when (error.code) {
                "601", "602" -> refreshToken()
                "606" -> Thread.sleep(20_000)
                "610" -> return emptyList()
                else -> throw MarketoException("${error.code}: ${error.message}")
            }
        }
        throw MarketoException("no answer after $MAX_ATTEMPTS attempts")
    }

    /** A chain of conditions in a function that calls itself. */
    fun describe(name: String): List<Map<String, Any>> {
        val answer = get("/rest/v1/$name/describe.json")
        if (answer.success) return answer.result
        val code = answer.errors.first().code
        if (code == "606") {
            Thread.sleep(20_000)
            return describe(name)
        } else if (code == "603") {
            return emptyList()
        }
        throw MarketoException(answer.errors.first().message)
    }

    private fun get(path: String): Answer {
        val connection = URL(BASE + path).openConnection() as HttpURLConnection
        connection.setRequestProperty("Authorization", "Bearer $token")
        return parse(connection.inputStream.bufferedReader().readText())
    }

    private fun refreshToken() {
        token = get("/identity/oauth/token?grant_type=client_credentials").result.first().getValue("access_token").toString()
    }
}
