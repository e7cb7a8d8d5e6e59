<?php

declare(strict_types=1);

namespace Visitorseal\Tests;

use PHPUnit\Framework\TestCase;

/** The README's examples run as they are. */
final class ReadmeTest extends TestCase
{
    /** Runs the PHP blocks of these sections one after the other, in a folder with the files that they read. */
    private static function ran(string ...$sections): string
    {
        $readme = file_get_contents(__DIR__ . '/../README.md');
        $code = "declare(strict_types=1);\nrequire " . var_export(getenv('VISITORSEAL_AUTOLOAD'), true) . ";\n@include_once 'Twig/autoload.php';\n";
        foreach ($sections as $section) {
            preg_match("/^##? $section\n(.*?)(?=^## |\z)/ms", $readme, $found);
            preg_match_all('/^```php\n(.*?)^```/ms', $found[1], $blocks);
            self::assertNotSame([], $blocks[1], $section);
            $code .= implode("\n", $blocks[1]);
        }
        $folder = sys_get_temp_dir() . '/visitorseal-readme-' . getmypid();
        @mkdir($folder);
        file_put_contents("$folder/example.php", "<?php\n$code");
        file_put_contents("$folder/private.pem", pem('rsa-2048.private'));
        copy(__DIR__ . '/../../../core/schemes/bookbag.toml', "$folder/chat.toml");
        $command = [PHP_BINARY, '-d', 'error_reporting=-1', '-d', 'display_errors=1', '-d', 'zend.assertions=1',
            '-d', 'output_buffering=1M', 'example.php'];
        $process = proc_open($command, [1 => ['pipe', 'w'], 2 => ['redirect', 1]], $pipes, $folder, ['BOOKBAG_SECRET' => SECRET] + getenv());
        $output = stream_get_contents($pipes[1]);
        $status = proc_close($process);
        array_map(unlink(...), glob("$folder/*"));
        rmdir($folder);
        self::assertSame(0, $status, $output);
        self::assertDoesNotMatchRegularExpression('/^(PHP )?(Warning|Notice|Deprecated|Fatal)/m', $output);
        return $output;
    }

    public function testTheFirstExampleWritesTheScript(): void
    {
        self::assertStringContainsString(digest('user-123'), self::ran('visitorseal for PHP'));
    }

    public function testTheExamplesRunFromSigningToErrors(): void
    {
        $output = self::ran('Sign', 'Page', 'Verify', 'Explain', 'Rotate', 'Errors', 'Test');
        $expected = ['[user_hash] => 8038e2', 'nonce="bm9uY2U="', '"scheme":"bookbag"', 'Hello Jane Doe', 'secret_space',
            'result_upper_case', 'field_missing (id): '];
        foreach ($expected as $text) {
            self::assertStringContainsString($text, $output);
        }
    }

    public function testTheTwigExampleRendersASignedPage(): void
    {
        @include_once 'Twig/autoload.php';
        if (!class_exists(\Twig\Environment::class)) {
            self::markTestSkipped('Twig, it is not installed (Debian: php-twig)');
        }
        self::assertStringContainsString('<body><script nonce="bm9uY2U="', self::ran('Sign', 'Twig'));
    }
}
