<?php

declare(strict_types=1);

namespace Visitorseal\Tests;

use PHPUnit\Framework\TestCase;

/** The names of the package without frameworks: every one is in the table or in the block of PHP, and every name of these exists. */
final class ApiTest extends TestCase
{
    /** @return list<string> */
    private static function inPackage(): array
    {
        $names = [];
        foreach (Api::classes('', '/Page') as $class) {
            $short = substr($class->name, strlen('Visitorseal\\'));
            $names[] = $short;
            foreach (Api::members($class) as $member) {
                $names[] = "$short.$member";
            }
        }
        return $names;
    }

    /** @return list<string> the names that the table demands of PHP, in PHP's letter case */
    private static function demanded(): array
    {
        $renamed = array_map(static fn(array $entry): string => $entry['name'], Api::block('php')['renamed']);
        $absent = Api::block('php')['absent'];
        $names = ['Visitorseal'];
        foreach (array_keys(Api::table()['functions']) as $function) {
            $names[] = 'Visitorseal.' . ($renamed[$function] ?? Api::camel($function));
        }
        foreach (Api::table()['types'] as $type => ['members' => $members]) {
            if (isset($absent[$type])) {
                continue;
            }
            $class = $renamed[$type] ?? $type;
            $names[] = $class;
            foreach (array_keys($members) as $member) {
                if (!isset($absent["$type.$member"])) {
                    $names[] = "$class." . ($renamed["$type.$member"] ?? Api::camel($member));
                }
            }
        }
        return $names;
    }

    public function testEveryNameOfTheTableIsThere(): void
    {
        self::assertSame([], array_values(array_diff(self::demanded(), self::inPackage())));
    }

    public function testEveryPublicNameIsInTheTableOrInPhpsBlock(): void
    {
        // The exceptions inherit the members of their base.
        $inherited = preg_grep('/^(Configuration|Visitor|Refused|Internal)Exception\.(errorCode|field|reason|kind)$/', self::inPackage());
        $known = [...self::demanded(), ...array_keys(Api::block('php')['extra']), ...$inherited];
        self::assertSame([], array_values(array_diff(self::inPackage(), $known)));
        self::assertSame([], array_values(array_diff(array_keys(Api::block('php')['extra']), self::inPackage())));
    }

    public function testAnAbsentOrRenamedNameDoesNotExist(): void
    {
        $there = self::inPackage();
        foreach (['absent', 'renamed'] as $list) {
            foreach (array_keys(Api::block('php')[$list]) as $name) {
                [$type, $member] = explode('.', $name) + [1 => null];
                $class = Api::block('php')['renamed'][$type]['name'] ?? $type;
                self::assertNotContains($member === null ? $type : "$class." . Api::camel($member), $there);
            }
        }
    }

    public function testConstructorsTakeTheParametersOfTheTableInItsOrder(): void
    {
        foreach (Api::table()['types'] as $type => $about) {
            if (isset($about['parameters']) && !isset(Api::block('php')['absent'][$type])) {
                $parameters = (new \ReflectionMethod("Visitorseal\\$type", '__construct'))->getParameters();
                $names = array_map(static fn(\ReflectionParameter $parameter): string => $parameter->name, $parameters);
                self::assertSame(array_map(Api::camel(...), $about['parameters']), $names);
            }
        }
    }

    public function testEveryEntryOfTheBlocksHasASentence(): void
    {
        foreach (['php', 'twig', 'laravel', 'symfony'] as $language) {
            ['renamed' => $renamed, 'absent' => $absent, 'extra' => $extra] = Api::block($language);
            foreach ([...array_column($renamed, 'reason'), ...array_values($absent), ...array_values($extra)] as $sentence) {
                self::assertMatchesRegularExpression('/^[A-Z`].*\.$/s', $sentence);
            }
        }
    }
}
