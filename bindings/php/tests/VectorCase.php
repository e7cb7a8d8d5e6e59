<?php

declare(strict_types=1);

namespace Visitorseal\Tests;

use PHPUnit\Framework\AssertionFailedError;
use PHPUnit\Framework\TestCase;
use Visitorseal\ConfigurationException;
use Visitorseal\Explanation;
use Visitorseal\InternalException;
use Visitorseal\Key;
use Visitorseal\Page;
use Visitorseal\RefusedException;
use Visitorseal\Scheme;
use Visitorseal\Signed;
use Visitorseal\Signer;
use Visitorseal\Verified;
use Visitorseal\Verifier;
use Visitorseal\VisitorException;
use Visitorseal\Visitorseal;
use Visitorseal\VisitorsealException;

/** Reads the shared vectors and makes the calls that they describe. See tests/vectors/README.md. */
abstract class VectorCase extends TestCase
{
    protected const CLASSES = [
        'configuration' => ConfigurationException::class,
        'visitor' => VisitorException::class,
        'refused' => RefusedException::class,
        'internal' => InternalException::class,
    ];

    /** @return array<mixed> */
    protected static function read(string $name): array
    {
        $json = file_get_contents(VECTORS . "/$name.json");
        return json_decode($json, true, 512, JSON_THROW_ON_ERROR | JSON_BIGINT_AS_STRING);
    }

    /** Runs a test with each case of a file, and reports every case that fails. */
    protected function each(string $name, \Closure $test): void
    {
        $failures = [];
        // Once more as objects, because an array cannot be an empty object.
        $objects = json_decode(file_get_contents(VECTORS . "/$name.json"), false, 512, JSON_BIGINT_AS_STRING);
        foreach (self::read($name) as $index => $case) {
            try {
                $test($case, $objects[$index]);
            } catch (AssertionFailedError | VisitorsealException | \ErrorException $failure) {
                $failures[] = "{$case['id']}, {$case['comment']}: {$failure->getMessage()}";
            }
        }
        self::assertSame([], $failures);
        self::assertNotEmpty($objects);
    }

    /** A value of a case, in whichever form the case has it. */
    protected static function value(array $case, string $name): string
    {
        foreach (['', '_text', '_hex', '_file', '_repeat'] as $form) {
            if (isset($case[$name . $form])) {
                $value = $case[$name . $form];
                return match ($form) {
                    '_hex' => hex2bin($value),
                    '_file' => file_get_contents(KEYS . "/$value"),
                    '_repeat' => $value[0] . str_repeat($value[1], $value[2]) . $value[3],
                    default => $value,
                };
            }
        }
        throw new \LogicException("{$case['id']} has no $name");
    }

    protected static function scheme(array $case): Scheme|string
    {
        return isset($case['scheme_toml']) ? Scheme::parse($case['scheme_toml']) : $case['scheme'];
    }

    protected static function signer(array $case): Signer
    {
        return new Signer(self::scheme($case), self::value($case, 'secret'), ...$case['settings'] ?? []);
    }

    /** @return list<string|Key> */
    protected static function keys(array $case): array
    {
        return array_map(static function (array $key): string|Key {
            $forms = [];
            foreach ($key as $form => $value) {
                $forms["key_$form"] = $value;
            }
            $bytes = self::value($forms, 'key');
            return array_key_exists('kid', $key) ? new Key($bytes, kid: $key['kid']) : $bytes;
        }, $case['keys']);
    }

    protected static function verifier(array $case): Verifier
    {
        return new Verifier(
            self::scheme($case),
            self::keys($case),
            $case['policy'],
            $case['leeway'],
            $case['max_token'],
            ...$case['settings'],
        );
    }

    protected static function sign(array $case, \stdClass $object): Signed
    {
        return self::signer($case)->sign((array) $object->visitor, now: $case['now']);
    }

    protected static function verifyJson(array $case): Verified
    {
        return self::verifier($case)->verifyJson(self::value($case, 'body'), now: $case['now']);
    }

    protected static function explain(array $case, mixed $fields): Explanation
    {
        $options = ['leeway' => 'leeway', 'max_token' => 'maxToken', 'visitor' => 'visitor'];
        $given = array_intersect_key($case, $options);
        $named = array_combine(array_map(static fn(string $name): string => $options[$name], array_keys($given)), $given);
        return Visitorseal::explain(self::scheme($case), self::keys($case), $fields, $case['now'], ...$named, ...$case['settings']);
    }

    /** The page of the case, which needs no secret. */
    protected static function page(array $case): Page
    {
        return new Page(self::scheme($case), ...$case['settings'] ?? []);
    }

    protected static function script(array $case, \stdClass $object): string
    {
        $signer = self::signer($case);
        return (string) match ($case['call']) {
            'script' => self::sign($case, $object)->script($case['nonce']),
            'url' => self::sign($case, $object)->url(),
            'prefill' => $signer->prefill((array) $object->visitor)->script($case['nonce']),
            'forget' => $signer->forgetScript($case['nonce']),
            'anonymous' => $signer->anonymousScript($case['nonce']),
        };
    }

    protected static function element(array $case, \stdClass $object): string
    {
        return (string) match ($case['call']) {
            'element' => self::sign($case, $object)->element($case['endpoint']),
            'prefill_element' => self::page($case)->prefill((array) $object->visitor)->element($case['endpoint']),
            'anonymous_element' => self::page($case)->anonymousElement(),
        };
    }

    /** Asserts that the call throws the error of the case, with the class of its kind. */
    protected static function assertThrows(array $case, callable $call): VisitorsealException
    {
        $error = caught($call);
        self::assertInstanceOf(VisitorsealException::class, $error, (string) $error?->getMessage());
        self::assertSame($case['error'], ['code' => $error->errorCode, 'field' => $error->field]);
        self::assertSame(self::CLASSES[self::kinds()[$error->errorCode]], $error::class);
        self::assertNotSame('', $error->reason);
        $texts = [$case['secret'] ?? '', ...array_column($case['keys'] ?? [], 'text'), 'jane@example.com', 'Jane Doe'];
        foreach ($texts as $text) {
            self::assertFalse(strlen($text) > 3 && str_contains($error->getMessage(), $text), 'the error contains a secret');
        }
        return $error;
    }

    /** @return array<string, string> the kind of each code */
    protected static function kinds(): array
    {
        return array_column(self::read('errors')['errors'], 'kind', 'code');
    }

    /** @return array<string, string> the codes that the library raises, not the package */
    protected static function kindsOfTheLibrary(): array
    {
        $errors = array_filter(self::read('errors')['errors'], static fn(array $error): bool => $error['raised_by'] === 'core');
        return array_column($errors, 'kind', 'code');
    }

    /** @return list<string> */
    protected static function codes(array $items): array
    {
        return array_map(static fn(object $item): string => $item->code, $items);
    }
}
