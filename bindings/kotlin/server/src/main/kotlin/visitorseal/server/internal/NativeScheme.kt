package visitorseal.server.internal

import visitorseal.server.Setting
import visitorseal.server.readObject

internal fun nativeSchemes(): List<String> = Reply.lines(Native.schemes())

internal fun nativeScheme(name: String): NativeScheme = NativeScheme(Native.scheme(name.encodeToByteArray()))

internal fun parseScheme(toml: String): NativeScheme = NativeScheme(Native.parseScheme(toml.encodeToByteArray()))

internal fun settingsOf(scheme: NativeScheme): List<Setting> = scheme.settings()

/** A scheme. What it says about itself is read once, from its JSON. */
internal class NativeScheme(answer: ByteArray?) {
    val handle = Handle(Reply.of(answer).long())
    private val json by lazy { handle.use { Reply.text(Native.schemeJson(it)) } }
    private val about by lazy { readObject(json) }

    fun name(): String = about["name"] as String

    fun vendor(): String = about["vendor"] as String

    fun product(): String? = about["product"] as String?

    fun category(): String? = about["category"] as String?

    fun document(): String = about["document"] as String

    fun keyKind(): String = about["key_kind"] as String

    fun algorithm(): String = about["algorithm"] as String

    fun covers(): List<String> = (about["covers"] as List<*>).map { it as String }

    fun settings(): List<Setting> = (about["settings"] as List<*>).map { setting(readMap(it)) }

    private fun setting(members: Map<String, Any?>) =
        Setting(members["name"] as String, members["about"] as String, members["required"] as Boolean)

    fun toJson(): String = json
}
