package vectors

import java.lang.reflect.Modifier
import java.nio.file.Path
import kotlin.reflect.KClass
import kotlin.reflect.KClassifier
import kotlin.reflect.KFunction
import kotlin.reflect.KType
import kotlin.reflect.KVisibility
import kotlin.reflect.full.companionObject
import kotlin.reflect.full.declaredMembers
import kotlin.reflect.full.primaryConstructor
import kotlin.reflect.jvm.kotlinFunction
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** Compares the public names of this module's classes with tests/vectors/api.json. */
class NamesTest {
    private val part = System.getProperty("part")
    private val folder = "visitorseal/$part"
    private val table = Vectors.read("api")
    private val block = table["languages"][if (part == "server") "kotlin-server" else "kotlin-android"]
    private val absent = block["absent"].fieldNames().asSequence().toSet()
    private val extra = block["extra"].fieldNames().asSequence().toSet()

    /** The classes of the package. Those of the generated code are in another package, which nobody imports. */
    private val classes: List<Class<*>> = run {
        val root = Path.of(Class.forName("visitorseal.$part.Scheme").protectionDomain.codeSource.location.toURI())
        val files = checkNotNull(root.resolve(folder).toFile().list()).sorted()
        files.filter { it.endsWith(".class") && '$' !in it && "__" !in it }
            .map { Class.forName("visitorseal.$part." + it.removeSuffix(".class")) }
    }

    private fun isFacade(type: Class<*>) = type.getAnnotation(Metadata::class.java).kind in listOf(2, 4)

    /** Public top-level functions: of the file facades, those that Kotlin says are public. */
    private fun functions(): Map<String, Set<String>> =
        classes.filter(::isFacade).flatMap { facade ->
            facade.declaredMethods.filter { Modifier.isPublic(it.modifiers) && !it.isSynthetic }.mapNotNull { it.kotlinFunction }
                .filter { it.visibility == KVisibility.PUBLIC }.map { facade.simpleName to it.name }
        }.groupBy({ it.first }, { it.second }).mapValues { it.value.toSet() }

    private fun types(): List<KClass<*>> =
        classes.filterNot(::isFacade).map { it.kotlin }.filter { it.visibility == KVisibility.PUBLIC }

    private fun members(type: KClass<*>): Set<String> {
        val companion = type.companionObject?.takeIf { it.visibility == KVisibility.PUBLIC }
        val members = (type.declaredMembers + companion?.declaredMembers.orEmpty()).filter { it.visibility == KVisibility.PUBLIC }
        val constants = type.java.enumConstants.orEmpty().map { (it as Enum<*>).name }
        val inherited = Any::class.java.declaredMethods.map { it.name } + listOf("valueOf", "values", "entries")
        return (members.map { it.name } - inherited.toSet()).toSet() + constants
    }

    private fun camelCase(name: String) = Regex("_([a-z])").replace(name) { it.groupValues[1].uppercase() }

    /** A concept of the table in Kotlin: the name that the block gives, otherwise the same in Kotlin's letter case. */
    private fun name(concept: String): String =
        block["renamed"][concept]?.get("name")?.textValue() ?: camelCase(concept.substringAfterLast('.'))

    private fun expected(): Set<String> {
        val functions = table["functions"].fieldNames().asSequence().filter { it !in absent }.map(::name)
        val types = table["types"].properties().filter { it.key !in absent }.flatMap { (type, entry) ->
            listOf(name(type)) + entry["members"].fieldNames().asSequence().map { "$type.$it" }.filter { it !in absent }
                .map { "${name(type)}.${name(it)}" }
        }
        return functions.toSet() + types
    }

    private fun exported(): Set<String> =
        functions().values.flatten().toSet() +
            types().flatMap { type -> listOf(type.simpleName!!) + members(type).map { "${type.simpleName}.$it" } }

    @Test
    fun `the public names are those of the table`() {
        val missing = expected() - exported()
        val unknown = exported() - expected() - extra
        assertEquals(emptySet<String>() to emptySet<String>(), missing to unknown)
    }

    @Test
    fun `the block of this language names only what differs`() {
        assertEquals(emptySet<String>(), extra - exported())
        val concepts = table["functions"].fieldNames().asSequence().toSet() + table["types"].properties().flatMap { (type, entry) ->
            listOf(type) + entry["members"].fieldNames().asSequence().map { "$type.$it" }
        }
        val renamed = block["renamed"].fieldNames().asSequence().toSet()
        assertEquals(emptySet<String>(), absent + renamed - concepts)
        for (concept in absent) {
            val name = camelCase(concept).let { if ('.' in concept) "${name(concept.substringBefore('.'))}.${camelCase(concept.substringAfter('.'))}" else it }
            assertTrue(name !in exported(), "$name is listed as absent")
        }
        for (concept in renamed) assertTrue(camelCase(concept) !in exported(), "$concept has its own name")
    }

    @Test
    fun `the functions are Java's Visitorseal`() {
        assertEquals(setOf("Visitorseal"), functions().keys)
    }

    @Test
    fun `no public name has a type of the package internal`() {
        fun parts(type: KType): List<KClassifier?> = type.arguments.mapNotNull { it.type }.flatMap(::parts) + type.classifier
        val callables = types().flatMap { type ->
            type.declaredMembers + type.constructors + type.companionObject?.declaredMembers.orEmpty()
        }.filter { it.visibility == KVisibility.PUBLIC }
        assertTrue(callables.size > 50)
        for (callable in callables) {
            val named = (callable.parameters.map { it.type } + callable.returnType).flatMap(::parts)
            val internal = named.filter { "internal" in "$it" }
            assertEquals(emptyList<KClassifier>(), internal, "$callable")
        }
    }

    @Test
    fun `parameters have the table's order`() {
        for ((type, entry) in table["types"].properties()) {
            val order = entry["parameters"]?.map { camelCase(it.textValue()) } ?: continue
            val constructor: KFunction<*> = types().find { it.simpleName == type }?.primaryConstructor ?: continue
            assertEquals(order, constructor.parameters.map { it.name }, type)
        }
    }
}
