<?php

declare(strict_types=1);

namespace Visitorseal\Page;

/**
 * Finds the end of a page's body in one pass. It ignores `</body>` in a comment, an attribute, or the text of a script.
 *
 * It reads bytes: in every charset that is a superset of ASCII, the byte of `<` is always that character.
 *
 * @internal
 */
final class EndOfBody
{
    /** HTML's white space. */
    private const SPACE = '\t\n\f\r ';

    /** The start of a comment, a tag with its name, or something that browsers read as a comment. */
    private const NEXT = '~<(?:!--|/?+[a-z][^' . self::SPACE . '/>]*+|[!?/])~i';

    /** Ends a comment right after its start. */
    private const EMPTY_COMMENT = '~-?>~A';

    private const COMMENT = '~--!?>~';

    /** An attribute's name, which may begin with `=`. */
    private const NAME = '[^' . self::SPACE . '/>][^' . self::SPACE . '/>=]*+';

    private const EQUALS = '[' . self::SPACE . ']*+=';

    /** Only after `=` does a quotation mark begin a value. */
    private const VALUE = '[' . self::SPACE . ']*+(?:"[^"]*+"|\'[^\']*+\'|[^' . self::SPACE . '"\'>][^' . self::SPACE . '>]*+|(?=>))';

    /** The rest of a tag. */
    private const ATTRIBUTES = '~(?:[' . self::SPACE . '/]++|' . self::NAME
        . '(?:' . self::EQUALS . self::VALUE . '|(?!' . self::EQUALS . ')))*+>~A';

    /** Browsers read the content of these elements as text. */
    private const TEXT = '~^<(?:script|style|textarea|title|iframe|noscript|xmp|noembed|noframes)$~';

    /** The offset of the last `</body>` that a browser reads as one; null if there is none. */
    public static function find(string $html): ?int
    {
        $offset = null;
        foreach (self::tags($html) as [$tag, $at]) {
            $offset = $tag === '</body' ? $at : $offset;
        }
        return $offset;
    }

    /**
     * The start of each comment and tag, its offset, and the offset of its end. No byte is read twice.
     *
     * @return \Generator<array{string, int, int}>
     */
    public static function tags(string $html): \Generator
    {
        $from = 0;
        while (preg_match(self::NEXT, $html, $found, PREG_OFFSET_CAPTURE, $from) === 1) {
            [$tag, $at] = $found[0];
            $tag = strtolower($tag);
            $from = self::endOf($tag, $html, $at + strlen($tag));
            if ($from === null) {
                return;
            }
            yield [$tag, $at, $from];
        }
    }

    /** The offset of the end; null if the comment or tag never ends and so is the rest of the page. */
    private static function endOf(string $tag, string $html, int $from): ?int
    {
        if ($tag === '<!--') {
            return self::after(self::EMPTY_COMMENT, $html, $from) ?? self::after(self::COMMENT, $html, $from);
        }
        if (in_array($tag, ['<!', '<?', '</'], true)) {
            return self::after('~>~', $html, $from);
        }
        $end = self::after(self::ATTRIBUTES, $html, $from);
        if ($end === null || preg_match(self::TEXT, $tag) !== 1) {
            return $end;
        }
        // The next tag is the element's end tag.
        return self::after('~(?=</' . substr($tag, 1) . '[' . self::SPACE . '/>])~i', $html, $end);
    }

    private static function after(string $pattern, string $html, int $from): ?int
    {
        return preg_match($pattern, $html, $found, PREG_OFFSET_CAPTURE, $from) === 1
            ? $found[0][1] + strlen($found[0][0]) : null;
    }
}
