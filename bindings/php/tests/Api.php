<?php

declare(strict_types=1);

namespace Visitorseal\Tests;

use PHPUnit\Framework\Assert;
use Visitorseal\Visitorseal;

/**
 * The package's public names, as reflection finds them, and tests/vectors/api.json: its table, and the blocks of PHP and of its
 * frameworks. A class or member with `@internal` is not public.
 */
final class Api
{
    /** Methods that a framework calls by these names, in middleware, commands, service providers, bundles and extensions. */
    private const OF_FRAMEWORKS = ['handle', 'register', 'boot', 'getPath', 'configure', 'loadExtension', 'getFunctions'];

    /** @return array<string, mixed> */
    public static function table(): array
    {
        return json_decode(file_get_contents(VECTORS . '/api.json'), true, 32, JSON_THROW_ON_ERROR);
    }

    /** @return array{renamed: array<string, array{name: string, reason: string}>, absent: array<string, string>, extra: array<string, string>} */
    public static function block(string $language): array
    {
        return self::table()['languages'][$language];
    }

    public static function camel(string $name): string
    {
        return lcfirst(str_replace('_', '', ucwords($name, '_')));
    }

    /** @return list<\ReflectionClass<object>> the public classes in these folders of the installed package */
    public static function classes(string ...$folders): array
    {
        $src = dirname((new \ReflectionClass(Visitorseal::class))->getFileName());
        $classes = [];
        foreach ($folders as $folder) {
            foreach (preg_grep('/\.php$/', scandir("$src$folder")) as $file) {
                $class = self::load('Visitorseal' . strtr($folder, '/', '\\') . '\\' . basename($file, '.php'));
                if ($class && !self::isInternal($class)) {
                    $classes[] = $class;
                }
            }
        }
        return $classes;
    }

    /** @return \ReflectionClass<object>|null null if a framework that the class needs is not installed */
    private static function load(string $class): ?\ReflectionClass
    {
        try {
            return new \ReflectionClass($class);
        } catch (\Error) {
            return null;
        }
    }

    /** Members of the extension's classes: code in C has no `@internal`. */
    private const OF_THE_EXTENSION = ['Signer.jsonSerialize', 'Signed.jsonSerialize', 'Signed.ofHandle', 'Signed.withWarnings'];

    private static function isInternal(\ReflectionClass|\ReflectionMethod|\ReflectionProperty|\ReflectionClassConstant $thing): bool
    {
        if ($thing instanceof \ReflectionMethod && $thing->isInternal()) {
            return in_array($thing->getDeclaringClass()->getShortName() . ".$thing->name", self::OF_THE_EXTENSION, true);
        }
        return preg_match('/^\s*(\/\*)?\*+\s*@internal\b/m', (string) $thing->getDocComment()) === 1;
    }

    /** @return list<string> the names of a class's public constants, properties and methods */
    public static function members(\ReflectionClass $class): array
    {
        $members = [
            ...$class->getReflectionConstants(\ReflectionClassConstant::IS_PUBLIC),
            ...$class->getProperties(\ReflectionProperty::IS_PUBLIC),
            ...$class->getMethods(\ReflectionMethod::IS_PUBLIC),
        ];
        $members = array_filter($members, static fn(\ReflectionProperty|\ReflectionMethod|\ReflectionClassConstant $member): bool =>
            str_starts_with($member->getDeclaringClass()->name, 'Visitorseal\\') && !str_starts_with($member->name, '__')
            && !self::isInternal($member) && !in_array($member->name, self::OF_FRAMEWORKS, true));
        return array_values(array_unique(array_map(static fn(object $member): string => $member->name, $members)));
    }

    /**
     * The names are those of the table for frameworks, and of the language's block.
     *
     * @param list<string> $names
     */
    public static function assertNames(string $language, array $names): void
    {
        ['renamed' => $renamed, 'absent' => $absent, 'extra' => $extra] = self::block($language);
        $demanded = array_map(
            static fn(string $name): string => $renamed[$name]['name'] ?? $name,
            array_values(array_diff(array_keys(self::table()['frameworks']), array_keys($absent))),
        );
        Assert::assertSame([], array_values(array_diff($demanded, $names)), 'names of the table that are missing');
        Assert::assertSame([], array_values(array_diff($names, $demanded, array_keys($extra))), 'public names that are in no table');
        Assert::assertSame([], array_values(array_diff(array_keys($extra), $names)), 'extra names that do not exist');
        Assert::assertSame([], array_values(array_intersect($names, [...array_keys($absent), ...array_keys($renamed)])), 'absent names that exist');
    }

    /** @return list<string> the public classes in these folders, and their members that are not helpers */
    public static function membersOf(string ...$folders): array
    {
        $names = [];
        foreach (self::classes(...$folders) as $class) {
            $names[] = $class->getShortName();
            if (!is_subclass_of($class->name, \Visitorseal\Page\PageHelpers::class)) {
                foreach (self::members($class) as $member) {
                    $names[] = $class->getShortName() . ".$member";
                }
            }
        }
        return $names;
    }

    public static function snake(string $name): string
    {
        return strtolower(preg_replace('/(?<=[a-z0-9])[A-Z]/', '_$0', $name));
    }

    /** @return list<string> the options of a brand, in the letter case of configurations */
    public static function options(): array
    {
        $parameters = (new \ReflectionMethod(\Visitorseal\Page\Brand::class, '__construct'))->getParameters();
        $options = array_map(static fn(\ReflectionParameter $parameter): string => self::snake($parameter->name), $parameters);
        return array_values(array_diff($options, ['name']));
    }
}
