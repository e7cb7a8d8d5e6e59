<?php

declare(strict_types=1);

namespace Visitorseal\Symfony;

use Symfony\Component\Security\Core\User\UserInterface;
use Visitorseal\ConfigurationError;

/**
 * The visitor of a brand that names no service: `getId()` of the user, `getName()`, and `getEmail()` where `isVerified()` is
 * true. Without `getId()` the id is the user's identifier, unless that is an email address: addresses change hands.
 */
final class SignedInVisitor implements VisitorProvider
{
    /** @throws ConfigurationError where the user has no id */
    public function __invoke(UserInterface $user): array
    {
        $visitor = ['id' => self::id($user)];
        if (self::of($user, 'isVerified') === true) {
            $visitor['email'] = self::of($user, 'getEmail');
        }
        $visitor['name'] = self::of($user, 'getName');
        return array_filter($visitor, static fn(mixed $value): bool => $value !== null && $value !== '');
    }

    /** Whether the user's address is known not to be verified yet: no fault of the site's. */
    public static function isUnverified(?UserInterface $user): bool
    {
        return $user !== null && self::of($user, 'isVerified') === false;
    }

    private static function id(UserInterface $user): mixed
    {
        if (is_callable([$user, 'getId'])) {
            return $user->getId();
        }
        $identifier = $user->getUserIdentifier();
        if (str_contains($identifier, '@')) {
            throw new ConfigurationError('setting_invalid', 'visitor', $user::class . ' has no getId(), and its identifier is '
                . 'an email address, which is no id. Name a service that gives the visitor');
        }
        return $identifier;
    }

    private static function of(UserInterface $user, string $method): mixed
    {
        return is_callable([$user, $method]) ? $user->$method() : null;
    }
}
