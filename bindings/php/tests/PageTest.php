<?php

declare(strict_types=1);

namespace Visitorseal\Tests;

use PHPUnit\Framework\TestCase;
use Visitorseal\ConfigurationException;
use Visitorseal\Page;
use Visitorseal\Page\Brand;
use Visitorseal\Page\Brands;
use Visitorseal\Page\EndOfBody;
use Visitorseal\Page\ErrorLog;
use Visitorseal\RefusedException;
use Visitorseal\Scheme;
use Visitorseal\Signer;

/** What the page helpers of all frameworks share: brands, the log of errors, the place of an inserted script. */
final class PageTest extends TestCase
{
    /** @var list<array{string, string, array<string, string|null>}> */
    private array $logged = [];

    protected function setUp(): void
    {
        ErrorLog::reset();
    }

    private function log(bool $isDebug = false): ErrorLog
    {
        $log = function (string $level, string $message, array $context): void {
            $this->logged[] = [$level, $message, $context];
        };
        return new ErrorLog($log, $isDebug, 'visitorseal.brands');
    }

    private function brands(mixed ...$options): Brands
    {
        return new Brands([new Brand(...$options + ['name' => 'shop', 'scheme' => 'bookbag'])], $this->log());
    }

    /** The log lines. @return list<array{string, string|null, string|null}> level, code and option */
    private function logLines(): array
    {
        return array_map(static fn(array $line): array => [$line[0], $line[2]['code'], $line[2]['option']], $this->logged);
    }

    public function testAWrongConfigurationStopsNoPageAndIsLoggedOnce(): void
    {
        $wrong = [
            'secret' => [['secret' => null], 'secret_empty'],
            'scheme' => [['scheme' => null, 'secret' => SECRET], 'scheme_unknown'],
            'settings' => [['scheme' => 'thread', 'secret' => SECRET], 'setting_missing'],
        ];
        foreach ($wrong as $key => [$options, $code]) {
            $brands = $this->brands(...$options);
            foreach ([1, 2, 3] as $ignored) {
                self::assertNull($brands->signed('shop', JANE));
                foreach ([$brands->script('shop', null), $brands->element('shop', null), $brands->forgetScript('shop')] as $html) {
                    self::assertSame($key === 'secret', (string) $html !== '', 'these need no secret');
                }
            }
            self::assertSame([['error', $code, "visitorseal.brands.shop.$key"]], $this->logLines());
            self::assertStringContainsString($this->logged[0][2]['reason'], $this->logged[0][1]);
            $this->logged = [];
        }
    }

    public function testAnUnknownBrandStopsNoPage(): void
    {
        $brands = $this->brands(secret: SECRET);
        self::assertNull($brands->signed('other', JANE));
        self::assertSame('', (string) $brands->script('other', null));
        self::assertSame([['error', 'brand_unknown', 'visitorseal.brands']], $this->logLines());
        self::assertStringContainsString("'other'", $this->logged[0][1]);
        self::assertStringContainsString('The brands are: shop', $this->logged[0][1]);
        $none = new Brands([], $this->log());
        self::assertSame('', $none->script(null, $none->signed()) . $none->element(null, null));
    }

    public function testInDevelopmentAnErrorIsThrownAndNamesBrandAndOption(): void
    {
        $brands = new Brands([new Brand('shop', 'bookbag')], $this->log(true));
        $error = caught(static fn() => $brands->signed('shop', JANE));
        self::assertInstanceOf(ConfigurationException::class, $error);
        self::assertSame('secret_empty', $error->errorCode);
        self::assertStringContainsString("brand 'shop', visitorseal.brands.shop.secret", $error->getMessage());
        self::assertSame([], $this->logged);
    }

    public function testWithoutASecretAPageSaysThatNobodyIsSignedIn(): void
    {
        $page = new Page('thread', app_id: 'a-1');
        $brands = $this->brands(scheme: 'thread', settings: ['app_id' => 'a-1']);
        self::assertStringContainsString('a-1', (string) $page->anonymousScript());
        self::assertEquals($page->anonymousScript(), $brands->script('shop', $brands->signed('shop', JANE)));
        self::assertStringContainsString('state="anonymous"', (string) $page->anonymousElement());
        self::assertEquals($page->anonymousElement(), $brands->element('shop', $brands->signed('shop', JANE)));
        self::assertEquals($page->forgetScript(), $brands->forgetScript('shop'));
        self::assertSame($brands->get('shop')->page(), $brands->get('shop')->page(), 'the process keeps it');
    }

    public function testTheElementOfASignedVisitorHasItsEndpoint(): void
    {
        $brands = $this->brands(secret: SECRET);
        $signed = $brands->signed('shop', JANE);
        self::assertEquals($signed->element('/visitor'), $brands->element('shop', $signed, '/visitor'));
        self::assertStringContainsString(' endpoint="/visitor"', (string) $signed->element('/visitor'));
        self::assertStringContainsString('state="anonymous"', (string) $brands->element('shop', $signed, 'javascript:alert(1)'));
        self::assertSame([['error', 'setting_invalid', 'visitorseal.brands.shop.settings']], $this->logLines());
    }

    public function testAVisitorWhoCannotBeSignedBreaksNoPageAndIsLoggedWithTheReason(): void
    {
        $brands = $this->brands(scheme: 'thread', secret: SECRET, settings: ['app_id' => 'a-1'], visitor: static fn() => ['email' => "jane\n@example.com"]);
        $page = (string) $brands->script('shop', $brands->signed('shop'));
        self::assertNotSame('', $page);
        self::assertStringNotContainsString('connectionKey', $page);
        self::assertSame([['warning', 'field_invalid', 'visitorseal.brands.shop.visitor']], $this->logLines());
        self::assertNotSame('', $this->logged[0][2]['reason']);
        self::assertStringNotContainsString('jane', json_encode($this->logged));
    }

    public function testNobodySignedInIsAnonymous(): void
    {
        foreach ([null, [], false] as $none) {
            self::assertNull($this->brands(secret: SECRET, visitor: static fn() => $none)->signed());
            self::assertNull($this->brands(secret: SECRET, visitor: static fn() => JANE)->signed('shop', $none));
        }
        self::assertSame([], $this->logged);
    }

    public function testAnEmailOfNullCountsAsAbsentIfTheSignatureDoesNotCoverIt(): void
    {
        $visitor = ['id' => 7, 'email' => null];
        self::assertSame(digest('7'), $this->brands(secret: SECRET)->signed('shop', $visitor)->signature);
        self::assertNull($this->brands(scheme: 'fernand', secret: SECRET)->signed('shop', $visitor));
        self::assertSame(['field_missing'], array_column(array_column($this->logged, 2), 'code'));
    }

    public function testInProductionAnAttributeThatCannotBeSignedIsLeftOutAndNamed(): void
    {
        $brands = $this->brands(secret: SECRET);
        $visitor = ['id' => 7, 'attributes' => ['plan' => 'growth', 'since' => NAN, "a\nb" => new \ArrayObject(), 'raw' => "\xff"]];
        foreach ([1, 2] as $ignored) {
            $signed = $brands->signed('shop', $visitor);
            self::assertSame(digest('7'), $signed->signature);
            self::assertSame(['plan' => 'growth'], $signed->fields['user_metadata']);
            $fields = ['attributes.since', "attributes.a\u{fffd}b", 'attributes.raw'];
            self::assertSame($fields, array_column($signed->warnings, 'field'));
            self::assertSame(['attribute_left_out'], array_values(array_unique(array_column($signed->warnings, 'code'))));
            self::assertStringContainsString('NaN', $signed->warnings[0]->reason);
            self::assertSame($fields, array_column(json_decode($signed->toJson(), true)['warnings'], 'field'));
            self::assertSame($signed->fields, json_decode($signed->fieldsJson, true));
            self::assertSame((new Signer('bookbag', SECRET))->sign(id: 7, attributes: ['plan' => 'growth'])->fieldsJson, $signed->fieldsJson);
        }
        $expected = ['warning', 'attribute_left_out', 'visitorseal.brands.shop.visitor'];
        self::assertSame([$expected, $expected, $expected], $this->logLines(), 'each is logged once');
        self::assertStringContainsString('attributes.since', $this->logged[0][1]);
        self::assertStringEndsWith('The visitor is signed without it.', $this->logged[0][1]);
    }

    public function testInDevelopmentSuchAnAttributeIsAnError(): void
    {
        $brands = new Brands([new Brand('shop', 'bookbag', SECRET)], $this->log(true));
        $error = caught(static fn() => $brands->signed('shop', ['id' => 7, 'attributes' => ['since' => NAN]]));
        self::assertSame(['field_type', 'attributes.since'], [$error->errorCode, $error->field]);
    }

    public function testAnAttributeThatTheSignatureCoversIsNotLeftOut(): void
    {
        $brands = $this->brands(scheme: 'orlo', secret: pem('rsa-2048.private'));
        self::assertTrue($brands->get('shop')->covers('attributes'));
        self::assertNull($brands->signed('shop', ['name' => 'Jane', 'attributes' => ['since' => NAN]]));
        self::assertSame([['warning', 'field_type', 'visitorseal.brands.shop.visitor']], $this->logLines());
        self::assertStringEndsWith('The page shows the widget without a signed-in visitor.', $this->logged[0][1]);
    }

    public function testAnAttributeThatTheSignatureCoversByItsNameIsNotLeftOut(): void
    {
        $brands = $this->brands(scheme: Scheme::parse(<<<'TOML'
            name = "covering"
            vendor = "Covering"
            document = "https://example.com/"
            read = 2026-11-20
            [signature]
            kind = "hmac"
            hash = "sha256"
            secret = "text"
            message = "{id}:{attributes.first}"
            result = "hex"
            [fields]
            id = "{id}"
            first = "{attributes.first}"
            age = "{attributes.age|integer}"
            hash = "{signature}"
            "*" = "{attributes}"
            TOML), secret: SECRET);
        $attributes = ['since' => NAN, 'first' => 'Jane', 'age' => 'old', 'plan' => 'growth'];
        $signed = $brands->signed('shop', ['id' => 7, 'attributes' => $attributes]);
        self::assertSame(['id' => '7', 'first' => 'Jane', 'hash' => digest('7:Jane'), 'plan' => 'growth'], $signed->fields);
        self::assertSame(['attributes.since', 'attributes.age'], array_column($signed->warnings, 'field'));
        $this->logged = [];
        self::assertNull($brands->signed('shop', ['id' => 7, 'attributes' => ['since' => NAN, 'first' => NAN, 'age' => 5]]));
        self::assertSame([['warning', 'field_type', 'visitorseal.brands.shop.visitor']], $this->logLines());
        self::assertStringContainsString('attributes.first', $this->logged[0][1]);
    }

    public function testAnEmailOfNullCountsAsAbsentWhereTheSignatureCoversTheIdOrElseTheEmail(): void
    {
        $brands = $this->brands(scheme: Scheme::parse(<<<'TOML'
            name = "either"
            vendor = "Either"
            document = "https://example.com/"
            read = 2026-11-20
            [signature]
            kind = "hmac"
            hash = "sha256"
            secret = "text"
            message = ["{id}", "{email}"]
            ambiguous = "An id that looks like an address could stand for that address."
            result = "hex"
            [fields]
            id = "{id}"
            email = "{email}"
            hash = "{signature}"
            TOML), secret: SECRET);
        self::assertSame(digest('7'), $brands->signed('shop', ['id' => 7, 'email' => null])->signature);
    }

    public function testAttributesThatCannotBeSignedAsAWholeAreNotLeftOut(): void
    {
        $brands = $this->brands(secret: SECRET);
        foreach ([[1, 2], 'text', ['big' => str_repeat('x', 70_000)], ["\xff" => 1]] as $attributes) {
            self::assertNull($brands->signed('shop', ['id' => 7, 'attributes' => $attributes]));
        }
        self::assertCount(4, $this->logged);
    }

    public function testWithTooManyAttributesNothingIsLeftOut(): void
    {
        $id = new CountingText('7');
        $attributes = array_fill_keys(array_map(static fn(int $n): string => "a$n", range(1, 257)), NAN);
        self::assertNull($this->brands(secret: SECRET)->signed('shop', ['id' => $id, 'attributes' => $attributes]));
        self::assertSame(['field_type'], array_column(array_column($this->logged, 2), 'code'));
        self::assertSame(1, $id->count, 'the visitor is signed once');
    }

    public function testWrongAttributesAreFoundInFewPasses(): void
    {
        foreach ([NAN, ['__proto__' => 1]] as $wrong) {
            foreach ([1, 128, 255] as $count) {
                $id = new CountingText('7');
                $plan = new CountingText('growth');
                $names = array_map(static fn(int $n): string => "a$n", range(1, 255));
                $attributes = array_merge(['plan' => $plan], array_fill_keys($names, 1), array_fill_keys(array_slice($names, -$count), $wrong));
                $signed = $this->brands(secret: SECRET)->signed('shop', ['id' => $id, 'attributes' => $attributes]);
                self::assertSame(['plan' => 'growth'] + array_fill_keys(array_slice($names, 0, -$count), 1), $signed->fields['user_metadata']);
                self::assertCount($count, $signed->warnings);
                self::assertLessThanOrEqual(3, $plan->count, 'a right attribute is written with all, alone, and with the right ones');
                self::assertLessThanOrEqual(258, $id->count, 'all, each of the 256 attributes alone, and the right ones');
            }
        }
    }

    public function testAWrongAttributeTakesNoOtherOfTheSameShortNameAlong(): void
    {
        $name = static fn(string $end): string => str_repeat('n', 49) . $end;
        foreach ([NAN, ['__proto__' => 1]] as $wrong) {
            foreach ([['a'], ['b'], ['c'], ['a', 'c'], ['a', 'b', 'c']] as $ends) {
                $attributes = [$name('a') => 1, $name('b') => 2, $name('c') => 3, 'ok' => 4];
                $wrongOnes = array_fill_keys(array_map($name, $ends), $wrong);
                $id = new CountingText('7');
                $signed = $this->brands(secret: SECRET)->signed('shop', ['id' => $id, 'attributes' => array_replace($attributes, $wrongOnes)]);
                self::assertSame(array_diff_key($attributes, $wrongOnes), $signed->fields['user_metadata']);
                self::assertCount(count($ends), $signed->warnings);
                self::assertLessThanOrEqual(6, $id->count);
            }
        }
    }

    public function testAnAttributeWhoseOwnCodeFailsIsLeftOutAndItsMessageIsNotLogged(): void
    {
        $visitor = ['id' => 7, 'attributes' => ['plan' => 'growth', 'bad' => new FailingText()]];
        $signed = $this->brands(secret: SECRET)->signed('shop', $visitor);
        self::assertSame(['plan' => 'growth'], $signed->fields['user_metadata']);
        self::assertNull($this->brands(secret: SECRET)->signed('shop', ['id' => new FailingText()]));
        self::assertSame(['attributes.bad', 'id'], array_column(array_column($this->logged, 2), 'field'));
        self::assertStringNotContainsString('jane@', json_encode($this->logged) . $signed->toJson());
    }

    public function testAVisitorThatIsNotAnArrayCannotBeSigned(): void
    {
        foreach ([new \ArrayObject(JANE), 'jane', 5, new \stdClass()] as $odd) {
            self::assertNull($this->brands(secret: SECRET, visitor: static fn() => $odd)->signed());
        }
        self::assertSame(['visitor_malformed'], array_values(array_unique(array_column(array_column($this->logged, 2), 'code'))));
    }

    public function testASignersWarningsReachTheLogOnce(): void
    {
        $brands = $this->brands(secret: "a-secret-that-is-from-a-file\n");
        foreach ([1, 2, 3] as $id) {
            $brands->signed('shop', ['id' => $id]);
        }
        $codes = array_map(static fn(object $warning): string => $warning->code, (new Signer('bookbag', "a-secret-that-is-from-a-file\n"))->warnings);
        self::assertNotSame([], $codes);
        self::assertSame($codes, array_column(array_column($this->logged, 2), 'code'));
        self::assertSame(['warning'], array_values(array_unique(array_column($this->logged, 0))));
    }

    public function testTwoSignersOfOneBrandBothWarn(): void
    {
        foreach (["tenant A's secret, from a file\n", "tenant B's secret, from a file\n"] as $secret) {
            $this->brands(secret: $secret)->signed('shop', ['id' => 7]);
            $this->brands(secret: $secret)->signed('shop', ['id' => 7]);
        }
        self::assertCount(2, $this->logged);
    }

    public function testAnotherTenantsSecretSignsWithItsOwn(): void
    {
        $secret = 'the secret of tenant A';
        $brands = $this->brands(secret: function () use (&$secret): string {
            return $secret;
        });
        self::assertSame(digest('7', $secret), $brands->signed('shop', ['id' => 7])->signature);
        $secret = 'the secret of tenant B';
        self::assertSame(digest('7', $secret), $brands->signed('shop', ['id' => 7])->signature);
        $posted = json_encode(['user_id' => '7', 'user_hash' => digest('7', $secret)]);
        self::assertTrue($brands->verify('shop', $posted)->isVerified);
        $secret = 'the secret of tenant A';
        self::assertNotNull(caught(static fn() => $brands->verify('shop', $posted)));
    }

    public function testTwoSchemesOfYourOwnAreNotConfused(): void
    {
        $toml = file_get_contents(__DIR__ . '/../../../core/schemes/bookbag.toml');
        foreach (['user_hash', 'other_hash'] as $field) {
            $scheme = Scheme::parse(str_replace('user_hash', $field, $toml));
            self::assertArrayHasKey($field, $this->brands(scheme: $scheme, secret: SECRET)->signed('shop', ['id' => 7])->fields);
            unset($scheme);
        }
    }

    public function testABrandTakesASchemeFile(): void
    {
        $toml = file_get_contents(__DIR__ . '/../../../core/schemes/bookbag.toml');
        $file = tempnam(sys_get_temp_dir(), 'scheme');
        foreach (['user_hash', 'other_hash'] as $field) {
            file_put_contents($file, str_replace('user_hash', $field, $toml));
            $brands = $this->brands(scheme: null, schemeFile: $file, secret: SECRET);
            self::assertSame(digest('7'), $brands->signed('shop', ['id' => 7])->fields[$field]);
            self::assertSame($brands->get('shop')->signer(), $brands->get('shop')->signer(), 'the signer is kept');
        }
        self::assertSame([], $this->logged);
        $wrong = [
            ['scheme' => 'bookbag', 'schemeFile' => $file],
            ['scheme' => null, 'schemeFile' => '/nowhere.toml'],
            ['scheme' => null, 'schemeFile' => sys_get_temp_dir()],
            ['scheme' => null, 'schemeFile' => 5],
            ['scheme' => null, 'schemeFile' => '/dev/zero'],
        ];
        foreach ($wrong as $options) {
            ErrorLog::reset();
            $this->logged = [];
            self::assertNull($this->brands(...$options, secret: SECRET)->signed('shop', ['id' => 7]));
            self::assertSame('visitorseal.brands.shop.scheme_file', $this->logged[0][2]['option']);
        }
        // A file of 64 KiB is read, and of a larger one no more than that.
        foreach ([65_536 => true, 65_537 => false, 64 << 20 => false] as $size => $isRead) {
            ErrorLog::reset();
            $this->logged = [];
            file_put_contents($file, str_pad("$toml# ", 65_000, 'x'));
            $handle = fopen($file, 'a');
            fwrite($handle, str_repeat('x', min($size, 65_537) - 65_000));
            ftruncate($handle, $size);
            fclose($handle);
            $before = memory_get_usage();
            memory_reset_peak_usage();
            $signed = $this->brands(scheme: null, schemeFile: $file, secret: SECRET)->signed('shop', ['id' => 7]);
            self::assertLessThan(1 << 20, memory_get_peak_usage() - $before);
            self::assertSame($isRead, $signed !== null);
            self::assertSame($isRead ? [] : [['error', 'scheme_malformed', 'visitorseal.brands.shop.scheme_file']], $this->logLines());
        }
        // As Notepad's "Unicode" writes it, and with a letter of Latin-1.
        foreach (["\xff\xfe" . implode("\0", str_split($toml)) . "\0", "$toml# caf\xe9\n"] as $text) {
            ErrorLog::reset();
            $this->logged = [];
            file_put_contents($file, $text);
            self::assertNull($this->brands(scheme: null, schemeFile: $file, secret: SECRET)->signed('shop', ['id' => 7]));
            self::assertSame([['error', 'scheme_malformed', 'visitorseal.brands.shop.scheme_file']], $this->logLines());
        }
        file_put_contents($file, 'name = ');
        ErrorLog::reset();
        self::assertNull($this->brands(scheme: null, schemeFile: $file, secret: SECRET)->signed('shop', ['id' => 7]));
        self::assertSame('scheme_malformed', end($this->logged)[2]['code']);
        unlink($file);
    }

    public function testADisabledBrandWritesNothing(): void
    {
        foreach ([false, static fn() => false] as $enabled) {
            $brands = $this->brands(scheme: 'thread', secret: null, enabled: $enabled, settings: ['app_id' => 'a-1']);
            self::assertNull($brands->signed('shop', JANE));
            self::assertSame('', $brands->script('shop', null) . $brands->forgetScript('shop'));
        }
        self::assertSame([], $this->logged, 'not even a missing secret is an error then');
    }

    public function testAnAddressThatIsNotVerifiedIsLeftOut(): void
    {
        $jane = ['visitor' => static fn() => JANE, 'secret' => SECRET];
        foreach ([false, static fn() => false] as $emailVerified) {
            $signed = $this->brands(...$jane, emailVerified: $emailVerified)->signed('shop');
            self::assertSame(digest('user-123'), $signed->signature);
            self::assertStringNotContainsString('jane@', $signed->fieldsJson);
            // The signature covers the address: the visitor is anonymous, and that is not an error.
            self::assertNull($this->brands(...$jane, scheme: 'fernand', emailVerified: $emailVerified)->signed('shop'));
            // A visitor that the template passes is not changed.
            self::assertStringContainsString('jane@', $this->brands(...$jane, emailVerified: false)->signed('shop', JANE)->fieldsJson);
        }
        self::assertStringContainsString('jane@', $this->brands(...$jane, emailVerified: static fn() => true)->signed('shop')->fieldsJson);
        self::assertSame([], $this->logged);
    }

    public function testOptionsOfAWrongTypeAreNamed(): void
    {
        $wrong = [
            'secret' => ['secret' => [SECRET]], 'scheme' => ['scheme' => 5, 'secret' => SECRET],
            'settings' => ['secret' => SECRET, 'settings' => 'app_id'], 'leeway' => ['secret' => SECRET, 'leeway' => '5'],
            'max_token' => ['secret' => SECRET, 'maxToken' => null], 'policy' => ['secret' => SECRET, 'policy' => ['optional']],
            'keys' => ['keys' => [5]],
        ];
        foreach ($wrong as $option => $options) {
            ErrorLog::reset();
            $this->logged = [];
            caught(fn() => $this->brands(...$options)->verify('shop', '{}'));
            self::assertSame("visitorseal.brands.shop.$option", $this->logged[0][2]['option'] ?? null, $option);
        }
    }

    public function testTheCacheOfSignersIsBounded(): void
    {
        for ($n = 0; $n < 200; $n++) {
            (new Brand('shop', 'bookbag', "secret $n"))->signer();
        }
        $kept = (new \ReflectionProperty(\Visitorseal\Page\SignerCache::class, 'entries'))->getValue();
        self::assertCount(64, $kept);
        $again = new Brand('shop', 'bookbag', 'secret 199');
        self::assertSame($again->signer(), (new Brand('other', 'bookbag', 'secret 199'))->signer());
        self::assertStringNotContainsString('secret 199', print_r(array_keys($kept), true));
    }

    public function testTheMessageOfAFailingSecretIsNotLogged(): void
    {
        $failing = [
            static fn() => throw new \RuntimeException('the vault said: ' . SECRET),
            static fn() => throw new \Error('no such method: ' . SECRET),
            static fn() => strlen(SECRET, SECRET), // ArgumentCountError
            static fn() => intdiv(...[SECRET, 1]), // TypeError
            new class {
                public function __toString(): string
                {
                    throw new \Error(SECRET);
                }
            },
        ];
        foreach ($failing as $secret) {
            $this->logged = [];
            ErrorLog::reset();
            $brands = $this->brands(secret: $secret);
            self::assertNull($brands->signed('shop', JANE));
            self::assertEquals((new Page('bookbag'))->anonymousScript(), $brands->script('shop', null));
            self::assertSame([['error', 'secret_empty', 'visitorseal.brands.shop.secret']], $this->logLines());
            self::assertStringNotContainsString(SECRET, json_encode($this->logged));
            self::assertCount(1, $brands->errors());
        }
    }

    public function testABrandThatIsNotSetUpRefusesEveryone(): void
    {
        $body = json_encode(['user_id' => '7', 'user_hash' => digest('7')]);
        self::assertSame('7', $this->brands(secret: SECRET)->verify('shop', $body)->signed['id']);
        foreach ([['secret' => null], ['keys' => []], ['keys' => SECRET, 'policy' => 'none'], ['scheme' => 'none', 'keys' => SECRET]] as $options) {
            self::assertInstanceOf(RefusedException::class, caught(fn() => $this->brands(...$options)->verify('shop', $body)));
        }
        self::assertCount(4, $this->logged);
    }

    public function testACheckNamesEachFault(): void
    {
        $brands = new Brands([
            new Brand('well', 'bookbag', SECRET),
            new Brand('bare', 'bookbag'),
            new Brand('odd', 'bokbag', SECRET),
            new Brand('vendor', 'orlo', keys: [SECRET]),
        ], $this->log());
        $faults = $brands->errors();
        self::assertCount(3, $faults);
        foreach (['bare.secret: secret_empty', 'odd.scheme: scheme_unknown', 'vendor.keys: '] as $index => $text) {
            self::assertStringContainsString("visitorseal.brands.$text", $faults[$index]);
        }
        self::assertSame([], $this->logged);
    }

    public function testAnEmptyNonceIsNone(): void
    {
        $brands = $this->brands(secret: SECRET);
        $signed = $brands->signed('shop', JANE);
        self::assertEquals($signed->script(), $brands->script('shop', $signed, ''));
    }

    public function testAWrongNonceStopsNoPage(): void
    {
        $brands = $this->brands(secret: SECRET);
        self::assertSame('', (string) $brands->script('shop', $brands->signed('shop', JANE), '"'));
        self::assertSame('nonce_invalid', $this->logged[0][2]['code']);
    }

    public function testABrandShowsNoSecret(): void
    {
        $secret = SECRET;
        foreach ([new Brand('shop', 'bookbag', SECRET, keys: [SECRET]), new Brand('shop', 'bookbag', fn() => $secret)] as $brand) {
            ob_start();
            var_dump($brand, (array) $brand, new Brands([$brand]));
            self::assertStringNotContainsString(SECRET, ob_get_clean() . print_r((array) $brand, true) . var_export($brand, true));
        }
    }

    public function testScriptsGoBeforeTheLastEndOfThePageThatABrowserTakesForOne(): void
    {
        $pages = [
            '<p>|</body></html>', "<p>|</BODY\n></html>", '<p></body>|</body>', '<p>|</body/>', '<p>é漢|</body>', 'a < b |</body>',
            // Comments, and what browsers take for one.
            '<p>|</body><!-- </body> -->', '<p>|</body><!--</body>', '<!---->|</body>', '<!-->|</body>', '<!--->|</body>',
            '<!-- --!>|</body>', '<!-- </body> -->|</body>', '<!-- > </body> -->|</body>', '<!doctype html>|</body>',
            '<! <script>|</body>', '<? <!-- ?>|</body>', '</ <title>|</body>', '</>|</body>',
            // Text.
            '<script>"</body>"</script>|</body>', '<p>|</body><script>"</body>"</script>', '<p>|</body><script>"</body>"',
            '<scripted>|</body>', "<script src='</script>'></script>|</body>", '<textarea></body></textarea>|</body>',
            '<title></body></title>|</body>', '<STYLE>a{content:"</body>"}</STYLE >|</body>', '<noscript></body></noscript>|</body>',
            '<iframe></body></iframe>|</body>', '<xmp></body></xmp>|</body>', '<textarea></textareas></body></textarea>|</body>',
            // Attributes.
            '<p title="</body>">|</body>', "<p title='</body>' x>|</body>", "<p title\n=\t\"</body>\">|</body>", "<p a=\"'\" b='</body>'>|</body>",
            '<iframe srcdoc="<html><body>preview</body></html>"></iframe>|</body>', '<p title=">" x="</body>">|</body>',
            '<p>|</body><p title="</body>', "<p don't>|</body><p won't>", '<p a=b"c>|</body><p d="e">', '<p ="x>|</body><p d="e">',
            '<p a="b"c="</body>">|</body>', '<p a=>|</body>', '<p a/="x>|</body>', '</p title="</body>">|</body>', '<p a==">|</body>',
            '</script title="</body>">|</body>', '<p/title="</body>"/>|</body>',
        ];
        foreach ($pages as $page) {
            self::assertSame(strpos($page, '|'), EndOfBody::find(str_replace('|', '', $page)), $page);
            // PHP 8.4 has a browser's parser, for which that place is in the body.
            if (class_exists(\Dom\HTMLDocument::class)) {
                $inserted = \Dom\HTMLDocument::createFromString(str_replace('|', '<b id="here"></b>', $page), LIBXML_NOERROR, 'UTF-8');
                self::assertNotNull($inserted->getElementById('here'), $page);
            }
        }
        $without = [
            '', '<body>', '<p></bodyguard>', '</bod', '</body', '</body ', '<!-- </body>', '<script></body>', '<p title="</body>',
            "<h1>x</h1><iframe srcdoc='<body>preview</body>'></iframe><p>", '<script>x("</body>")</script><p>', '<!--x></body>',
            '<textarea></body></textarea>', '<p a = "</body>', "<p title='</body>'>",
        ];
        foreach ($without as $page) {
            self::assertNull(EndOfBody::find($page), $page);
        }
    }

    private const HOSTILE = [
        '</body>', '</body', '<!--', '-->', '<!-- </body> -->', '--!', '<script>', '<script></body></script>', '<script', '<', '</', '<!',
        '<p title="', "<p title='</body>", '<a =', '="\'', '<textarea></body></textarea>', ' a=b', '<p a ', "\n", '</script ', '<p a=b>',
    ];

    /** Each step begins where the last one ended, so together they read a page once. */
    public function testFindingTheEndOfAPageReadsItOnce(): void
    {
        foreach (self::HOSTILE as $trap) {
            foreach (['', '<p ', '<!--', '<script>'] as $before) {
                $steps = [];
                foreach ([1000, 2000, 4000] as $count) {
                    $html = $before . str_repeat($trap, $count);
                    $read = 0;
                    $last = 0;
                    foreach (EndOfBody::tags($html) as [, $at, $next]) {
                        self::assertGreaterThanOrEqual($last, $at);
                        self::assertGreaterThan($at, $next);
                        $read++;
                        $last = $next;
                    }
                    self::assertLessThanOrEqual(strlen($html), $last);
                    $steps[] = $read;
                }
                self::assertLessThanOrEqual(2 * $steps[0] + 1, $steps[1]);
                self::assertLessThanOrEqual(2 * $steps[1] + 1, $steps[2]);
            }
        }
    }

    /** PCRE counts its backtracking: a small limit is enough without any, however long a tag or a text is. */
    public function testThePatternsNeverBacktrack(): void
    {
        $limits = ['pcre.backtrack_limit' => '100', 'pcre.jit' => '0'];
        foreach ($limits as $name => $value) {
            $limits[$name] = ini_set($name, $value);
        }
        try {
            $long = str_repeat('x y ', 50_000);
            $long = [" title=\"$long\"", " title=' $long'", ' title=' . str_repeat('x', 200_000), ' ' . str_repeat('x', 200_000),
                str_repeat(' ', 200_000), str_repeat('/', 200_000)];
            foreach ($long as $attribute) {
                $page = "<p$attribute><script$attribute>$attribute</script><!-- $attribute -->";
                self::assertSame(strlen($page), EndOfBody::find("$page</body>"));
            }
            foreach (['<p a="', '<p a=', '<p a', '<p ', '<!--', '<script>'] as $open) {
                self::assertNull(EndOfBody::find($open . str_repeat(' ', 200_000)));
                self::assertSame(PREG_NO_ERROR, preg_last_error());
            }
        } finally {
            array_map(ini_set(...), array_keys($limits), $limits);
        }
    }
}

/** A text that writes itself as JSON and counts how often. */
final class CountingText implements \JsonSerializable
{
    public int $count = 0;

    public function __construct(private readonly string $text)
    {
    }

    public function jsonSerialize(): string
    {
        $this->count++;
        return $this->text;
    }

    public function __toString(): string
    {
        return $this->jsonSerialize();
    }
}

/** A text whose own code fails. */
final class FailingText implements \JsonSerializable
{
    public function jsonSerialize(): never
    {
        throw new \RuntimeException('jane@example.com is not found');
    }

    public function __toString(): string
    {
        return $this->jsonSerialize();
    }
}
