package client

import java.net.HttpURLConnection
import java.net.URL
import kotlinx.coroutines.delay

private const val MAX_ATTEMPTS = 4

class MarketoException(message: String) : Exception(message)

/** An answer, as far as this client reads it. */
class Answer(private val text: String) {
    val success: Boolean get() = text.contains("\"success\":true")
    val result: List<String> get() = listOf(text)
    val errorCode: String get() = field("code")

    fun field(name: String): String = text.substringAfter("\"$name\":\"", "\"").substringBefore('"')
}

class Leads(private val base: String = "https://123-ABC-456.mktorest.com") {
    private var token = ""

    /** A when in a loop that knows one of the throttled codes. */
    suspend fun find(email: String): List<String> {
        for (attempt in 1..MAX_ATTEMPTS) {
            val answer = get("/rest/v1/leads.json?filterType=email&filterValues=$email")
            if (answer.success) return answer.result
            when (answer.errorCode) {
                "615" -> delay(2_000)
                "610" -> return emptyList()
                else -> throw MarketoException("${answer.errorCode}: ${answer.field("message")}")
            }
        }
        throw MarketoException("no answer after $MAX_ATTEMPTS attempts")
    }

    /** A when that tries nothing twice. */
    fun describe(name: String): List<String> {
        val answer = get("/rest/v1/$name/describe.json")
        if (answer.success) return answer.result
        when (answer.errorCode) {
            "603" -> throw MarketoException("this user may not read it")
            "610" -> return emptyList()
            else -> throw MarketoException(answer.field("message"))
        }
    }

    /** A chain of conditions that tries nothing twice. */
    suspend fun count(program: String): List<String> {
        val answer = get("/rest/asset/v1/program/$program/members.json")
        if (answer.success) return answer.result
        val code = answer.errorCode
        if (code == "603") {
            throw MarketoException("this user may not read it")
        } else if (code == "719") {
            throw MarketoException("the record is locked")
        }
        throw MarketoException(answer.field("message"))
    }

    private fun get(path: String): Answer {
        if (token == "") refreshToken()
        return send(path)
    }

    private fun send(path: String): Answer {
        val connection = URL(base + path).openConnection() as HttpURLConnection
        connection.setRequestProperty("Authorization", "Bearer $token")
        return Answer(connection.inputStream.bufferedReader().readText())
    }

    private fun refreshToken() {
        token = send("/identity/oauth/token?grant_type=client_credentials").field("access_token")
    }
}
