<?php

declare(strict_types=1);

namespace Visitorseal\Page;

use Visitorseal\Signer;
use Visitorseal\VisitorsealException;
use Visitorseal\Warning;

/**
 * Decides what happens to an error on a page. In development it is thrown. In production it is logged, an error of the
 * configuration once per process, and the page shows the widget without a signed-in visitor.
 *
 * @internal
 */
final class ErrorLog
{
    /** After so many messages it forgets them and logs them again. */
    private const CAPACITY = 1000;

    /** Options whose errors name them as their field. */
    private const OPTIONS = ['visitor', 'email_verified', 'policy', 'leeway', 'max_token', 'scheme_file', 'settings', 'insert'];

    private const CONSEQUENCE = 'The page shows the widget without a signed-in visitor.';

    /** @var array<string, true> */
    private static array $logged = [];

    /** @var \WeakMap<Signer, true>|null the signers whose warnings are logged */
    private static ?\WeakMap $warned = null;

    /**
     * @param (\Closure(string, string, array<string, string|null>): void)|null $onError takes level, message and context, as
     *                                       `log` of a PSR-3 logger does; null is PHP's error log
     * @param bool|\Closure(): bool $isDebug whether the site is in development: then errors are thrown
     * @param string $configuration          where the site configures its brands, such as `visitorseal.brands`; messages name
     *                                       the option below it
     * @param (\Closure(VisitorsealException): bool)|null $isExpected whether an error is not worth a log line
     */
    public function __construct(
        private readonly ?\Closure $onError = null,
        private readonly bool|\Closure $isDebug = false,
        private readonly string $configuration = '',
        private readonly ?\Closure $isExpected = null,
    ) {
    }

    public function isDebug(): bool
    {
        return (bool) ($this->isDebug instanceof \Closure ? ($this->isDebug)() : $this->isDebug);
    }

    /**
     * Reports an error of a brand.
     *
     * @throws VisitorsealException the error, in development
     */
    public function report(VisitorsealException $error, string $brand, string $consequence = self::CONSEQUENCE): void
    {
        if ($this->isExpected && ($this->isExpected)($error)) {
            return;
        }
        $option = $this->optionOf($error, $brand);
        if ($this->isDebug()) {
            $class = $error::class;
            $reason = self::sentence($error->reason) . ' (' . self::place($brand, $option) . ')';
            throw new $class($error->errorCode, $error->field, $reason);
        }
        $context = ['brand' => $brand, 'option' => $option, 'code' => $error->errorCode]
            + ['field' => $error->field, 'reason' => $error->reason];
        $message = 'visitorseal, ' . self::place($brand, $option) . ': ' . self::sentence($error->getMessage());
        // Each visitor's error is another one. An error of the configuration is the same on every page.
        if ($error->kind === 'visitor') {
            $this->write('warning', "$message $consequence", $context);
        } elseif (self::isFirst($message)) {
            $this->write('error', "$message $consequence", $context);
        }
    }

    /** Logs, once per signer, the problems with its secret that do not stop signing. */
    public function warnOfSecret(Signer $signer, string $brand): void
    {
        self::$warned ??= new \WeakMap();
        if (!isset(self::$warned[$signer])) {
            self::$warned[$signer] = true;
            foreach ($signer->warnings as $warning) {
                $this->logWarning($warning, $brand, $this->option($brand, 'secret'), 'Visitors are signed.');
            }
        }
    }

    /** Logs, once per brand and attribute, that an attribute cannot be signed and was left out. */
    public function warnOfAttribute(Warning $warning, string $brand): void
    {
        if (self::isFirst("$brand $warning->code $warning->field")) {
            $this->logWarning($warning, $brand, $this->option($brand, 'visitor'), 'The visitor is signed without it.');
        }
    }

    /** Logs, once, that a brand's script is not inserted. The page lacks nothing if its template writes the script. */
    public function warnOfInsertion(string $reason, string $brand): void
    {
        if (self::isFirst("$brand not_inserted $reason")) {
            $this->logWarning(new Warning('not_inserted', '', $reason), $brand, $this->option($brand, null), '');
        }
    }

    /** Logs, once, why a page is not signed although brand and visitor are right. */
    public function note(Warning $warning, string $brand): void
    {
        if (self::isFirst("$brand $warning->code $warning->field $warning->reason")) {
            $this->logWarning($warning, $brand, null, self::CONSEQUENCE);
        }
    }

    /** An error with its place, for a command that checks the configuration. */
    public function describe(VisitorsealException $error, string $brand): string
    {
        return self::place($brand, $this->optionOf($error, $brand)) . ': ' . $error->getMessage();
    }

    /** Forgets what is logged, for tests. */
    public static function reset(): void
    {
        self::$logged = [];
        self::$warned = null;
    }

    private static function place(string $brand, ?string $option): string
    {
        return "brand '$brand'" . ($option === null ? '' : ", $option");
    }

    /** Reasons of the library may end without a full stop. */
    private static function sentence(string $reason): string
    {
        return preg_match('/[.!?…)]$/u', $reason) === 1 ? $reason : "$reason.";
    }

    /** The option of the configuration, or of php.ini, that the error is about. */
    private function optionOf(VisitorsealException $error, string $brand): ?string
    {
        if (str_starts_with($error->errorCode, 'library_')) {
            return $error->field;
        }
        if ($error->errorCode === 'brand_unknown') {
            return $this->configuration === '' ? null : $this->configuration;
        }
        return $this->option($brand, match (true) {
            $error->kind === 'visitor' => 'visitor',
            in_array($error->field, self::OPTIONS, true) => $error->field,
            str_starts_with((string) $error->field, 'keys') => 'keys',
            // Laravel's middleware is no option.
            $error->field === 'visitor_script' => null,
            default => ['scheme' => 'scheme', 'secret' => 'secret', 'key' => 'secret', 'setting' => 'settings']
                [strstr($error->errorCode, '_', true)] ?? null,
        });
    }

    private function option(string $brand, ?string $option): ?string
    {
        return $this->configuration === '' ? $option
            : "$this->configuration.$brand" . ($option === null ? '' : ".$option");
    }

    private static function isFirst(string $message): bool
    {
        if (isset(self::$logged[$message])) {
            return false;
        }
        self::$logged = count(self::$logged) < self::CAPACITY ? self::$logged : [];
        return self::$logged[$message] = true;
    }

    private function logWarning(Warning $warning, string $brand, ?string $option, string $consequence): void
    {
        $about = $warning->field === '' ? '' : " ($warning->field)";
        $message = 'visitorseal, ' . self::place($brand, $option) . ": $warning->code$about: "
            . rtrim(self::sentence($warning->reason) . " $consequence");
        $context = ['brand' => $brand, 'option' => $option, 'code' => $warning->code]
            + ['field' => $warning->field === '' ? null : $warning->field, 'reason' => $warning->reason];
        $this->write('warning', $message, $context);
    }

    /** @param array<string, string|null> $context */
    private function write(string $level, string $message, array $context): void
    {
        match (true) {
            $this->onError !== null => ($this->onError)($level, $message, $context),
            function_exists('error_log') => error_log($message),
            default => null,
        };
    }
}
