<?php

declare(strict_types=1);

namespace Visitorseal;

use Visitorseal\Internal\Input;
use Visitorseal\Internal\Json;
use Visitorseal\Internal\Library;
use Visitorseal\Internal\Limits;

/** The functions of the package: the catalogue of schemes, and tools for looking at what was sent. */
final class Visitorseal
{
    /**
     * Gives the names of the vendors' schemes, such as `bookbag`.
     *
     * @return list<string>
     *
     * @throws ConfigurationException `library_missing` or `library_version`
     */
    public static function schemes(): array
    {
        return Json::decode(Library::get()->schemes());
    }

    /**
     * Gives the scheme of a vendor by its name.
     *
     * @throws ConfigurationException `scheme_unknown`
     */
    public static function scheme(#[\SensitiveParameter] string|\Stringable $name): Scheme
    {
        return Scheme::from($name);
    }

    /**
     * Tries the mistakes that integrators make and reports the one that explains this signature.
     *
     * A finding may show the message that should have been signed. It shows keys by their fingerprints only.
     *
     * @param string|\Stringable|Key|list<string|\Stringable|Key> $keys     as `Verifier` takes them
     * @param array<string, mixed>|string|\Stringable             $fields   the fields, or the body of a request as it came
     * @param int|null                                            $now      Unix seconds; null is the system's clock
     * @param int                                                 $leeway   as `Verifier` takes it
     * @param int                                                 $maxToken as `Verifier` takes it
     * @param array<string, mixed>|null                           $visitor  the site's own record of the visitor as `sign`
     *                                                                      takes it, with further columns in `attributes`.
     *                                                                      The site may have signed one of these texts, and
     *                                                                      a finding may show it
     * @param string|int                                          $settings the scheme's settings as named arguments
     *
     * @throws ConfigurationException `scheme_unknown`, `key_count`, `now_invalid`, `leeway_invalid` or `setting_…`
     * @throws VisitorException       as `sign`, for a `visitor` with a wrong value
     */
    public static function explain(
        #[\SensitiveParameter] Scheme|string|\Stringable $scheme,
        #[\SensitiveParameter] mixed $keys,
        #[\SensitiveParameter] mixed $fields,
        #[\SensitiveParameter] ?int $now = null,
        #[\SensitiveParameter] int $leeway = 0,
        #[\SensitiveParameter] int $maxToken = Limits::MAX_TOKEN,
        #[\SensitiveParameter] mixed $visitor = null,
        #[\SensitiveParameter] mixed ...$settings,
    ): Explanation {
        $scheme = Scheme::from($scheme);
        $keys = Input::keys($keys, __METHOD__);
        $options = [$leeway, Input::maxToken($maxToken), Input::settings($settings)];
        $options[] = $visitor === null ? null : Input::visitor($visitor, []);
        try {
            $json = Input::text($fields) ?? Input::fields($fields);
        } catch (RefusedException $refused) {
            return Explanation::fromJson(Library::get()->explainError($refused));
        }
        $explanation = Library::get()->explain($scheme->handle(), $keys, $json, $now ?? time(), ...$options);
        return Explanation::fromJson($explanation);
    }

    /**
     * Reads a token without verifying it, to look at while you integrate. Never trust the result.
     *
     * @throws RefusedException `token_malformed` or `token_too_large`
     */
    public static function inspectToken(#[\SensitiveParameter] string|\Stringable $token): InspectedToken
    {
        return InspectedToken::fromJson(Library::get()->inspectToken((string) $token));
    }
}
