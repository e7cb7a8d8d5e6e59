<?php

declare(strict_types=1);

namespace Visitorseal\Page;

use Symfony\Component\VarDumper\Caster\Caster;
use Symfony\Component\VarDumper\Cloner\AbstractCloner;
use Visitorseal\Contact;
use Visitorseal\Inspected;
use Visitorseal\Key;
use Visitorseal\Script;
use Visitorseal\Signed;
use Visitorseal\Signer;
use Visitorseal\Verified;
use Visitorseal\Verifier;

/** What Symfony's `dump` shows: what `var_dump` does, so no secret and no visitor. It looks past `__debugInfo` by itself. */
final class Dumps
{
    private const DISCREET = [
        Brand::class, Contact::class, Inspected::class, Key::class, Script::class, Signed::class, Signer::class,
        Verified::class, Verifier::class,
    ];

    /** Tells Symfony's VarDumper, where it is installed. */
    public static function hide(): void
    {
        if (class_exists(AbstractCloner::class)) {
            foreach (self::DISCREET as $class) {
                AbstractCloner::$defaultCasters[$class] = self::shown(...);
            }
        }
    }

    /** @return array<string, mixed> */
    private static function shown(object $object): array
    {
        $shown = [];
        foreach ($object->__debugInfo() as $name => $value) {
            $shown[Caster::PREFIX_VIRTUAL . $name] = $value;
        }
        return $shown;
    }
}
