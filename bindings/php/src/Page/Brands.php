<?php

declare(strict_types=1);

namespace Visitorseal\Page;

use Visitorseal\ConfigurationException;
use Visitorseal\Internal\InvalidValue;
use Visitorseal\Internal\Limits;
use Visitorseal\Page;
use Visitorseal\RefusedException;
use Visitorseal\Script;
use Visitorseal\Signed;
use Visitorseal\Signer;
use Visitorseal\Verified;
use Visitorseal\VisitorException;
use Visitorseal\VisitorsealException;
use Visitorseal\Warning;

/**
 * The brands of a site, as pages use them. In production, no error in the configuration or in a visitor's data stops a page:
 * it is logged, and the page shows the widget without a signed-in visitor.
 */
final class Brands
{
    /** @internal */
    public readonly ErrorLog $log;

    /** @var array<string, Brand> */
    private readonly array $brands;

    /**
     * @param iterable<Brand>       $brands
     * @param (\Closure(string, string, array<string, string|null>): void)|ErrorLog|null $onError called for each error that
     *                                       is not thrown, with level, message and context, as `$logger->log(...)` takes
     *                                       them; null is PHP's error log
     * @param bool|\Closure(): bool $isDebug whether the site is in development: then errors are thrown
     */
    public function __construct(iterable $brands, \Closure|ErrorLog|null $onError = null, bool|\Closure $isDebug = false)
    {
        $byName = [];
        foreach ($brands as $brand) {
            $byName[$brand->name] = $brand;
        }
        $this->brands = $byName;
        $this->log = $onError instanceof ErrorLog ? $onError : new ErrorLog($onError, $isDebug);
    }

    /**
     * Gives the brand of that name; without a name, the only brand.
     *
     * @throws ConfigurationException `brand_unknown`
     */
    public function get(?string $name = null): Brand
    {
        $key = $name ?? (count($this->brands) === 1 ? array_key_first($this->brands) : null);
        return $this->brands[$key ?? ''] ?? throw new ConfigurationException(
            'brand_unknown',
            null,
            ($key === null ? 'There is not exactly one brand. Name the brand that you want.' : 'There is no such brand.')
                . ' The brands are: ' . (implode(', ', array_keys($this->brands)) ?: 'none') . '.',
        );
    }

    /** @return list<string> */
    public function names(): array
    {
        return array_map(strval(...), array_keys($this->brands));
    }

    /**
     * The names of the brands that pages sign for. A vendor may have brands with keys alone.
     *
     * @internal
     *
     * @return list<string>
     */
    public function namesOfSigning(): array
    {
        $signs = static fn(Brand $brand): bool => $brand->hasSecret() || !$brand->hasKeys();
        return array_map(strval(...), array_keys(array_filter($this->brands, $signs)));
    }

    /**
     * Those of these brands whose scripts may be inserted at the end of a page. The others' have a place of their own.
     *
     * @internal
     *
     * @param array<string>                 $names
     * @param \Closure(Brand, string): void $leaveOut called for each of the others, with why and where its script belongs; it may
     *                                      throw a ConfigurationException
     *
     * @return list<string>
     */
    public function insertable(array $names, \Closure $leaveOut): array
    {
        $mayInsert = static function (Brand $brand) use ($leaveOut): bool {
            $why = $brand->isEnabled() ? $brand->whyNotInserted() : null;
            if ($why !== null) {
                $leaveOut($brand, $why);
            }
            return $why === null;
        };
        return array_values(array_filter($names, fn(string $name): bool => $this->attempt($name, $mayInsert) === true));
    }

    /**
     * Signs the signed-in visitor. Null is an anonymous visitor.
     *
     * @internal
     *
     * @param array<string, mixed>|true|null $visitor true is the brand's visitor; null or an empty array is anonymous
     */
    public function signed(?string $name = null, #[\SensitiveParameter] mixed $visitor = true): ?Signed
    {
        return $this->attempt($name, function (Brand $brand) use ($visitor): ?Signed {
            if (!$brand->isEnabled()) {
                return null;
            }
            $isOfBrand = $visitor === true;
            $visitor = $isOfBrand ? $brand->visitor() : $visitor;
            $isUnverified = $isOfBrand && is_array($visitor) && isset($visitor['email']) && !$brand->isEmailVerified();
            if ($isUnverified) {
                unset($visitor['email']);
            }
            if ($visitor === null || $visitor === false || $visitor === []) {
                return null;
            }
            // Users' tables often have an empty email column. It counts as absent: the signer says whether it needs it.
            if (is_array($visitor) && array_key_exists('email', $visitor) && $visitor['email'] === null) {
                unset($visitor['email']);
            }
            try {
                return $this->sign($brand, $visitor);
            } catch (VisitorException $error) {
                // We removed the unverified address ourselves, so its absence is not an error.
                return $isUnverified && $error->field === 'email' ? null : throw $error;
            }
        });
    }

    /**
     * The script for a signed visitor; for null, the one that says that nobody is signed in. It is empty if the brand is
     * disabled or wrong.
     *
     * @internal
     */
    public function script(?string $name, ?Signed $signed, ?string $nonce = null): Script
    {
        $nonce = self::nonce($nonce);
        return ($signed ? $this->attempt($name, static fn(): Script => $signed->script($nonce)) : null)
            ?? $this->ofPage($name, static fn(Page $page): Script => $page->anonymousScript($nonce));
    }

    /**
     * The element for a signed visitor; for null, the one that says that nobody is signed in. It is empty if the brand is
     * disabled or wrong.
     *
     * @internal
     */
    public function element(?string $name, ?Signed $signed, ?string $endpoint = null): Script
    {
        return ($signed ? $this->attempt($name, static fn(): Script => $signed->element($endpoint)) : null)
            ?? $this->ofPage($name, static fn(Page $page): Script => $page->anonymousElement());
    }

    /**
     * The script that makes the widget forget the visitor.
     *
     * @internal
     */
    public function forgetScript(?string $name = null, ?string $nonce = null): Script
    {
        return $this->ofPage($name, static fn(Page $page): Script => $page->forgetScript(self::nonce($nonce)));
    }

    /**
     * Verifies the body of a request. A brand whose configuration is wrong refuses everyone.
     *
     * @internal
     *
     * @throws RefusedException
     */
    public function verify(?string $name, #[\SensitiveParameter] string $body): Verified
    {
        $verify = static fn(Brand $brand): Verified => $brand->verifier()->verifyJson($body);
        return $this->attempt($name, $verify, 'Every request is refused.')
            ?? throw new RefusedException('signature_missing', null, 'The brand is not set up. The log says what is wrong.');
    }

    /**
     * The largest body that a brand's verifier reads; 0 for a brand whose configuration is wrong.
     *
     * @internal
     */
    public function maxBody(?string $name): int
    {
        try {
            return $this->get($name)->verifier()->maxBody;
        } catch (VisitorsealException) {
            // verify() reports it.
            return 0;
        }
    }

    /**
     * Checks the configuration of each brand. Every sentence names brand and option; no sentence means that all is well.
     *
     * @return list<string>
     */
    public function errors(): array
    {
        $errors = [];
        foreach ($this->brands as $brand) {
            $checks = $brand->hasKeys() ? [$brand->verifier(...)] : [];
            if (in_array($brand->name, $this->namesOfSigning(), true)) {
                $checks[] = $brand->signer(...);
            }
            foreach ($checks as $check) {
                try {
                    $check();
                } catch (VisitorsealException $error) {
                    $errors[] = $this->log->describe($error, $brand->name);
                }
            }
        }
        return array_values(array_unique($errors));
    }

    /**
     * Problems that do not stop signing, such as a secret with a line break at its end.
     *
     * @return list<string>
     */
    public function warnings(): array
    {
        $warnings = [];
        foreach ($this->brands as $brand) {
            try {
                foreach ($brand->signer()->warnings as $warning) {
                    $warnings[] = "brand '$brand->name': $warning->code ($warning->field): $warning->reason";
                }
            } catch (VisitorsealException) {
                // errors() has it, or the brand has keys alone.
            }
        }
        return $warnings;
    }

    /**
     * Signs a visitor. In production an attribute that cannot be signed is left out, if the signature does not cover
     * it: it must not make the visitor anonymous.
     *
     * @throws VisitorsealException
     */
    private function sign(Brand $brand, #[\SensitiveParameter] mixed $visitor): Signed
    {
        $signer = $this->signer($brand);
        try {
            return $signer->sign($visitor);
        } catch (VisitorException $error) {
            $mayLeaveOut = !$this->log->isDebug() && !$brand->covers('attributes');
            $wrong = $mayLeaveOut ? self::wrongAttributes($signer, $visitor, $error, $brand) : [];
            if ($wrong === []) {
                throw $error;
            }
        }
        $rest = (object) array_diff_key((array) $visitor['attributes'], $wrong);
        $signed = $signer->sign(array_replace($visitor, ['attributes' => $rest]));
        $warnings = [];
        foreach ($wrong as $error) {
            $warnings[] = $warning = new Warning('attribute_left_out', $error->field, $error->reason);
            $this->log->warnOfAttribute($warning, $brand->name);
        }
        return $signed->withWarnings($warnings);
    }

    /**
     * The attributes that cannot be signed, by their names; none if the error is not about one attribute. Each attribute is
     * signed alone: errors show long names cut, and leaving out one after the other would sign all once for each wrong one.
     * Those that the signature covers stay, because it needs them.
     *
     * @return array<VisitorException>
     *
     * @throws VisitorException for an attribute that the signature covers
     */
    private static function wrongAttributes(
        Signer $signer,
        #[\SensitiveParameter] mixed $visitor,
        VisitorException $error,
        Brand $brand,
    ): array {
        $attributes = is_array($visitor) ? $visitor['attributes'] ?? null : null;
        $attributes = is_array($attributes) || $attributes instanceof \stdClass ? (array) $attributes : [];
        // Visitors may choose the names, so their number has a limit.
        if (count($attributes) > Limits::MAX_ATTRIBUTES || !str_starts_with((string) $error->field, 'attributes.')) {
            return [];
        }
        $isCovered = static fn(int|string $name): bool => $brand->covers("attributes.$name");
        $covered = array_filter($attributes, $isCovered, ARRAY_FILTER_USE_KEY);
        if ($covered !== []) {
            // If one of these is wrong, that is the error to report.
            $signer->sign(array_replace($visitor, ['attributes' => (object) $covered]));
        }
        $wrong = [];
        foreach (array_diff_key($attributes, $covered) as $name => $value) {
            try {
                $signer->sign(array_replace($visitor, ['attributes' => (object) ($covered + [$name => $value])]));
            } catch (VisitorException $error) {
                if ($error->field === 'attributes.' . InvalidValue::shortName((string) $name)) {
                    $wrong[$name] = $error;
                }
            }
        }
        return $wrong;
    }

    /** @param \Closure(Page): Script $write */
    private function ofPage(?string $name, \Closure $write): Script
    {
        return $this->attempt($name, static fn(Brand $brand): ?Script =>
            $brand->isEnabled() ? $write($brand->page()) : null) ?? new Script();
    }

    /** The signer, after its warnings are logged. */
    private function signer(Brand $brand): Signer
    {
        $signer = $brand->signer();
        $this->log->warnOfSecret($signer, $brand->name);
        return $signer;
    }

    /**
     * @template T
     *
     * @param \Closure(Brand): T $call
     *
     * @return T|null null after an error, which is reported
     *
     * @throws RefusedException
     */
    private function attempt(?string $name, #[\SensitiveParameter] \Closure $call, ?string $consequence = null): mixed
    {
        try {
            return $call($this->get($name));
        } catch (RefusedException $refused) {
            throw $refused;
        } catch (VisitorsealException $error) {
            $brand = $name ?? (string) (count($this->brands) === 1 ? array_key_first($this->brands) : '');
            $this->log->report($error, $brand, ...($consequence === null ? [] : [$consequence]));
            return null;
        }
    }

    /** Sites without a Content-Security-Policy may pass an empty nonce. */
    private static function nonce(?string $nonce): ?string
    {
        return $nonce === '' ? null : $nonce;
    }
}
