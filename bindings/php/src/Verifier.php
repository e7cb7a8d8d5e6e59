<?php

declare(strict_types=1);

namespace Visitorseal;

use Visitorseal\Internal\Handle;
use Visitorseal\Internal\HoldsSecret;
use Visitorseal\Internal\Input;
use Visitorseal\Internal\Json;
use Visitorseal\Internal\Library;
use Visitorseal\Internal\Limits;

/** A scheme with the keys that it accepts, newest first, and a policy. */
final readonly class Verifier
{
    use HoldsSecret;

    private const POLICIES = ['required', 'optional', 'observe'];

    /** The scheme's name. */
    public string $scheme;

    /** The largest body in bytes that `verifyJson` reads. A server may refuse a larger one. */
    public int $maxBody;

    private Library $library;
    private Handle $handle;
    private int $httpStatus;
    private string $httpError;

    /**
     * @param Scheme|string                                       $scheme   the name of a scheme, or a scheme of your own
     * @param string|\Stringable|Key|list<string|\Stringable|Key> $keys     1 to 16, newest first: the vendor's shared secret,
     *                                                                      the site's public key (Orlo) as PEM, as a JSON Web
     *                                                                      Key (JWK) or as a JWK set, or a Key
     * @param 'required'|'optional'|'observe'                     $policy   what happens to a visitor without a right
     *                                                                      signature. `required`: refused. `optional`:
     *                                                                      anonymous if the signature is absent or null,
     *                                                                      refused if it is wrong or empty. `observe`, for a
     *                                                                      rollout: anonymous, also if the signature is
     *                                                                      wrong; `Verified::$refusal` says why
     * @param int                                                 $leeway   by how many seconds clocks may differ, at most 300
     * @param int                                                 $maxToken the largest token in bytes
     * @param string|int                                          $settings the scheme's settings as named arguments. The
     *                                                                      fields must agree with those that you pass
     *                                                                      (Thread's `appId`). Orlo's `contactClaim` names
     *                                                                      the claim that identifies a contact
     *
     * @throws ConfigurationException `scheme_unknown`, `key_…`, `secret_…`, `policy_unknown`, `leeway_invalid`, `setting_…`
     */
    public function __construct(
        #[\SensitiveParameter] Scheme|string|\Stringable $scheme,
        #[\SensitiveParameter] mixed $keys,
        #[\SensitiveParameter] string $policy = 'required',
        #[\SensitiveParameter] int $leeway = 0,
        #[\SensitiveParameter] int $maxToken = Limits::MAX_TOKEN,
        #[\SensitiveParameter] mixed ...$settings,
    ) {
        $keys = Input::keys($keys, __METHOD__);
        $this->library = Library::get();
        $scheme = Scheme::from($scheme);
        $this->scheme = $scheme->name;
        ['status' => $this->httpStatus, 'error' => $this->httpError] = Json::decode($scheme->toJson())['refused'];
        $policyNumber = array_search($policy, self::POLICIES, true);
        if ($policyNumber === false) {
            $reason = 'There is no such policy. The policies are: ' . implode(', ', self::POLICIES) . '.';
            throw new ConfigurationException('policy_unknown', 'policy', $reason);
        }
        $maxToken = Input::maxToken($maxToken);
        $settings = Input::settings($settings);
        $this->handle = $this->library->verifier($scheme->handle(), $keys, $policyNumber, $leeway, $maxToken, $settings);
        $this->maxBody = $this->library->maxBody($this->handle);
    }

    /**
     * Verifies the fields of a request, under the vendor's names.
     *
     * PHP cannot tell an empty JSON object from an empty list once it is an array. Prefer `verifyJson`, or decode to objects:
     * `(array) json_decode($body)`.
     *
     * @param array<string, mixed> $fields
     * @param int|null             $now    Unix seconds; null is the system's clock
     *
     * @throws RefusedException       also for anything but an array of JSON values
     * @throws ConfigurationException `now_invalid`
     */
    public function verify(#[\SensitiveParameter] mixed $fields, #[\SensitiveParameter] ?int $now = null): Verified
    {
        try {
            $json = Input::fields($fields);
        } catch (RefusedException $refused) {
            throw $this->refusal($refused->errorCode, $refused->field, $refused->reason);
        }
        return $this->verifyJson($json, $now);
    }

    /**
     * Verifies the fields in a JSON body. Pass the request's body unchanged, so that duplicate members are refused.
     *
     * @param int|null $now Unix seconds; null is the system's clock
     *
     * @throws RefusedException       under every policy also for a body that is not a JSON object
     * @throws ConfigurationException `now_invalid`
     */
    public function verifyJson(#[\SensitiveParameter] string|\Stringable $body, #[\SensitiveParameter] ?int $now = null): Verified
    {
        $handle = $this->library->verify($this->handle, (string) $body, $now ?? time());
        return new Verified($this->library, $handle, $this->refusal(...));
    }

    /** @return array{scheme: string} */
    public function __debugInfo(): array
    {
        return ['scheme' => $this->scheme];
    }

    /** A refusal that the library did not throw, with the scheme's answer. */
    private function refusal(string $code, ?string $field, string $reason): RefusedException
    {
        return new RefusedException($code, $field, $reason, $this->httpStatus, $this->httpError);
    }
}
