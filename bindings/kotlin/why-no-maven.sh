# Scripts source this file.

# why_no_maven: prints what is missing to build the Kotlin modules, or nothing.
why_no_maven() {
    command -v mvn > /dev/null || { echo "needs Maven 3.6.3 or later (Debian: maven)"; return; }
    javac -version 2> /dev/null | awk -F'[ .]' '{exit !($2 >= 17)}' || echo "needs a JDK 17 or later (Debian: default-jdk-headless)"
}
