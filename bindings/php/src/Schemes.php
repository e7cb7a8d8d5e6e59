<?php

declare(strict_types=1);

namespace Visitorseal;

use Visitorseal\Internal\Json;
use Visitorseal\Internal\Library;

/** The catalogue: the schemes that come with the library. */
final class Schemes
{
    /** @return list<string> */
    public static function names(): array
    {
        return array_column(Json::read(Library::loaded()->schemes()), 'name');
    }

    /**
     * The scheme of that name.
     *
     * @param string $name such as `bookbag`
     *
     * @throws ConfigurationError `scheme_unknown`
     */
    public static function get(#[\SensitiveParameter] mixed $name): Scheme
    {
        return Scheme::of($name);
    }
}
