<?php

declare(strict_types=1);

namespace Visitorseal\Page;

use Symfony\Component\VarDumper\Caster\Caster;
use Symfony\Component\VarDumper\Cloner\AbstractCloner;
use Visitorseal\Contact;
use Visitorseal\InspectedToken;
use Visitorseal\Key;
use Visitorseal\Laravel\Html;
use Visitorseal\Script;
use Visitorseal\Signed;
use Visitorseal\Signer;
use Visitorseal\Verified;
use Visitorseal\Verifier;

/** Keeps secrets and visitors out of Symfony's `dump()`, which ignores `__debugInfo`. */
final class VarDumper
{
    private const CLASSES = [
        Brand::class, Contact::class, Html::class, InspectedToken::class, Key::class, Script::class, Signed::class,
        Signer::class, Verified::class, Verifier::class,
    ];

    /** Makes `dump()` show what `var_dump()` shows. It does nothing without Symfony's VarDumper. */
    public static function hideSecrets(): void
    {
        if (class_exists(AbstractCloner::class)) {
            foreach (self::CLASSES as $class) {
                AbstractCloner::$defaultCasters[$class] = self::cast(...);
            }
        }
    }

    /** @return array<string, mixed> */
    private static function cast(object $object): array
    {
        $properties = [];
        foreach ($object->__debugInfo() as $name => $value) {
            $properties[Caster::PREFIX_VIRTUAL . $name] = $value;
        }
        return $properties;
    }
}
