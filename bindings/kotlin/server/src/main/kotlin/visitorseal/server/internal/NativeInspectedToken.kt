package visitorseal.server.internal

import visitorseal.server.readObject

internal fun nativeInspectToken(token: String): NativeInspectedToken =
    NativeInspectedToken(Reply.checked(Native.inspectToken(token.encodeToByteArray())))

internal class NativeInspectedToken(private val answer: ByteArray) {
    private val json = Reply(answer).text()
    private val members by lazy { readObject(json) }

    fun unverifiedHeader(): Map<String, Any?> = readMap(members["header"])

    fun unverifiedClaims(): Map<String, Any?> = readMap(members["claims"])

    fun unverifiedExpiry(): Long? {
        val reply = Reply(answer).apply { skip() }
        if (!reply.flag()) throw reply.error()
        return reply.long().takeIf { it >= 0 }
    }

    fun toJson(): String = json
}
