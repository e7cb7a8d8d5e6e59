<?php

declare(strict_types=1);

namespace Visitorseal\Page;

use Visitorseal\Signer;
use Visitorseal\VisitorsealException;

/**
 * Where the faults of a page go. While a site is developed they are thrown. Otherwise the log gets each fault of the
 * set-up once in a process, and the page goes on without a signature.
 */
final class Faults
{
    /** So many are remembered; then they are told again. */
    private const MOST = 1000;

    /** @var array<string, true> */
    private static array $told = [];

    /** @var \WeakMap<Signer, true>|null those whose warnings were told */
    private static ?\WeakMap $warned = null;

    /**
     * @param (\Closure(string, string, array<string, string|null>): void)|null $log takes level, message and context
     *                                       as PSR-3's `log` does: `$logger->log(...)`. PHP's error log unless given
     * @param bool|\Closure(): bool $isDebug whether the site is being developed: faults are thrown
     * @param string $configuration          where the brands stand in the site's configuration, such as
     *                                       `visitorseal.brands`: messages name the key below it
     * @param (\Closure(VisitorsealException): bool)|null $isExpected whether a fault is nobody's business
     */
    public function __construct(
        private readonly ?\Closure $log = null,
        private readonly bool|\Closure $isDebug = false,
        private readonly string $configuration = '',
        private readonly ?\Closure $isExpected = null,
    ) {
    }

    /**
     * Tells of a fault of a brand.
     *
     * @throws VisitorsealException the fault, while the site is being developed
     */
    public function report(VisitorsealException $fault, string $brand): void
    {
        if ($this->isExpected && ($this->isExpected)($fault)) {
            return;
        }
        $key = $this->key($fault, $brand);
        if ($this->isDebug instanceof \Closure ? ($this->isDebug)() : $this->isDebug) {
            $class = $fault::class;
            throw new $class($fault->errorCode, $fault->field, "$fault->reason (" . self::place($brand, $key) . ')');
        }
        $context = ['brand' => $brand, 'key' => $key, 'code' => $fault->errorCode]
            + ['field' => $fault->field, 'reason' => $fault->reason];
        $message = 'visitorseal, ' . self::place($brand, $key) . ': ' . $fault->getMessage();
        // A visitor's fault is the visitor's own; the next one is another.
        if ($fault->kind === 'visitor') {
            $this->write('warning', $message, $context);
        } elseif (self::isNew($message)) {
            $this->write('error', $message, $context);
        }
    }

    /** Tells, once for each signer, what deserves a look about its secret. */
    public function warn(Signer $signer, string $brand): void
    {
        self::$warned ??= new \WeakMap();
        if (!isset(self::$warned[$signer])) {
            self::$warned[$signer] = true;
            foreach ($signer->warnings as $warning) {
                $this->tell($warning->code, $warning->field, $warning->reason, $brand, $this->below($brand, 'secret'));
            }
        }
    }

    /** Tells, once, why a page is not signed though nothing is wrong with brand and visitor. */
    public function note(string $code, ?string $field, string $reason, string $brand, ?string $key = null): void
    {
        if (self::isNew("$brand $code $field $reason")) {
            $this->tell($code, $field, $reason, $brand, $key);
        }
    }

    /** What a check says of a fault. */
    public function text(VisitorsealException $fault, string $brand): string
    {
        return self::place($brand, $this->key($fault, $brand)) . ': ' . $fault->getMessage();
    }

    /**
     * As if nothing had been told yet, for tests.
     *
     * @internal
     */
    public static function forget(): void
    {
        self::$told = [];
        self::$warned = null;
    }

    private static function place(string $brand, ?string $key): string
    {
        return "brand '$brand'" . ($key === null ? '' : ", $key");
    }

    /** The key of the configuration, or of php.ini, that the fault is about. */
    private function key(VisitorsealException $fault, string $brand): ?string
    {
        if (preg_match('/^(ffi|library)_/', $fault->errorCode)) {
            return $fault->field;
        }
        if ($fault->errorCode === 'brand_unknown') {
            return $this->configuration === '' ? null : $this->configuration;
        }
        return $this->below($brand, match (true) {
            $fault->kind === 'visitor' => 'visitor',
            in_array($fault->field, ['visitor', 'policy', 'leeway', 'max_token'], true) => $fault->field,
            str_starts_with((string) $fault->field, 'keys') => 'keys',
            default => ['scheme' => 'scheme', 'secret' => 'secret', 'key' => 'secret', 'setting' => 'settings']
                [strstr($fault->errorCode, '_', true)] ?? null,
        });
    }

    private function below(string $brand, ?string $option): ?string
    {
        return $this->configuration === '' ? $option
            : "$this->configuration.$brand" . ($option === null ? '' : ".$option");
    }

    private static function isNew(string $message): bool
    {
        if (isset(self::$told[$message])) {
            return false;
        }
        self::$told = count(self::$told) < self::MOST ? self::$told : [];
        return self::$told[$message] = true;
    }

    private function tell(string $code, ?string $field, string $reason, string $brand, ?string $key): void
    {
        $message = 'visitorseal, ' . self::place($brand, $key) . ": $code" . ($field === null ? '' : " ($field)") . ": $reason";
        $this->write('warning', $message, compact('brand', 'key', 'code', 'field', 'reason'));
    }

    /** @param array<string, string|null> $context */
    private function write(string $level, string $message, array $context): void
    {
        match (true) {
            $this->log !== null => ($this->log)($level, $message, $context),
            function_exists('error_log') => error_log($message),
            default => null,
        };
    }
}
