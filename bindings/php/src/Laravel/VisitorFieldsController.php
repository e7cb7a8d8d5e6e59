<?php

declare(strict_types=1);

namespace Visitorseal\Laravel;

use Symfony\Component\HttpFoundation\Response;
use Visitorseal\Page\VisitorFieldsEndpoint;

/**
 * Answers with the signed fields as JSON, for a page that fetches them:
 * `Route::get('/visitor/{brand}', VisitorFieldsController::class)`.
 *
 * The answer is `{"scheme": "bookbag", "fields": {…}, "mark": "…", "expires_at": null}`. All but the scheme are null for an
 * anonymous visitor.
 */
final class VisitorFieldsController
{
    public function __construct(private readonly PageHelpers $helpers)
    {
    }

    public function __invoke(?string $brand = null): Response
    {
        return VisitorFieldsEndpoint::answer($this->helpers, $brand);
    }
}
