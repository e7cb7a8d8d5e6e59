<?php

declare(strict_types=1);

namespace Visitorseal\Page;

/**
 * Finds where a page's body ends, in one pass: not in a comment, an attribute, or the text of a script.
 *
 * It reads bytes. In every charset that is a superset of ASCII, the byte of `<` is that character and nothing else.
 */
final class EndOfBody
{
    /** White space, as HTML has it. */
    private const SPACE = '\t\n\f\r ';

    /** A comment, a tag's name, or what browsers take for a comment. */
    private const NEXT = '~<(?:!--|/?+[a-z][^' . self::SPACE . '/>]*+|[!?/])~i';

    /** What ends a comment at once, in place of its text and end. */
    private const EMPTY_COMMENT = '~-?>~A';

    private const COMMENT = '~--!?>~';

    /** A name; an `=` may begin it. */
    private const NAME = '[^' . self::SPACE . '/>][^' . self::SPACE . '/>=]*+';

    private const EQUALS = '[' . self::SPACE . ']*+=';

    /** A quote begins a value only after `=`. */
    private const VALUE = '[' . self::SPACE . ']*+(?:"[^"]*+"|\'[^\']*+\'|[^' . self::SPACE . '"\'>][^' . self::SPACE . '>]*+|(?=>))';

    /** The rest of a tag. */
    private const ATTRIBUTES = '~(?:[' . self::SPACE . '/]++|' . self::NAME
        . '(?:' . self::EQUALS . self::VALUE . '|(?!' . self::EQUALS . ')))*+>~A';

    /** What stands in these elements is text. */
    private const TEXT = '~^<(?:script|style|textarea|title|iframe|noscript|xmp|noembed|noframes)$~';

    /** The bytes before the last `</body>` that a browser takes for one; null where there is none. */
    public static function of(string $html): ?int
    {
        $place = null;
        foreach (self::marks($html) as [$mark, $at]) {
            $place = $mark === '</body' ? $at : $place;
        }
        return $place;
    }

    /**
     * Each comment and tag, where it stands, and where reading goes on: never before that again.
     *
     * @internal
     *
     * @return \Generator<array{string, int, int}>
     */
    public static function marks(string $html): \Generator
    {
        $from = 0;
        while (preg_match(self::NEXT, $html, $found, PREG_OFFSET_CAPTURE, $from) === 1) {
            [$mark, $at] = $found[0];
            $mark = strtolower($mark);
            $from = self::beyond($mark, $html, $at + strlen($mark));
            if ($from === null) {
                return;
            }
            yield [$mark, $at, $from];
        }
    }

    /** The end of what a mark begins; null where it has none, and is the rest of the page. */
    private static function beyond(string $mark, string $html, int $from): ?int
    {
        if ($mark === '<!--') {
            return self::after(self::EMPTY_COMMENT, $html, $from) ?? self::after(self::COMMENT, $html, $from);
        }
        if (in_array($mark, ['<!', '<?', '</'], true)) {
            return self::after('~>~', $html, $from);
        }
        $end = self::after(self::ATTRIBUTES, $html, $from);
        if ($end === null || preg_match(self::TEXT, $mark) !== 1) {
            return $end;
        }
        // Its end tag is the next mark.
        return self::after('~(?=</' . substr($mark, 1) . '[' . self::SPACE . '/>])~i', $html, $end);
    }

    private static function after(string $pattern, string $html, int $from): ?int
    {
        return preg_match($pattern, $html, $found, PREG_OFFSET_CAPTURE, $from) === 1
            ? $found[0][1] + strlen($found[0][0]) : null;
    }
}
