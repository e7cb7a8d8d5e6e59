<?php

declare(strict_types=1);

namespace Visitorseal\Tests;

use PHPUnit\Framework\TestCase;
use Symfony\Bundle\SecurityBundle\SecurityBundle;
use Symfony\Bundle\TwigBundle\TwigBundle;
use Symfony\Component\Filesystem\Filesystem;
use Symfony\Component\HttpFoundation\Request;
use Symfony\Component\HttpFoundation\Response;
use Symfony\Component\HttpKernel\Bundle\AbstractBundle;
use Symfony\Component\Yaml\Yaml;

require_once __DIR__ . '/snippets.php';

/** The snippets of docs/vendors for Symfony make a signature that verifies: all of them in one site. */
final class SymfonySnippetsTest extends TestCase
{
    /** The site's user of each request. */
    private const SIGN_IN = <<<'PHP'
        <?php

        namespace App;

        use Symfony\Component\EventDispatcher\Attribute\AsEventListener;
        use Symfony\Component\HttpKernel\Event\RequestEvent;
        use Symfony\Component\Security\Core\Authentication\Token\Storage\TokenStorageInterface;
        use Symfony\Component\Security\Core\Authentication\Token\UsernamePasswordToken;
        use Symfony\Component\Security\Core\User\UserInterface;

        final class User implements UserInterface
        {
            public static array $data = [];

            public function __call(string $method, array $arguments): mixed
            {
                return self::$data[lcfirst(substr($method, 3))];
            }

            public function isVerified(): bool
            {
                return true;
            }

            public function getData(): array
            {
                return self::$data;
            }

            public function getRoles(): array
            {
                return [];
            }

            public function eraseCredentials(): void
            {
            }

            public function getUserIdentifier(): string
            {
                return 'jane';
            }
        }

        #[AsEventListener]
        final class SignIn
        {
            public function __construct(private TokenStorageInterface $tokens)
            {
            }

            public function __invoke(RequestEvent $event): void
            {
                $this->tokens->setToken(new UsernamePasswordToken(new User(), 'main'));
            }
        }
        PHP;

    public static function setUpBeforeClass(): void
    {
        foreach (['Bundle/FrameworkBundle', 'Bundle/SecurityBundle', 'Bundle/TwigBundle', 'Component/Yaml'] as $part) {
            @include_once "Symfony/$part/autoload.php";
        }
        foreach ([AbstractBundle::class, \Symfony\Bundle\FrameworkBundle\FrameworkBundle::class, SecurityBundle::class, TwigBundle::class] as $class) {
            if (!class_exists($class)) {
                self::markTestSkipped('Symfony 6.4, it is not installed (Debian 13: php-symfony-framework-bundle, -security-bundle, -twig-bundle)');
            }
        }
        require_once __DIR__ . '/SymfonySite.php';
    }

    public function testTheSnippetsForSymfonySign(): void
    {
        $source = sys_get_temp_dir() . '/visitorseal-snippets-' . bin2hex(random_bytes(4));
        mkdir($source);
        $handler = set_exception_handler(null);
        restore_exception_handler();
        try {
            $this->runIn($source);
        } finally {
            (new Filesystem())->remove($source);
            while (true) {
                $now = set_exception_handler(null);
                restore_exception_handler();
                if ($now === $handler) {
                    break;
                }
                restore_exception_handler();
            }
        }
    }

    private function runIn(string $source): void
    {
        SymfonySite::$log = new SymfonyLog();
        file_put_contents("$source/SignIn.php", self::SIGN_IN);
        require "$source/SignIn.php";
        $brands = [];
        $script = '';
        $pages = Snippets::pagesWith('Symfony');
        foreach ($pages as $page) {
            foreach (Snippets::of($page, 'Symfony') as $block) {
                if (preg_match('~^// src/(\w+\.php)~', $block, $name)) {
                    file_put_contents("$source/$name[1]", "<?php\n\ndeclare(strict_types=1);\n\n$block");
                    require "$source/$name[1]";
                } elseif (str_starts_with($block, '# config/packages/')) {
                    $brands += Yaml::parse($block)['visitorseal']['brands'];
                } elseif (str_starts_with($block, '# config/routes/')) {
                    self::assertSame('@VisitorsealBundle/config/routes.php', Yaml::parse($block)['visitorseal']['resource']);
                } else {
                    $script .= "{% if app.request.query.get('scheme') == '{$page['scheme']}' %}$block{% endif %}";
                }
            }
        }
        $site = new SymfonySite(['brands' => $brands], source: $source, templates: ['page' => $script]);
        try {
            foreach ($pages as $page) {
                $name = $page['scheme'];
                \App\User::$data = $page['user'];
                Snippets::assertSigned($page, match ($page['gives']) {
                    'script' => (string) self::got($site, "/page?scheme=$name")->getContent(),
                    'url' => self::location(self::got($site, "/$name")),
                    'fields' => json_encode(json_decode((string) self::got($site, "/visitor/$name")->getContent())->fields),
                });
            }
        } finally {
            $site->shutdown();
            (new Filesystem())->remove($site->getProjectDir());
        }
    }

    private static function location(Response $response): string
    {
        self::assertTrue($response->headers->hasCacheControlDirective('no-store'));
        self::assertTrue($response->headers->hasCacheControlDirective('private'));
        return (string) $response->headers->get('Location');
    }

    private static function got(SymfonySite $site, string $path): Response
    {
        $response = $site->handle($request = Request::create($path));
        $site->terminate($request, $response);
        return $response;
    }
}
