PHP_ARG_WITH([visitorseal],
  [for visitorseal],
  [AS_HELP_STRING([--with-visitorseal=FILE], [The path of libvisitorseal.a; visitorseal.h must be in the same folder])])

if test "$PHP_VISITORSEAL" != "no"; then
  test -f "$PHP_VISITORSEAL" || AC_MSG_ERROR([--with-visitorseal must be the path of libvisitorseal.a])
  PHP_ADD_INCLUDE([`dirname "$PHP_VISITORSEAL"`])
  dnl The library stays inside the extension: nothing else in the process may see or replace its functions.
  VISITORSEAL_SHARED_LIBADD="-Wl,$PHP_VISITORSEAL -Wl,--exclude-libs,ALL -Wl,--gc-sections -Wl,-z,relro,-z,now -lpthread -ldl -lm"
  PHP_SUBST([VISITORSEAL_SHARED_LIBADD])
  PHP_NEW_EXTENSION([visitorseal],
    [visitorseal.c cache.c json.c lazy.c handle.c library.c signer.c sign.c digest.c signed.c script.c],
    [$ext_shared],,
    [-Wall -Wextra -Werror -Wno-unused-parameter -Wno-sign-compare -fvisibility=hidden -ffunction-sections -DZEND_ENABLE_STATIC_TSRMLS_CACHE=1])
fi
