package visitorseal.server.internal

import java.io.InputStream

/** The jars of the platforms: which there are, and which this program has. */
internal object Jars {
    /** Of the loader and not of a class: on the module path, the library is in another module. */
    private val loader: ClassLoader = Jars::class.java.classLoader ?: ClassLoader.getSystemClassLoader()

    /** The version of the classes, in a file of their jar. */
    val version: String = text("version")

    /** The platforms for which we make a jar. */
    private val all: List<String> = text("platforms").lines()

    private fun text(name: String): String =
        checkNotNull(Jars::class.java.getResourceAsStream(name)).use { it.readBytes().decodeToString().trim() }

    fun open(platform: Platform): InputStream? = loader.getResourceAsStream(platform.resource)

    /** What is wrong if there is no library for a platform, and what to do. */
    fun whyMissing(platform: Platform): String {
        val found = all.filter { loader.getResource(Platform.resource(it)) != null }
        val others = when {
            platform.twin in found && platform.isMusl -> " The library for ${platform.twin} is for glibc, and this Java runs with musl."
            platform.twin in found -> " The library for ${platform.twin} is for musl, and this Java runs with glibc."
            found.isNotEmpty() -> " Those that are here are for ${found.joinToString()}."
            else -> ""
        }
        return "There is no native library for ${platform.name}.$others ${advice(platform.name)}"
    }

    private fun advice(name: String): String =
        if (name in all) {
            "Add the jar visitorseal-server-$version-$name.jar. In Gradle: runtimeOnly(\"visitorseal:visitorseal-server:$version:$name\"). " +
                "In Maven: the dependency visitorseal:visitorseal-server:$version a second time, with <classifier>$name</classifier>."
        } else {
            "No jar has one. Compile the library (cargo build --release --package visitorseal-jni), and name its file with the property ${LibraryFile.FILE}."
        }
}
