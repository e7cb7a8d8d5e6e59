<?php

declare(strict_types=1);

namespace Visitorseal\Page;

use Visitorseal\ConfigurationError;

/** The brands of a site, by name. */
final class Brands
{
    /** @var array<string, Brand> */
    private readonly array $brands;

    public function __construct(Brand ...$brands)
    {
        $this->brands = array_column(
            array_map(static fn(Brand $brand): array => [$brand->name, $brand], array_values($brands)),
            1,
            0,
        );
    }

    /**
     * The brand of that name; without a name, the only one there is.
     *
     * @throws ConfigurationError `brand_unknown`
     */
    public function get(?string $name = null): Brand
    {
        $name ??= count($this->brands) === 1 ? array_key_first($this->brands) : '';
        return $this->brands[$name]
            ?? throw new ConfigurationError('brand_unknown', null, "there is no brand '$name'; there are "
                . (implode(', ', array_keys($this->brands)) ?: 'none'));
    }
}
