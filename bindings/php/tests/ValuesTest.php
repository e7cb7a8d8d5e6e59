<?php

declare(strict_types=1);

namespace Visitorseal\Tests;

use PHPUnit\Framework\TestCase;
use Visitorseal\Signer;
use Visitorseal\Verifier;
use Visitorseal\VisitorException;

/** What attributes of each kind become: tests/vectors/values.json, with PHP's own values. */
final class ValuesTest extends TestCase
{
    private const TIME = '2026-11-28 09:30:00';

    /** What PHP does not have. */
    private const ABSENT = [
        'time_nano' => 'PHP has microseconds only',
        'date' => 'PHP has no type for a date; a DateTime that is given as a date only is a time',
        'time_without_zone' => "PHP's times always have a zone",
        'time_of_day' => 'PHP has no type for a time of day',
        'decimal_exponent' => "BCMath's numbers have no exponent",
        'decimal_nan' => "BCMath's numbers are finite",
        'integer_beyond_64_bits' => 'an integer beyond 64 bits is a float in PHP',
        'bytes' => "PHP's text is bytes",
        'key_not_text' => 'PHP makes text of the keys of an array',
    ];

    /** @return array<string, list<mixed>> values of PHP by the symbol of the file */
    private static function values(): array
    {
        $nested = static fn(int $depth): array => array_reduce(range(2, $depth), static fn(array $inner): array => [$inner], []);
        $cycle = [];
        $cycle[] = &$cycle;
        $itself = new \stdClass();
        $itself->itself = $itself;
        $zone = static fn(string $zone): \DateTimeImmutable => new \DateTimeImmutable(self::TIME, new \DateTimeZone($zone));
        $values = [
            'null' => [null],
            'boolean' => [true],
            'integer' => [42],
            'integer_largest_signed' => [PHP_INT_MAX],
            'fraction' => [1.5],
            'text' => ["J\u{e9}r\u{f4}me", new Writing("J\u{e9}r\u{f4}me")],
            'list' => [[1, 'a']],
            'map' => [['b' => 1, 'a' => 2], (object) ['b' => 1, 'a' => 2]],
            'nested_32' => [$nested(32)],
            'time_utc' => [$zone('UTC'), new \DateTime(self::TIME, new \DateTimeZone('+00:00')), $zone('Africa/Abidjan'),
                new Carbon(self::TIME . 'Z'), new OddTime(self::TIME . 'Z'), ...self::timesOfPackages()],
            'time_offset' => [$zone('+02:00'), new OddTime(self::TIME . '+02:00'), new \DateTime(self::TIME . '+02:00'), $zone('Africa/Cairo')],
            'time_negative_offset' => [$zone('-03:30'), $zone('America/St_Johns')],
            'time_tenth' => [new \DateTimeImmutable(self::TIME . '.100 UTC')],
            'time_micro' => [new \DateTimeImmutable(self::TIME . '.000123 UTC')],
            'uuid' => [new Uuid('123e4567-e89b-12d3-a456-426614174000'), ...self::uuidsOfPackages()],
            'enum_text' => [Plan::Growth],
            'enum_number' => [Level::Third],
            'writes_text' => [new Writing('growth'), new WritingRecord('growth')],
            'writes_number' => [new Writing(7)],
            'writes_boolean' => [new Writing(true)],
            'writes_object' => [new Writing(['id' => 7]), new Writing((object) ['id' => 7]), new Writing(null), new Model(['id' => 7]),
                new WritingRecord(['id' => 7])],
            'writes_list' => [new Writing([1, 2]), ...(function_exists('collect') ? [collect([1, 2])] : [])],
            'enum_bare' => [Bare::Only, BareButWriting::Only],
            'nan' => [NAN, new Writing(NAN)],
            'infinity' => [INF, -INF],
            'object' => [new \ArrayObject(), new class {
            }, new class {
                public function __toString(): string
                {
                    return 'text of no JSON form';
                }
            }, new Record(), new \Exception('never thrown'), STDIN, new \DateInterval('PT1S'), new \SplFileInfo(__FILE__),
                new \SplFileObject(__FILE__), new \ReflectionClass(self::class), self::timeWithoutConstructor()],
            'function' => [static fn() => 1, strlen(...)],
            'set' => [new \SplObjectStorage()],
            'invalid_text' => ["\xff", "\xed\xa0\x80", new Writing("\xff")],
            'invalid_key' => [["\xff" => 1]],
            'proto_key' => [['__proto__' => 1]],
            'nul' => ["a\0b"],
            'nested_33' => [$nested(33)],
            'cycle' => [$cycle, $itself],
            'text_too_large' => [str_repeat('x', 70_000)],
        ];
        if (class_exists(\BcMath\Number::class)) {
            $values['decimal'] = [new \BcMath\Number('12.50')];
            $values['decimal_small'] = [new \BcMath\Number('0.00000012')];
        }
        return $values;
    }

    /** @return list<object> */
    private static function uuidsOfPackages(): array
    {
        @include_once 'Ramsey/Uuid/autoload.php';
        @include_once 'Symfony/Component/Uid/autoload.php';
        $uuids = [];
        foreach ([\Ramsey\Uuid\Uuid::class, \Symfony\Component\Uid\Uuid::class] as $class) {
            if (class_exists($class)) {
                $uuids[] = $class::fromString('123e4567-e89b-12d3-a456-426614174000');
            }
        }
        return $uuids;
    }

    /** @return list<\DateTimeInterface> */
    private static function timesOfPackages(): array
    {
        @include_once 'Carbon/autoload.php';
        return array_map(
            static fn(string $class): \DateTimeInterface => new $class(self::TIME . 'Z'),
            array_filter([\Carbon\Carbon::class, \Carbon\CarbonImmutable::class], class_exists(...)),
        );
    }

    /** A time that PHP never set up, because its class does not call the constructor. */
    private static function timeWithoutConstructor(): \DateTimeImmutable
    {
        return new class extends \DateTimeImmutable {
            public function __construct()
            {
            }
        };
    }

    /** @return array<string, mixed> */
    private static function file(): array
    {
        return json_decode(file_get_contents(VECTORS . '/values.json'), true, 64, JSON_THROW_ON_ERROR);
    }

    public function testEveryValueIsSignedOrRefusedAsTheFileSays(): void
    {
        $absent = self::ABSENT + (class_exists(\BcMath\Number::class) ? []
            : ['decimal' => 'PHP before 8.4 has no decimals', 'decimal_small' => 'PHP before 8.4 has no decimals']);
        $values = self::values();
        foreach (self::file()['cases'] as $case) {
            $symbol = $case['value'];
            self::assertTrue(isset($values[$symbol]) !== isset($absent[$symbol]), "$symbol is mapped, or absent with a reason");
            $isWhole = in_array($symbol, ['nested_32', 'nested_33', 'cycle'], true);
            foreach ($values[$symbol] ?? [] as $index => $value) {
                foreach ($isWhole ? ['%s' => $value] : ['%s' => $value, '[%s]' => [$value], '{"in":%s}' => ['in' => $value]] as $form => $odd) {
                    self::assertOutcome($case, $odd, $form, "$symbol $index in $form");
                }
            }
        }
        self::assertSame([], array_diff(array_keys($values + $absent), array_column(self::file()['cases'], 'value')));
    }

    /** @param array<string, mixed> $case */
    private static function assertOutcome(array $case, mixed $odd, string $form, string $message): void
    {
        $signer = new Signer('bookbag', SECRET);
        $signed = null;
        $error = caught(static function () use ($signer, $odd, &$signed): void {
            $signed = $signer->sign(id: 7, attributes: ['odd' => $odd]);
        });
        if (isset($case['json'])) {
            self::assertNull($error, "$message: {$error?->getMessage()}");
            $expected = '"user_metadata":{"odd":' . sprintf($form, $case['json']) . '}';
            self::assertStringContainsString($expected, $signed->fieldsJson, $message);
            self::assertTrue((new Verifier('bookbag', SECRET))->verifyJson($signed->fieldsJson)->isVerified);
        } else {
            self::assertInstanceOf(VisitorException::class, $error, $message);
            self::assertSame([$case['code'], $case['field']], [$error->errorCode, $error->field], $message);
        }
    }

    public function testALongNameIsCutInErrors(): void
    {
        foreach (self::file()['long_names'] as ['about' => $about, 'name' => $name, 'shown' => $shown]) {
            $error = caught(static fn() => (new Signer('bookbag', SECRET))->sign(id: 7, attributes: [$name => NAN]));
            self::assertSame("attributes.$shown", $error->field, $about);
            $error = caught(static fn() => (new Verifier('bookbag', SECRET))->verify([$name => NAN]));
            self::assertSame($shown, $error->field, $about);
        }
    }

    public function testAUuidMayBeAnId(): void
    {
        $text = '123e4567-e89b-12d3-a456-426614174000';
        foreach ([new Uuid($text), ...self::uuidsOfPackages()] as $uuid) {
            self::assertSame($text, (new Signer('bookbag', SECRET))->sign(id: $uuid)->fields['user_id']);
        }
    }

    public function testAFileIsNeverRead(): void
    {
        foreach (['id', 'email', 'name', 'phone', 'avatar', 'attributes'] as $field) {
            foreach ([new \SplFileObject(__FILE__), new \SplFileInfo(__FILE__)] as $file) {
                $error = caught(static fn() => (new Signer('bookbag', SECRET))->sign(...[...JANE, $field => $file]));
                self::assertSame(['field_type', $field], [$error->errorCode, $error->field]);
            }
        }
    }

    public function testAnErrorOfAValuesOwnCodeBecomesTheErrorOfTheAttributeAndIsNotPassedOn(): void
    {
        $signer = new Signer('bookbag', SECRET);
        foreach (['odd' => new Failing(), 'list' => [new Failing()], 'map' => ['in' => ['in' => new Failing()]]] as $name => $value) {
            self::assertHidesFailure("attributes.$name", caught(static fn() => $signer->sign(id: 7, attributes: [$name => $value])));
        }
        foreach (['id', 'email', 'name', 'phone', 'avatar'] as $field) {
            self::assertHidesFailure($field, caught(static fn() => $signer->sign(...[...JANE, $field => new Failing()])));
        }
        $refused = caught(static fn() => (new Verifier('bookbag', SECRET))->verify(['user_id' => new Failing()]));
        self::assertSame(['fields_malformed', 'user_id'], [$refused->errorCode, $refused->field]);
        self::assertStringNotContainsString('jane@', (string) $refused);
    }

    private static function assertHidesFailure(string $field, \Throwable $error): void
    {
        self::assertInstanceOf(VisitorException::class, $error);
        self::assertSame(['field_type', $field], [$error->errorCode, $error->field]);
        self::assertNull($error->getPrevious());
        self::assertStringNotContainsString('jane@', (string) $error);
    }

    public function testOnlyAttributesAreConverted(): void
    {
        foreach ([new \DateTimeImmutable(self::TIME), Plan::Growth, new Writing('user-123')] as $id) {
            $error = caught(static fn() => (new Signer('bookbag', SECRET))->sign(id: $id));
            self::assertSame(['field_type', 'id'], [$error->errorCode, $error->field]);
        }
    }

    public function testATimeThatRfc3339CannotHoldIsConvertedOrRefused(): void
    {
        $signer = new Signer('bookbag', SECRET);
        // Until 1911 Paris was 9 minutes and 21 seconds before Greenwich.
        $old = new \DateTimeImmutable('1900-01-01 00:09:21', new \DateTimeZone('Europe/Paris'));
        self::assertSame('1900-01-01T00:00:00Z', $signer->sign(id: 7, attributes: ['a' => $old])->fields['user_metadata']['a']);
        foreach (['-0001-01-01', '+10000-01-01'] as $year) {
            $time = (new \DateTimeImmutable('2026-01-01 UTC'))->setDate((int) $year, 1, 1);
            $error = caught(static fn() => $signer->sign(id: 7, attributes: ['a' => $time]));
            self::assertSame(['field_type', 'attributes.a'], [$error->errorCode, $error->field]);
        }
    }
}

enum Plan: string
{
    case Growth = 'growth';
}

enum Level: int
{
    case Third = 3;
}

enum Bare
{
    case Only;
}

enum BareButWriting implements \JsonSerializable
{
    case Only;

    public function jsonSerialize(): string
    {
        return 'only';
    }
}

/** Writes itself as JSON. */
final class Writing implements \JsonSerializable
{
    public function __construct(private readonly mixed $value)
    {
    }

    public function jsonSerialize(): mixed
    {
        return $this->value;
    }
}

/** Its own code fails, as a model's does when it reads the database. */
final class Failing implements \JsonSerializable
{
    public function jsonSerialize(): never
    {
        throw new \LogicException('jane@example.com', 0, new \TypeError('jane@example.com'));
    }

    public function __toString(): string
    {
        return $this->jsonSerialize();
    }
}

/** A class of its own below stdClass: an object, not a map. */
class Record extends \stdClass
{
    public string $password = 'hunter2';
}

final class WritingRecord extends Record implements \JsonSerializable
{
    public function __construct(private readonly mixed $value)
    {
    }

    public function jsonSerialize(): mixed
    {
        return $this->value;
    }
}

/** A model as Eloquent's: it writes itself as an object, and is text, too. */
final class Model implements \JsonSerializable
{
    public function __construct(private readonly array $columns)
    {
    }

    public function jsonSerialize(): array
    {
        return $this->columns;
    }

    public function __toString(): string
    {
        return json_encode($this->columns);
    }
}

/** A UUID as ramsey/uuid's and symfony/uid's: it writes itself as text, and is text. */
final class Uuid implements \JsonSerializable
{
    public function __construct(private readonly string $text)
    {
    }

    public function jsonSerialize(): string
    {
        return $this->text;
    }

    public function __toString(): string
    {
        return $this->text;
    }
}

/** A time as Carbon's: it writes itself as another text. */
final class Carbon extends \DateTimeImmutable implements \JsonSerializable
{
    public function jsonSerialize(): string
    {
        return $this->format('Y-m-d\TH:i:s.u\Z');
    }
}

/** A time with another format, zone and offset of its own. */
final class OddTime extends \DateTimeImmutable
{
    public function format(string $format): string
    {
        return $format === 'Y' ? '2026' : throw new \LogicException('jane@example.com');
    }

    public function getOffset(): int
    {
        return 3600;
    }

    public function getTimezone(): \DateTimeZone|false
    {
        return false;
    }

    public function setTimezone(\DateTimeZone $timezone): static
    {
        throw new \LogicException('jane@example.com');
    }
}
