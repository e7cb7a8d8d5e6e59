<?php

declare(strict_types=1);

namespace Visitorseal\Symfony;

use Symfony\Component\Security\Core\Authentication\AuthenticationTrustResolverInterface;
use Symfony\Component\Security\Core\Authentication\Token\Storage\TokenStorageInterface;
use Symfony\Component\Security\Core\Authentication\Token\SwitchUserToken;
use Symfony\Component\Security\Core\User\UserInterface;

/**
 * The user who is signed in to Symfony's security.
 *
 * @internal
 */
final class CurrentUser
{
    /** @param TokenStorageInterface|null $untracked the same tokens; after reading these, Symfony does not mark the page private */
    public function __construct(
        private readonly ?TokenStorageInterface $tokens,
        private readonly ?TokenStorageInterface $untracked,
        private readonly ?AuthenticationTrustResolverInterface $trust,
    ) {
    }

    /**
     * The user. It is null if nobody is signed in, if someone else impersonates the user (`switch_user`), and as long as a
     * second factor is missing.
     */
    public function get(): ?UserInterface
    {
        $token = $this->tokens?->getToken();
        $isTrusted = $this->trust === null || $this->trust->isFullFledged($token) || $this->trust->isRememberMe($token);
        return $isTrusted && !$token instanceof SwitchUserToken ? $token?->getUser() : null;
    }

    /** Whether anyone is signed in, in whatever way. */
    public function isSignedIn(): bool
    {
        return $this->untracked?->getToken()?->getUser() !== null;
    }
}
