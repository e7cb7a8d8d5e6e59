<?php

declare(strict_types=1);

namespace Visitorseal\Page;

use Visitorseal\ConfigurationError;
use Visitorseal\Refused;
use Visitorseal\Script;
use Visitorseal\Signed;
use Visitorseal\Signer;
use Visitorseal\Verified;
use Visitorseal\VisitorsealException;

/**
 * The brands of a site, for a framework's helpers: what is wrong with the set-up or with a visitor takes no page down.
 * It goes to the {@see Faults}, and the page is that of a visitor who is not signed in.
 */
final class Brands
{
    /** @var array<string, Brand> */
    private readonly array $brands;

    /** @param iterable<Brand> $brands */
    public function __construct(iterable $brands, public readonly Faults $faults = new Faults())
    {
        $named = [];
        foreach ($brands as $brand) {
            $named[$brand->name] = $brand;
        }
        $this->brands = $named;
    }

    /**
     * The brand of that name; without a name, the only one there is.
     *
     * @throws ConfigurationError `brand_unknown`
     */
    public function get(?string $name = null): Brand
    {
        $chosen = $name ?? (count($this->brands) === 1 ? array_key_first($this->brands) : null);
        return $this->brands[$chosen ?? ''] ?? throw new ConfigurationError(
            'brand_unknown',
            null,
            ($chosen === null ? 'there is not exactly one brand, so name it' : 'there is no such brand')
                . '. There are ' . (implode(', ', array_keys($this->brands)) ?: 'none'),
        );
    }

    /** @return list<string> */
    public function names(): array
    {
        return array_map(strval(...), array_keys($this->brands));
    }

    /**
     * Those that sign: a vendor may have some with keys alone.
     *
     * @return list<string>
     */
    public function signing(): array
    {
        $signs = static fn(Brand $brand): bool => $brand->hasSecret() || !$brand->hasKeys();
        return array_map(strval(...), array_keys(array_filter($this->brands, $signs)));
    }

    /**
     * Who is signed in, signed; null for an anonymous visitor.
     *
     * @param array<string, mixed>|true|null $visitor true is who the brand says; null or an empty array is anonymous
     */
    public function signed(?string $name = null, #[\SensitiveParameter] mixed $visitor = true): ?Signed
    {
        return $this->trying($name, function (Brand $brand) use ($visitor): ?Signed {
            $visitor = $visitor === true ? $brand->visitor() : $visitor;
            if ($visitor === null || $visitor === false || $visitor === []) {
                return null;
            }
            // People's models have the column, often empty: where no signature needs the address, it is absent.
            $isEmpty = is_array($visitor) && array_key_exists('email', $visitor) && $visitor['email'] === null;
            if ($isEmpty && !$brand->covers('email')) {
                unset($visitor['email']);
            }
            return $this->signer($brand)->sign($visitor);
        });
    }

    /** The script for a signed visitor; for null the anonymous one, which may be empty. */
    public function script(?string $name, ?Signed $signed, ?string $nonce = null): Script
    {
        $nonce = self::nonce($nonce);
        $script = $signed ? $this->trying($name, static fn(): Script => $signed->script($nonce)) : null;
        return $script ?? $this->trying($name, static fn(Brand $brand): Script => $brand->anonymousScript($nonce)) ?? new Script();
    }

    /** The script for the page after sign-out; empty where the vendor documents none. */
    public function forgetScript(?string $name = null, ?string $nonce = null): Script
    {
        return $this->trying($name, fn(Brand $brand): Script => $this->signer($brand)->forgetScript(self::nonce($nonce)))
            ?? new Script();
    }

    /**
     * Verifies the body of a request as it came. A brand that cannot verify refuses everyone.
     *
     * @throws Refused
     */
    public function verified(?string $name, #[\SensitiveParameter] string $body): Verified
    {
        return $this->trying($name, static fn(Brand $brand): Verified => $brand->verifier()->verifyJson($body))
            ?? throw new Refused('signature_missing', null, 'the brand is not set up: the log says what is wrong');
    }

    /**
     * What is wrong with the set-up of each brand, in a sentence each that names brand and key; none where all is well.
     *
     * @return list<string>
     */
    public function faults(): array
    {
        $faults = [];
        foreach ($this->brands as $brand) {
            $checks = $brand->hasKeys() ? [$brand->verifier(...)] : [];
            if (in_array($brand->name, $this->signing(), true)) {
                $checks[] = $brand->signer(...);
            }
            foreach ($checks as $check) {
                try {
                    $check();
                } catch (VisitorsealException $fault) {
                    $faults[] = $this->faults->text($fault, $brand->name);
                }
            }
        }
        return array_values(array_unique($faults));
    }

    /**
     * What deserves a look and stops nothing, such as a secret with a line break at its end.
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
                // One of the faults, or a brand that only verifies.
            }
        }
        return $warnings;
    }

    /** A signer whose warnings the log has. */
    private function signer(Brand $brand): Signer
    {
        $signer = $brand->signer();
        $this->faults->warn($signer, $brand->name);
        return $signer;
    }

    /**
     * @template T
     *
     * @param \Closure(Brand): T $call
     *
     * @return T|null
     *
     * @throws Refused as it comes
     */
    private function trying(?string $name, #[\SensitiveParameter] \Closure $call): mixed
    {
        try {
            return $call($this->get($name));
        } catch (Refused $refused) {
            throw $refused;
        } catch (VisitorsealException $fault) {
            $this->faults->report($fault, $name ?? (string) (count($this->brands) === 1 ? array_key_first($this->brands) : ''));
            return null;
        }
    }

    /** Sites without a policy have an empty one. */
    private static function nonce(?string $nonce): ?string
    {
        return $nonce === '' ? null : $nonce;
    }
}
