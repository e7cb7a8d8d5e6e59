<?php

declare(strict_types=1);

namespace Visitorseal\Symfony;

use Symfony\Component\Security\Core\User\UserInterface;

/**
 * Returns the visitor for the signed-in user. The option `visitor` of a brand names such a service; any invokable service will
 * do, and this interface states the types.
 */
interface VisitorProvider
{
    /**
     * @return array<string, mixed>|null the visitor: `id`, `email` (only an address that the site has verified), `name`,
     *                                   `phone`, `avatar`, `attributes`; null for an anonymous visitor
     */
    public function __invoke(UserInterface $user): ?array;
}
