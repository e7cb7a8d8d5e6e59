<?php

declare(strict_types=1);

namespace Visitorseal;

use Visitorseal\Internal\Handle;
use Visitorseal\Internal\HoldsSecret;
use Visitorseal\Internal\Input;
use Visitorseal\Internal\Library;
use Visitorseal\Internal\Text;

/** A scheme with the keys that it accepts, newest first. */
final readonly class Verifier
{
    use HoldsSecret;

    private const POLICIES = ['required', 'optional', 'observe'];

    /** The scheme's name. */
    public string $scheme;

    private Library $library;
    private Handle $handle;
    private int $httpStatus;
    private string $httpError;

    /**
     * @param Scheme|string                                       $scheme
     * @param string|\Stringable|Key|list<string|\Stringable|Key> $keys     1 to 16 of: the vendor's shared secret,
     *                                                                      the site's RSA public key as PEM (Orlo), a Key
     * @param 'required'|'optional'|'observe'                     $policy   what becomes of a visitor who does not prove
     *                                                                      who they are. `required`: refused.
     *                                                                      `optional`: without a signature (absent or
     *                                                                      null) anonymous, with a wrong or empty one
     *                                                                      refused. `observe`, for a rollout: with a
     *                                                                      wrong one anonymous too, and
     *                                                                      `Verified::$refusal` says why.
     * @param int                                                 $leeway   seconds to allow for clocks that differ, at
     *                                                                      most 300
     * @param int                                                 $maxToken the largest token, in bytes
     * @param string|int                                          $settings as named arguments: those that are given,
     *                                                                      the fields must agree with (Thread's
     *                                                                      `appId`); Orlo's `contactClaim` names the
     *                                                                      claim that identifies a contact
     *
     * @throws ConfigurationError `scheme_unknown`, `key_…`, `secret_…`, `policy_unknown`, `leeway_invalid` or `setting_…`
     */
    public function __construct(
        #[\SensitiveParameter] mixed $scheme,
        #[\SensitiveParameter] mixed $keys,
        #[\SensitiveParameter] mixed $policy = 'required',
        #[\SensitiveParameter] mixed $leeway = 0,
        #[\SensitiveParameter] mixed $maxToken = 8192,
        #[\SensitiveParameter] mixed ...$settings,
    ) {
        $this->library = Library::loaded();
        $scheme = Scheme::of($scheme);
        $this->scheme = $scheme->name;
        $this->httpStatus = $scheme->httpStatus;
        $this->httpError = $scheme->httpError;
        $chosen = array_search($policy, self::POLICIES, true);
        $this->handle = $this->library->verifier(
            $scheme->handle(),
            Input::keys($keys),
            is_int($chosen) ? $chosen
                : throw new ConfigurationError('policy_unknown', 'policy', 'there are ' . implode(', ', self::POLICIES)),
            is_int($leeway) ? $leeway
                : throw new ConfigurationError('leeway_invalid', 'leeway', 'the leeway is seconds as an int'),
            is_int($maxToken) && $maxToken > 0 ? $maxToken
                : throw new ConfigurationError('setting_invalid', 'max_token', 'the largest token is bytes as an int'),
            Input::settings($settings),
        );
    }

    /**
     * Verifies the fields that a page sent, as the vendor's page names them.
     *
     * An empty array in them is a list: decode JSON to objects (`(array) json_decode($body)`), or use `verifyJson`.
     *
     * @param array<string, mixed> $fields
     * @param int|null             $now    Unix seconds, the system's clock unless given
     *
     * @throws Refused
     * @throws ConfigurationError `now_invalid`
     */
    public function verify(#[\SensitiveParameter] mixed $fields, #[\SensitiveParameter] mixed $now = null): Verified
    {
        $now = Text::ofNow($now);
        return $this->answering(fn(): Verified => $this->verified(Input::fields($fields), $now));
    }

    /**
     * Verifies the body of a request as it came. Unlike `verify` it sees members that stand twice.
     *
     * @param string   $body
     * @param int|null $now  Unix seconds, the system's clock unless given
     *
     * @throws Refused            also for a body that is no JSON object, under every policy
     * @throws ConfigurationError `now_invalid`
     */
    public function verifyJson(#[\SensitiveParameter] mixed $body, #[\SensitiveParameter] mixed $now = null): Verified
    {
        $now = Text::ofNow($now);
        $body = Text::of($body) ?? throw $this->answered('fields_malformed', null, 'the body of a request is text');
        return $this->answering(fn(): Verified => $this->verified($body, $now));
    }

    /** @return array{scheme: string} */
    public function __debugInfo(): array
    {
        return ['scheme' => $this->scheme];
    }

    private function verified(#[\SensitiveParameter] string $json, int $now): Verified
    {
        $handle = $this->library->verify($this->handle, $json, $now);
        return new Verified($this->library, $handle, $this->answered(...));
    }

    /** @param \Closure(): Verified $verify */
    private function answering(#[\SensitiveParameter] \Closure $verify): Verified
    {
        try {
            return $verify();
        } catch (Refused $refused) {
            throw $this->answered($refused->errorCode, $refused->field, $refused->reason);
        }
    }

    /** A refusal with the scheme's answer. */
    private function answered(string $code, ?string $field, string $reason): Refused
    {
        return new Refused($code, $field, $reason, $this->httpStatus, $this->httpError);
    }
}
