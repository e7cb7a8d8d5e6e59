<?php

/* A site on Symfony, for SymfonyTest. It has a page for each way to make a page cacheable. */

declare(strict_types=1);

namespace Visitorseal\Tests;

use Psr\Log\AbstractLogger;
use Symfony\Bundle\FrameworkBundle\FrameworkBundle;
use Symfony\Bundle\FrameworkBundle\Kernel\MicroKernelTrait;
use Symfony\Bundle\SecurityBundle\SecurityBundle;
use Symfony\Bundle\TwigBundle\TwigBundle;
use Symfony\Bundle\WebProfilerBundle\WebProfilerBundle;
use Symfony\Component\DependencyInjection\Loader\Configurator\ContainerConfigurator;
use Symfony\Component\HttpFoundation\JsonResponse;
use Symfony\Component\HttpFoundation\Request;
use Symfony\Component\HttpFoundation\Response;
use Symfony\Component\HttpFoundation\StreamedResponse;
use Symfony\Component\HttpKernel\Attribute\Cache;
use Symfony\Component\HttpKernel\Event\RequestEvent;
use Symfony\Component\HttpKernel\Event\ResponseEvent;
use Symfony\Component\HttpKernel\HttpKernelInterface;
use Symfony\Component\HttpKernel\Kernel;
use Symfony\Component\HttpKernel\KernelEvents;
use Symfony\Component\Routing\Loader\Configurator\RoutingConfigurator;
use Symfony\Component\Security\Core\User\PasswordAuthenticatedUserInterface;
use Symfony\Component\Security\Core\User\UserInterface;
use Symfony\Component\Security\Core\User\UserProviderInterface;
use Symfony\Contracts\Cache\CacheInterface;
use Twig\Environment;
use Twig\Extra\Cache\CacheExtension;
use Twig\Extra\Cache\CacheRuntime;
use Visitorseal\Symfony\PageHelpers;
use Visitorseal\Symfony\VerifyVisitor;
use Visitorseal\Symfony\VisitorProvider;
use Visitorseal\Symfony\VisitorsealBundle;
use Visitorseal\Verified;

final class SymfonySite extends Kernel
{
    use MicroKernelTrait;

    /** The templates of the pages. */
    public const TEMPLATES = [
        'page' => "<html><body>{{ visitor_script('shop') }}</body></html>",
        'plain' => '<html><body>hello</body></html>',
        'inline' => "<html><body>{{ render(controller('site::page')) }}</body></html>",
        'esi' => '<html><body><esi:include src="/fragment" /></body></html>',
        'forget' => "<html><body>{{ visitor_forget_script('shop') }}</body></html>",
        'cached' => "<html><body>{% cache 'a part' %}<p>{{ visitor_script('shop') }}{{ visitor_forget_script('shop') }}"
            . "{{ visitor_fields('shop')|json_encode|raw }}</p>{% endcache %}</body></html>",
        'broken' => "{{ visitor_script('shop') }}{{ fail() }}",
    ];

    public static SymfonyLog $log;

    private readonly string $folder;

    /**
     * @param array<string, mixed> $visitorseal the content of config/packages/visitorseal.yaml
     * @param array<string, mixed> $firewall    options of the firewall
     * @param array<string, mixed> $framework   options of FrameworkBundle
     * @param string|null          $source      a folder of classes in the namespace App, and controllers among them
     * @param array<string, string> $templates  templates of its own, by page
     */
    public function __construct(
        private readonly array $visitorseal,
        private readonly array $firewall = ['stateless' => true, 'http_basic' => []],
        private readonly array $framework = [],
        bool $debug = false,
        private readonly bool $hasProfiler = false,
        private readonly bool $hasNelmio = false,
        private readonly ?string $source = null,
        private readonly array $templates = [],
        private readonly bool $hasSecurity = true,
        private readonly string $charsetOfPages = 'UTF-8',
    ) {
        $this->folder = sys_get_temp_dir() . '/visitorseal-symfony-'
            . hash('xxh128', serialize([$visitorseal, $firewall, $framework, $debug, $hasProfiler, $hasNelmio, $source, $templates, $hasSecurity, $charsetOfPages, getmypid()]));
        parent::__construct($debug ? 'dev' : 'prod', $debug);
    }

    public function registerBundles(): iterable
    {
        yield from [new FrameworkBundle(), new TwigBundle(), new VisitorsealBundle()];
        if ($this->hasSecurity) {
            yield new SecurityBundle();
        }
        if ($this->hasProfiler) {
            yield new WebProfilerBundle();
        }
    }

    public function getProjectDir(): string
    {
        return $this->folder;
    }

    public function getCharset(): string
    {
        return $this->charsetOfPages;
    }

    public function getCacheDir(): string
    {
        return "$this->folder/cache";
    }

    public function getLogDir(): string
    {
        return "$this->folder/log";
    }

    private function configureContainer(ContainerConfigurator $container): void
    {
        $container->extension('framework', $this->framework + [
            'secret' => 'of the framework',
            'test' => true,
            'http_method_override' => false,
            'handle_all_throwables' => true,
            'php_errors' => ['log' => false],
            'session' => ['storage_factory_id' => 'session.storage.factory.mock_file', 'cookie_secure' => 'auto',
                'cookie_samesite' => 'lax', 'handler_id' => null],
            'esi' => true,
            'fragments' => ['path' => '/_fragment'],
            'annotations' => false,
            'cache' => ['app' => 'cache.adapter.array'],
        ] + ($this->hasProfiler ? ['profiler' => ['collect' => true]] : []));
        $container->extension('twig', ['strict_variables' => true]);
        if ($this->hasSecurity) {
            $container->extension('security', [
                'password_hashers' => [UserInterface::class => 'plaintext'],
                'providers' => ['users' => $this->source !== null ? ['id' => SymfonyUsers::class] : ['memory' => ['users' => [
                    'jane' => ['password' => 'pw', 'roles' => ['ROLE_USER', 'ROLE_ALLOWED_TO_SWITCH']],
                    'john' => ['password' => 'pw', 'roles' => ['ROLE_USER']],
                    'jane@example.com' => ['password' => 'pw'],
                ]]]],
                'firewalls' => ['main' => $this->firewall + ['provider' => 'users', 'lazy' => true]],
            ]);
        }
        $container->extension('visitorseal', $this->visitorseal);
        $services = $container->services();
        $services->set('logger', SymfonyLog::class)->factory([self::class, 'log'])->public();
        $services->set('site', SymfonyController::class)->autowire()->public()->tag('controller.service_arguments');
        $services->set('site.listener', SymfonyListener::class)->tag('kernel.event_subscriber');
        $services->set('site.templates', \Twig\Loader\ArrayLoader::class)->args([str_replace('%', '%%', $this->templates + self::TEMPLATES)])->tag('twig.loader');
        $services->set(SymfonyVisitor::class);
        $services->set(SymfonyStranger::class);
        $services->set(SymfonyVisitorWithAddress::class);
        $services->set(SymfonyUnverified::class);
        $services->set(SymfonyUsers::class);
        if ($this->source !== null) {
            $services->load('App\\', "$this->source/*.php")->autowire()->autoconfigure()->tag('controller.service_arguments');
        }
        $services->set('site.no_visitor', \ArrayObject::class);
        if (class_exists(CacheExtension::class)) {
            $services->set(CacheExtension::class)->tag('twig.extension');
            $services->set(CacheRuntime::class)->autowire()->tag('twig.runtime');
        }
        if ($this->hasNelmio) {
            $services->set('nelmio_security.csp_listener', NelmioListener::class)->public();
        }
        foreach (['visitorseal.brands', 'visitorseal.page_helpers', 'visitorseal.current_user'] as $service) {
            $services->alias("test.$service", $service)->public();
        }
    }

    private function configureRoutes(RoutingConfigurator $routes): void
    {
        $routes->import('@VisitorsealBundle/config/routes.php');
        if ($this->source !== null) {
            $routes->import($this->source, 'attribute');
        }
        if ($this->hasProfiler) {
            $routes->import('@WebProfilerBundle/Resources/config/routing/profiler.xml')->prefix('/_profiler');
        }
        foreach (get_class_methods(SymfonyController::class) as $method) {
            if (!str_starts_with($method, '__')) {
                $routes->add($method, "/$method")->controller("site::$method")->stateless($method === 'stateless');
            }
        }
    }

    public static function log(): SymfonyLog
    {
        return self::$log;
    }
}

/** The log. */
final class SymfonyLog extends AbstractLogger
{
    /** @var list<array{string, string, array<mixed>}> */
    public array $lines = [];

    public function log($level, string|\Stringable $message, array $context = []): void
    {
        $this->lines[] = [(string) $level, (string) $message, $context];
    }

    /** @return list<array{string, string, array<mixed>}> the lines of visitorseal */
    public function ofVisitorseal(): array
    {
        return array_values(array_filter($this->lines, static fn(array $line): bool => str_starts_with($line[1], 'visitorseal')));
    }
}

final class SymfonyController
{
    public function __construct(
        private readonly Environment $twig,
        private readonly PageHelpers $pages,
        private readonly HttpKernelInterface $kernel,
        private readonly CacheInterface $cache,
    ) {
    }

    public function page(): Response
    {
        return new Response($this->twig->render('page'));
    }

    public function cacheable(): Response
    {
        return $this->page()->setPublic()->setSharedMaxAge(3600)->setMaxAge(3600);
    }

    #[Cache(expires: '+1 hour', maxage: 3600, smaxage: 3600, public: true)]
    public function attribute(): Response
    {
        return $this->page();
    }

    public function headers(): Response
    {
        $response = $this->cacheable();
        $response->headers->add(['CDN-Cache-Control' => 'max-age=3600', 'Cloudflare-CDN-Cache-Control' => 'max-age=3600',
            'Surrogate-Control' => 'max-age=3600', 'X-Accel-Expires' => '3600',
            'X-Reverse-Proxy-TTL' => '3600', 'Edge-Control' => '!no-store, max-age=1h']);
        return $response->setExpires(new \DateTimeImmutable('+1 hour'));
    }

    public function afterwards(): Response
    {
        return $this->page();
    }

    public function validated(Request $request): Response
    {
        $response = (new Response())->setPublic()->setEtag('the-same-for-all');
        $response->setLastModified(new \DateTimeImmutable('2026-01-01'));
        return $response->isNotModified($request) ? $response : $response->setContent($this->twig->render('page'));
    }

    public function fragment(): Response
    {
        return $this->cacheable();
    }

    public function esi(): Response
    {
        return (new Response($this->twig->render('esi')))->setPublic()->setSharedMaxAge(3600);
    }

    public function signedEsi(): Response
    {
        return (new Response($this->twig->render('page') . $this->twig->render('esi')))->setPublic()->setSharedMaxAge(3600);
    }

    public function inline(): Response
    {
        return (new Response($this->twig->render('inline')))->setPublic()->setSharedMaxAge(3600);
    }

    public function forwarded(Request $request): Response
    {
        $inner = $request->duplicate([], null, ['_controller' => 'site::page']);
        return $this->kernel->handle($inner, HttpKernelInterface::SUB_REQUEST)->setPublic()->setSharedMaxAge(3600);
    }

    /** A site may ask itself for a part by a request of its own. */
    public function asked(Request $request): Response
    {
        $own = Request::create('/page', server: $request->server->all());
        return new Response($this->kernel->handle($own)->getContent(), 200, ['Cache-Control' => 'public, s-maxage=3600']);
    }

    public function broken(): Response
    {
        $this->page();
        throw new \RuntimeException('the database is away');
    }

    public function stream(): Response
    {
        $response = new StreamedResponse(function (): void {
            echo $this->twig->render('page');
        });
        return $response->setPublic()->setSharedMaxAge(3600);
    }

    public function streamOfASignedPage(): Response
    {
        $script = (string) $this->pages->visitorScript('shop');
        $response = new StreamedResponse(function () use ($script): void {
            echo "<body>$script</body>";
        });
        return $response->setPublic()->setSharedMaxAge(3600);
    }

    public function plain(): Response
    {
        return (new Response($this->twig->render('plain')))->setPublic()->setSharedMaxAge(3600);
    }

    public function stateless(): Response
    {
        return $this->plain();
    }

    public function cached(): Response
    {
        return new Response($this->twig->render('cached'));
    }

    public function cachedInPhp(): Response
    {
        return new Response($this->cache->get('a page', fn(): string => $this->twig->render('page')));
    }

    public function tagged(): Response
    {
        return (new Response($this->twig->render('plain')))->setPublic()->setEtag('the-same-for-all');
    }

    public function uncached(): Response
    {
        return new Response($this->twig->render('plain'));
    }

    public function partial(): Response
    {
        return new Response('<p>hello</p>');
    }

    public function forget(): Response
    {
        return new Response($this->twig->render('forget'));
    }

    public function verified(Verified $visitor): Response
    {
        return new Response($visitor->contact()?->externalId);
    }

    public function named(#[VerifyVisitor('chat')] Verified $visitor): Response
    {
        return new Response($visitor->contact()?->externalId);
    }
}

/** The site's own listeners. */
final class SymfonyListener implements \Symfony\Component\EventDispatcher\EventSubscriberInterface
{
    public static function getSubscribedEvents(): array
    {
        return [KernelEvents::REQUEST => ['setNonce', 100], KernelEvents::RESPONSE => ['cacheAll', -5000]];
    }

    public function setNonce(RequestEvent $event): void
    {
        $event->getRequest()->attributes->set('my_nonce', 'bXlub25jZQ==');
    }

    public function cacheAll(ResponseEvent $event): void
    {
        if ($event->getRequest()->getPathInfo() === '/afterwards') {
            $event->getResponse()->setPublic()->setSharedMaxAge(3600);
            $event->getResponse()->headers->set('CDN-Cache-Control', 'max-age=3600');
        }
        if ($event->isMainRequest() && $event->getRequest()->headers->has('X-Break-Listeners')) {
            throw new \RuntimeException('a listener of the site fails');
        }
    }
}

/** The visitor of a brand. */
final class SymfonyVisitor implements VisitorProvider
{
    public function __invoke(UserInterface $user): ?array
    {
        return $user->getUserIdentifier() === 'john' ? null : ['id' => 'u-' . $user->getUserIdentifier(), 'name' => 'Jane </script>'];
    }
}

/** A visitor whose name would run as code on a page in Shift_JIS if the script were not ASCII. */
final class SymfonyStranger implements VisitorProvider
{
    public const NAME = "\u{a5}\"}});alert(1)//\u{2028}\u{5B57}";

    public function __invoke(UserInterface $user): ?array
    {
        return ['id' => 'jane', 'attributes' => ['note' => self::NAME]];
    }
}

/** A visitor with an address. */
final class SymfonyVisitorWithAddress implements VisitorProvider
{
    public function __invoke(UserInterface $user): ?array
    {
        return ['id' => $user->getUserIdentifier(), 'email' => 'jane@example.com', 'name' => 'Jane'];
    }
}

/** Says that no address is verified. */
final class SymfonyUnverified
{
    public function __invoke(UserInterface $user): bool
    {
        return false;
    }
}

/** Has the method of NelmioSecurityBundle's listener. */
final class NelmioListener
{
    /** @var list<string> */
    public array $asked = [];

    public function getNonce(string $usage): string
    {
        $this->asked[] = $usage;
        return 'bmVsbWlv';
    }
}

/** A user such as Symfony's maker bundle generates. */
class UserOfDoctrine implements UserInterface, PasswordAuthenticatedUserInterface
{
    public function __construct(protected readonly ?bool $verified)
    {
    }

    public function getId(): int
    {
        return 42;
    }

    public function getEmail(): string
    {
        return 'jane@example.com';
    }

    public function getName(): string
    {
        return 'Jane Doe';
    }

    public function getUserIdentifier(): string
    {
        return 'jane@example.com';
    }

    public function getPassword(): string
    {
        return 'pw';
    }

    public function getRoles(): array
    {
        return ['ROLE_USER'];
    }

    public function eraseCredentials(): void
    {
    }
}

/** Finds these users. @implements UserProviderInterface<UserOfDoctrine> */
final class SymfonyUsers implements UserProviderInterface
{
    public function loadUserByIdentifier(string $identifier): UserInterface
    {
        return new class (true) extends UserOfDoctrine {
            public function isVerified(): ?bool
            {
                return $this->verified;
            }
        };
    }

    public function refreshUser(UserInterface $user): UserInterface
    {
        return $user;
    }

    public function supportsClass(string $class): bool
    {
        return true;
    }
}
