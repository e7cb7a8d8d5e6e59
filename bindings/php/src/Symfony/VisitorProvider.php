<?php

declare(strict_types=1);

namespace Visitorseal\Symfony;

use Symfony\Component\Security\Core\User\UserInterface;

/**
 * Says who the signed-in user is to a brand's widget: the service that `visitor` names in the configuration. Any invokable
 * service does; this interface tells its types.
 */
interface VisitorProvider
{
    /**
     * @return array<string, mixed>|null the visitor: `id`, `email` (only an address that the site has verified), `name`,
     *                                   `phone`, `avatar`, `attributes`; null for an anonymous one
     */
    public function __invoke(UserInterface $user): ?array;
}
