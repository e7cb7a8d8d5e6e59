<?php

declare(strict_types=1);

namespace Visitorseal\Symfony;

use Symfony\Bundle\FrameworkBundle\DataCollector\AbstractDataCollector;
use Symfony\Component\HttpFoundation\Request;
use Symfony\Component\HttpFoundation\Response;
use Visitorseal\Signed;
use Visitorseal\Warning;

/**
 * Shows in the profiler for which brands a page signed its visitor. It stores nothing about the visitor.
 *
 * @internal
 */
final class VisitorCollector extends AbstractDataCollector
{
    /** @param Signed|null $signed null for an anonymous visitor */
    public function add(string $brand, ?Signed $signed): void
    {
        $this->data[$brand] = [
            'state' => $signed ? 'signed' : 'anonymous',
            'warnings' => array_map(static fn(Warning $warning): string => $warning->code, $signed->warnings ?? []),
        ];
    }

    public function collect(Request $request, Response $response, ?\Throwable $exception = null): void
    {
    }

    /** @return array<string, array{state: string, warnings: list<string>}> by the brand's name */
    public function getBrands(): array
    {
        return $this->data;
    }

    public function getName(): string
    {
        return 'visitorseal';
    }

    public static function getTemplate(): string
    {
        return '@Visitorseal/collector.html.twig';
    }
}
