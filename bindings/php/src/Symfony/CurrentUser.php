<?php

declare(strict_types=1);

namespace Visitorseal\Symfony;

use Symfony\Component\Security\Core\Authentication\AuthenticationTrustResolverInterface;
use Symfony\Component\Security\Core\Authentication\Token\Storage\TokenStorageInterface;
use Symfony\Component\Security\Core\Authentication\Token\SwitchUserToken;
use Symfony\Component\Security\Core\User\UserInterface;

/** Who Symfony's security says is signed in. */
final class CurrentUser
{
    /** @param TokenStorageInterface|null $untracked the same tokens; to look there does not make a page private */
    public function __construct(
        private readonly ?TokenStorageInterface $tokens,
        private readonly ?TokenStorageInterface $untracked,
        private readonly ?AuthenticationTrustResolverInterface $trust,
    ) {
    }

    /**
     * The user in person; null where nobody is signed in, where somebody else impersonates the user (`switch_user`), and
     * as long as a second factor is missing.
     */
    public function get(): ?UserInterface
    {
        $token = $this->tokens?->getToken();
        $isTrusted = $this->trust === null || $this->trust->isFullFledged($token) || $this->trust->isRememberMe($token);
        return $isTrusted && !$token instanceof SwitchUserToken ? $token?->getUser() : null;
    }

    /** Whether there is anybody. */
    public function isThere(): bool
    {
        return $this->untracked?->getToken()?->getUser() !== null;
    }
}
