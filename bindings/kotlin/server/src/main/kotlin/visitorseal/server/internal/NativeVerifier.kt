package visitorseal.server.internal

import visitorseal.server.Key
import visitorseal.server.VisitorsealException
import visitorseal.server.readObject

internal fun newVerifier(
    scheme: NativeScheme,
    keys: List<Key>,
    policy: String,
    leeway: Long,
    maxToken: Long,
    settings: ByteArray,
): NativeVerifier {
    val answer = call {
        withKeys(keys) { bytes ->
            scheme.handle.use { Native.verifier(it, bytes, policy.encodeToByteArray(), leeway, maxToken, settings) }
        }
    }
    return NativeVerifier(Reply.of(answer), scheme)
}

/** Calls with the keys as one array, which is wiped. */
internal inline fun <T> withKeys(keys: List<Key>, call: (ByteArray) -> T): T {
    val bytes = Frames.ofKeys(keys)
    return try {
        call(bytes)
    } finally {
        bytes.fill(0)
    }
}

internal class NativeVerifier(reply: Reply, private val scheme: NativeScheme) {
    private val handle = Handle(reply.long())
    private val maxBody = reply.long()

    fun scheme(): String = scheme.name()

    fun maxBody(): Long = maxBody

    fun verifyJson(body: ByteArray, now: Long): NativeVerified =
        NativeVerified(Reply.of(handle.use { Native.verify(it, body, now) }))

    fun close(): Unit = handle.close()
}

/** What a body proves. One answer has it all, but for the contact, which fills texts. */
internal class NativeVerified(reply: Reply) {
    private val isVerified = reply.flag()
    private val key = reply.int()
    private val json = reply.text()
    private val contact = reply.long().let { if (it == 0L) null else NativeContact(Handle(it)) }
    private val refusal = if (reply.flag()) reply.error() else null
    private val members by lazy { readObject(json) }

    fun isVerified(): Boolean = isVerified

    fun key(): Int? = key.takeIf { it >= 0 }

    fun signed(): Map<String, Any?> = readMap(members["signed"])

    fun unsigned(): Map<String, Any?> = readMap(members["unsigned"])

    fun tokenId(): String? = members["token_id"] as String?

    fun refusal(): VisitorsealException? = refusal

    fun contact(): NativeContact? = contact

    fun toJson(): String = json
}

internal class NativeContact(private val handle: Handle) {
    private val members by lazy { readObject(handle.use { Reply.text(Native.contactJson(it)) }) }

    fun externalId(): String? = members["external_id"] as String?

    fun name(): String? = members["name"] as String?

    fun email(): String? = members["email"] as String?

    fun phone(): String? = members["phone"] as String?

    fun attributes(): Map<String, Any?> = readMap(members["attributes"])

    fun unsigned(): List<String> = (members["unsigned"] as List<*>).map { it as String }

    fun fill(text: String): String = handle.use { Reply.text(Native.fill(it, text.encodeToByteArray())) }
}

@Suppress("UNCHECKED_CAST")
internal fun readMap(value: Any?): Map<String, Any?> = value as Map<String, Any?>? ?: emptyMap()
