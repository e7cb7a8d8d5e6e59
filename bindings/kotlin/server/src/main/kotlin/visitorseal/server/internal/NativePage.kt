package visitorseal.server.internal

/** A page of the native library. It has no secret, and whatever was signed with it keeps it. */
internal class PageHandle(number: Long, val scheme: NativeScheme) {
    val handle = Handle(number)
}

internal fun newPage(scheme: NativeScheme, settings: ByteArray): NativePage =
    NativePage(PageHandle(call { scheme.handle.use { Reply.of(Native.page(it, settings)).long() } }, scheme))

/** A page that can be closed. What it made stays usable. */
internal class NativePage(private val page: PageHandle) {
    @Volatile
    private var isClosed = false

    private inline fun <T> use(call: (Long) -> T): T {
        check(!isClosed) { "The Page is closed." }
        return page.handle.use(call)
    }

    fun prefill(visitor: ByteArray): NativeSigned = NativeSigned(page, use { Native.prefill(it, visitor) })

    fun readSigned(json: ByteArray): NativeSigned = NativeSigned(page, use { Native.readSigned(it, json) })

    fun forgetScript(nonce: String?): String = use { Reply.text(Native.forgetScript(it, nonce?.encodeToByteArray())) }

    fun anonymousScript(nonce: String?): String = use { Reply.text(Native.anonymousScript(it, nonce?.encodeToByteArray())) }

    fun anonymousElement(): String = use { Reply.text(Native.anonymousElement(it)) }

    fun url(token: String): String = use { Reply.text(Native.tokenUrl(it, token.encodeToByteArray())) }

    fun close() {
        isClosed = true
    }
}
