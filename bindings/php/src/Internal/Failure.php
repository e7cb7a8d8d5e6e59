<?php

declare(strict_types=1);

namespace Visitorseal\Internal;

use Visitorseal\ConfigurationException;
use Visitorseal\InternalException;
use Visitorseal\RefusedException;
use Visitorseal\Signed;
use Visitorseal\VisitorException;
use Visitorseal\VisitorsealException;

/**
 * The exceptions that both ways to the C library throw: ffi and the extension.
 *
 * @internal
 */
final class Failure
{
    public const OF_SECRET = 'It holds a secret. Make another one where you need it.';
    public const OF_SIGNED = 'Keep its fields or its toJson(), or sign the visitor again where you make the page.';

    private const CLASSES = [
        1 => ConfigurationException::class,
        2 => VisitorException::class,
        3 => RefusedException::class,
        4 => InternalException::class,
    ];

    /** The exception for an error of the library: the members of `visitorseal_error`. */
    public static function exception(
        int $kind,
        string $code,
        string $field,
        string $reason,
        int $httpStatus,
        string $httpError,
    ): VisitorsealException {
        $class = self::CLASSES[$kind] ?? InternalException::class;
        $arguments = [$code, $field === '' ? null : $field, $reason];
        return $class === RefusedException::class && $httpStatus !== 0
            ? new RefusedException(...$arguments, httpStatus: $httpStatus, httpError: $httpError)
            : new $class(...$arguments);
    }

    /** What an object throws that can be neither cloned nor serialized. */
    public static function refusal(string $class, string $verb, ?string $instead = null): \LogicException
    {
        $instead ??= $class === Signed::class ? self::OF_SIGNED : self::OF_SECRET;
        return new \LogicException("$class cannot be $verb. $instead");
    }

    /** What a copy by reflection throws, and an object after its destructor. */
    public static function copy(): \LogicException
    {
        return new \LogicException('This object is a copy, or PHP has already destroyed it. '
            . 'Use the object that visitorseal returned, before PHP ends.');
    }
}
