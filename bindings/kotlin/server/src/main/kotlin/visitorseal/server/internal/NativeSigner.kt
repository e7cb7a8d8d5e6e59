package visitorseal.server.internal

import visitorseal.server.InternalException
import visitorseal.server.Outcome
import visitorseal.server.Signed
import visitorseal.server.VisitorsealException
import visitorseal.server.Warning

/** A signer, and its page, which outlives it. */
internal class NativeSigner private constructor(private val handle: Handle, private val page: PageHandle, reply: Reply) {
    private val warnings = reply.text()
    private val forms = NativePage(page)

    private constructor(reply: Reply, scheme: NativeScheme) :
        this(Handle(reply.long()), PageHandle(reply.long(), scheme), reply)

    constructor(scheme: NativeScheme, secret: ByteArray, settings: ByteArray) :
        this(scheme.handle.use { Reply.of(Native.signer(it, secret, settings)) }, scheme)

    fun scheme(): String = page.scheme.name()

    fun warnings(): List<Warning> = readWarnings(warnings)

    fun sign(visitor: ByteArray, now: Long): NativeSigned = NativeSigned(page, handle.use { Native.sign(it, visitor, now) })

    fun signMany(visitors: List<ByteArray>, now: Long): List<Outcome> {
        val replies = Reply.of(handle.use { Native.signMany(it, Frames.of(visitors), now) })
        return List(visitors.size) {
            try {
                Outcome(Signed(NativeSigned(page, replies.part())), null)
            } catch (error: VisitorsealException) {
                if (error is InternalException) throw error
                Outcome(null, error)
            }
        }
    }

    fun prefill(visitor: ByteArray): NativeSigned = forms.prefill(visitor)

    fun digest(message: ByteArray): String = Reply.ascii(handle.use { Native.digest(it, message) })

    /** The digest of a short text of ASCII, which is the usual one. Null for any other, and for every error. */
    fun digestOfAscii(message: String): String? {
        val length = message.length
        if (length > SHORT) return null
        // The digest replaces the message, so that this takes no second array.
        val bytes = ByteArray(SHORT)
        for (index in 0 until length) {
            val char = message[index]
            if (char.code >= 0x80) return null
            bytes[index] = char.code.toByte()
        }
        val written = handle.use { Native.digestInPlace(it, bytes, length) }
        return if (written < 0) null else String(bytes, 0, written, Charsets.ISO_8859_1)
    }

    fun digestMany(messages: List<ByteArray>): List<String> {
        if (messages.isEmpty()) return emptyList()
        val digests = Reply.checked(handle.use { Native.digestMany(it, Frames.of(messages)) })
        val length = (digests.size - 1) / messages.size
        return List(messages.size) { String(digests, 1 + it * length, length, Charsets.ISO_8859_1) }
    }

    fun forgetScript(nonce: String?): String = forms.forgetScript(nonce)

    fun anonymousScript(nonce: String?): String = forms.anonymousScript(nonce)

    fun close() {
        forms.close()
        handle.close()
    }

    private companion object {
        /** The size of the longest digest. It is also SHORT in `bindings/jni/src/short.rs`. */
        const val SHORT = 128
    }
}
