package visitorseal.device.internal

import java.nio.ByteBuffer
import java.nio.charset.CharacterCodingException
import visitorseal.device.ConfigurationException
import visitorseal.device.JsonSink
import visitorseal.device.RefusedException
import visitorseal.device.ValueFault
import visitorseal.device.ValueSink
import visitorseal.device.VisitorException
import visitorseal.device.readObject
import visitorseal.device.InternalException as PublicInternalException
import visitorseal.device.Key as PublicKey
import visitorseal.device.Setting as PublicSetting
import visitorseal.device.VisitorsealException as PublicException
import visitorseal.device.Warning as PublicWarning

/*
 * What the classes that the server and the device share ask of a native library, over the code that uniffi generates. The
 * server module has the same over JNI.
 */

internal typealias NativeScheme = Scheme

internal typealias NativePage = Page

internal typealias NativeSigned = Signed

/** Calls the native library and throws its errors as this package's. A closed object stays an IllegalStateException. */
internal inline fun <T> call(action: () -> T): T =
    try {
        Library.check()
        action()
    } catch (error: VisitorsealException) {
        throw toException(error)
    } catch (_: InternalException) {
        throw PublicInternalException("panic", null, "The library panicked. Please report this.")
    } catch (_: CharacterCodingException) {
        throw PublicInternalException("argument_encoding", null, ValueFault.TEXT_NOT_UNICODE.reason)
    }

internal fun toException(error: VisitorsealException): PublicException =
    when (error) {
        is VisitorsealException.Configuration -> ConfigurationException(error.code, error.`field`, error.reason)
        is VisitorsealException.Visitor -> VisitorException(error.code, error.`field`, error.reason)
        is VisitorsealException.Refused ->
            RefusedException(error.code, error.`field`, error.reason, error.httpStatus.toInt(), error.httpError)
        is VisitorsealException.Internal -> PublicInternalException(error.code, error.`field`, error.reason)
    }

/** Calls the native library with bytes, which then needs no copy of its own. */
internal inline fun <T> withBytes(bytes: ByteArray, action: (ByteBuffer) -> T): T {
    val buffer = ByteBuffer.allocateDirect(bytes.size).apply { put(bytes).flip() }
    return try {
        call { action(buffer) }
    } finally {
        // The generated code keeps only the address, so the buffer must stay in use until here.
        buffer.clear()
    }
}

internal fun visitorSink(): ValueSink = JsonSink()

/** A visitor in JSON, as the native library takes it. */
internal fun visitorOfJson(json: ByteArray): ByteArray = json

internal fun nativeSchemes(): List<String> = schemes()

internal fun nativeScheme(name: String): NativeScheme = scheme(name)

internal fun parseScheme(toml: String): NativeScheme = Scheme.parse(toml)

internal fun settingsOf(scheme: NativeScheme): List<PublicSetting> =
    scheme.settings().map { PublicSetting(it.name, it.about, it.isRequired) }

internal fun newPage(scheme: NativeScheme, settings: ByteArray): NativePage = call { Page(scheme, settings.decodeToString()) }

internal fun warningsOf(signed: NativeSigned): List<PublicWarning> =
    signed.warnings().map { PublicWarning(it.code, it.`field`, it.reason) }

internal fun newVerifier(
    scheme: NativeScheme,
    keys: List<PublicKey>,
    policy: String,
    leeway: Long,
    maxToken: Long,
    settings: ByteArray,
): NativeVerifier = call {
    val natives = keys.map { Key(it.bytes, it.kid) }
    try {
        NativeVerifier(Verifier(scheme, natives, policy, leeway.toULong(), maxToken.toULong(), settings.decodeToString()))
    } finally {
        natives.forEach(Key::close)
    }
}

internal class NativeVerifier(private val verifier: Verifier) {
    fun scheme(): String = verifier.scheme()

    fun maxBody(): Long = verifier.maxBody().coerceAtMost(Long.MAX_VALUE.toULong()).toLong()

    fun verifyJson(body: ByteBuffer, now: Long): NativeVerified = NativeVerified(verifier.verifyJson(body, now))

    fun close(): Unit = verifier.close()
}

internal class NativeVerified(private val verified: Verified) {
    fun isVerified(): Boolean = verified.isVerified

    fun signed(): Map<String, Any?> = readObject(verified.signedJson)

    fun unsigned(): Map<String, Any?> = readObject(verified.unsignedJson)

    fun key(): Int? = verified.key?.toInt()

    fun tokenId(): String? = verified.tokenId

    fun refusal(): PublicException? = verified.refusal?.let(::toException)

    fun contact(): NativeContact? = verified.contact?.let(::NativeContact)

    fun toJson(): String = verified.json
}

internal class NativeContact(private val contact: Contact) : ContactInterface by contact {
    fun attributes(): Map<String, Any?> = readObject(contact.attributesJson())
}

internal fun nativeInspectToken(token: String): NativeInspectedToken = NativeInspectedToken(inspectToken(token))

internal class NativeInspectedToken(private val token: InspectedToken) : InspectedTokenInterface by token {
    fun unverifiedHeader(): Map<String, Any?> = readObject(token.unverifiedHeaderJson())

    fun unverifiedClaims(): Map<String, Any?> = readObject(token.unverifiedClaimsJson())
}
