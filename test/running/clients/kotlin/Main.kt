package client

import kotlin.coroutines.Continuation
import kotlin.coroutines.EmptyCoroutineContext
import kotlin.coroutines.startCoroutine

/** Stands before `java.lang.Thread` for all that lies in this package: its clock is not the real one. */
object Thread {
    fun sleep(ms: Long) = println("waited $ms")
}

/** Asks for what the arguments say, pair by pair: an operation and the address to ask. Nothing here suspends, so each comes to its end at once. */
fun main(args: Array<String>) {
    for (i in args.indices step 2) {
        val leads = Leads(args[i + 1])
        val ask: suspend () -> List<String> = {
            when (args[i]) {
                "find" -> leads.find("1")
                "describe" -> leads.describe("1")
                else -> leads.count("1")
            }
        }
        ask.startCoroutine(object : Continuation<List<String>> {
            override val context = EmptyCoroutineContext

            override fun resumeWith(result: Result<List<String>>) {
                result.fold({ println("done ${it.size}") }, { println("failed ${it.message}") })
            }
        })
    }
}
