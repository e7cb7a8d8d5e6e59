<?php

declare(strict_types=1);

namespace Visitorseal\Symfony;

use Symfony\Component\Security\Core\User\UserInterface;
use Visitorseal\ConfigurationException;

/**
 * The visitor of a brand that names no `visitor`. It calls `getId()` of the user, `getName()`, and `getEmail()` if
 * `isVerified()` returns true. Without `getId()` the id is the user's identifier, unless that is an email address: an address
 * may belong to another person later.
 */
final class SignedInVisitor implements VisitorProvider
{
    /** @throws ConfigurationException if the user has no id */
    public function __invoke(UserInterface $user): array
    {
        $visitor = ['id' => self::id($user)];
        if (self::call($user, 'isVerified') === true) {
            $visitor['email'] = self::call($user, 'getEmail');
        }
        $visitor['name'] = self::call($user, 'getName');
        return array_filter($visitor, static fn(mixed $value): bool => $value !== null && $value !== '');
    }

    /**
     * Whether the user's address is known to be unverified.
     *
     * @internal
     */
    public static function isUnverified(?UserInterface $user): bool
    {
        return $user !== null && self::call($user, 'isVerified') === false;
    }

    private static function id(UserInterface $user): mixed
    {
        if (is_callable([$user, 'getId'])) {
            return $user->getId();
        }
        $identifier = $user->getUserIdentifier();
        if (str_contains($identifier, '@')) {
            throw new ConfigurationException('setting_invalid', 'visitor', $user::class . ' has no getId(), and its identifier '
                . 'is an email address, which cannot be an id. Name a service that returns the visitor.');
        }
        return $identifier;
    }

    private static function call(UserInterface $user, string $method): mixed
    {
        return is_callable([$user, $method]) ? $user->$method() : null;
    }
}
