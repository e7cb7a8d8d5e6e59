/*
 * An agent of the JVM. It prints to the file of its option which classes, methods and fields of Java our native library asks for,
 * and how often the library makes an array. Graal's native-image must know these names beforehand.
 *
 * `javac -h`'s jni.h and jvmti.h are in the JDK.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <jvmti.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static jvmtiEnv *tools;
static jniNativeInterface *original;
static FILE *out;

/* Whether the code at this address is that of our library. */
static int is_ours(void *caller) {
    Dl_info info;
    return dladdr(caller, &info) && info.dli_fname && strstr(info.dli_fname, "visitorseal_jni");
}

/* The JVM's own lookups are many, so each function asks first who called it. */
#define OURS is_ours(__builtin_return_address(0))

static void note(const char *kind, jclass class, const char *name, const char *type) {
    char *signature = NULL;
    (*tools)->GetClassSignature(tools, class, &signature, NULL);
    fprintf(out, "%s %s %s %s\n", kind, signature ? signature : "?", name, type);
    fflush(out);
    (*tools)->Deallocate(tools, (unsigned char *)signature);
}

static jclass JNICALL find_class(JNIEnv *env, const char *name) {
    if (OURS) {
        fprintf(out, "class L%s;\n", name);
        fflush(out);
    }
    return original->FindClass(env, name);
}

static jmethodID JNICALL get_method(JNIEnv *env, jclass class, const char *name, const char *type) {
    if (OURS) note("method", class, name, type);
    return original->GetMethodID(env, class, name, type);
}

static jmethodID JNICALL get_static_method(JNIEnv *env, jclass class, const char *name, const char *type) {
    if (OURS) note("method", class, name, type);
    return original->GetStaticMethodID(env, class, name, type);
}

static jfieldID JNICALL get_field(JNIEnv *env, jclass class, const char *name, const char *type) {
    if (OURS) note("field", class, name, type);
    return original->GetFieldID(env, class, name, type);
}

static jfieldID JNICALL get_static_field(JNIEnv *env, jclass class, const char *name, const char *type) {
    if (OURS) note("field", class, name, type);
    return original->GetStaticFieldID(env, class, name, type);
}

/* With LOOKUPS_NO_MEMORY=n, the library's n-th array does not fit into memory. Then it looks at the exception. */
static jbyteArray JNICALL new_bytes(JNIEnv *env, jsize length) {
    static int count;
    const char *nth = getenv("LOOKUPS_NO_MEMORY");
    if (OURS) {
        fprintf(out, "array\n");
        fflush(out);
        if (nth && ++count == atoi(nth)) {
            original->ThrowNew(env, original->FindClass(env, "java/lang/OutOfMemoryError"), "planted");
            return NULL;
        }
    }
    return original->NewByteArray(env, length);
}

static void JNICALL begin(jvmtiEnv *env, JNIEnv *jni, jthread thread) {
    jniNativeInterface *changed;
    (void)jni;
    (void)thread;
    (*env)->GetJNIFunctionTable(env, &original);
    (*env)->GetJNIFunctionTable(env, &changed);
    changed->FindClass = find_class;
    changed->GetMethodID = get_method;
    changed->GetStaticMethodID = get_static_method;
    changed->GetFieldID = get_field;
    changed->GetStaticFieldID = get_static_field;
    changed->NewByteArray = new_bytes;
    (*env)->SetJNIFunctionTable(env, changed);
}

JNIEXPORT jint JNICALL Agent_OnLoad(JavaVM *vm, char *options, void *reserved) {
    jvmtiEventCallbacks events = {.VMInit = begin};
    (void)reserved;
    out = options ? fopen(options, "a") : NULL;
    if (!out || (*vm)->GetEnv(vm, (void **)&tools, JVMTI_VERSION_1_2) != JNI_OK) return JNI_ERR;
    (*tools)->SetEventCallbacks(tools, &events, sizeof events);
    (*tools)->SetEventNotificationMode(tools, JVMTI_ENABLE, JVMTI_EVENT_VM_INIT, NULL);
    return JNI_OK;
}
