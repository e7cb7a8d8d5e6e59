<?php

declare(strict_types=1);

namespace Visitorseal\Symfony;

use Symfony\Component\Config\Definition\Configurator\DefinitionConfigurator;
use Symfony\Component\Config\Definition\Exception\InvalidConfigurationException;
use Symfony\Component\DependencyInjection\Argument\ServiceClosureArgument;
use Symfony\Component\DependencyInjection\ContainerBuilder;
use Symfony\Component\DependencyInjection\Loader\Configurator\ContainerConfigurator;
use Symfony\Component\DependencyInjection\Reference;
use Symfony\Component\HttpKernel\Bundle\AbstractBundle;
use Visitorseal\Page\Brand;
use Visitorseal\Page\VarDumper;
use Visitorseal\VisitorsealException;

/**
 * Registers the package in Symfony: the configuration `visitorseal`, Twig's functions, private pages, a `Verified` in
 * controllers, and `bin/console visitorseal:check`.
 */
final class VisitorsealBundle extends AbstractBundle
{
    /** The options that may come from the environment. */
    private const LAZY = ['scheme', 'scheme_file', 'secret', 'settings', 'keys', 'policy', 'leeway', 'max_token', 'enabled'];

    /** The package's folder: Symfony reads `config`, `templates` and `public` there. */
    public function getPath(): string
    {
        return dirname(__DIR__, 2);
    }

    public function boot(): void
    {
        VarDumper::hideSecrets();
    }

    public function configure(DefinitionConfigurator $definition): void
    {
        $definition->import('config/definition.php');
    }

    /** @param array<string, mixed> $config */
    public function loadExtension(array $config, ContainerConfigurator $container, ContainerBuilder $builder): void
    {
        $container->import('config/services.php');
        $builder->getDefinition('visitorseal.csp_nonce')->replaceArgument(1, $config['nonce']);
        $brands = $inserted = [];
        foreach ($config['brands'] as $name => $options) {
            $brands[$name] = ['visitor' => new ServiceClosureArgument(new Reference($options['visitor']))];
            $brands[$name]['email_verified'] = is_string($options['email_verified'])
                ? new ServiceClosureArgument(new Reference($options['email_verified'])) : $options['email_verified'];
            $options['keys'] = $options['keys'] ?: null;
            foreach (self::LAZY as $option) {
                if (isset($options[$option])) {
                    $variables = [];
                    $builder->resolveEnvPlaceholders($options[$option], null, $variables);
                    $brands[$name][$option] = [new ServiceClosureArgument($options[$option]), array_values($variables)];
                }
            }
            // The endpoint states the scheme's name, also if PHP may not call C. So a plain name stays as it is.
            if (isset($options['scheme']) && $brands[$name]['scheme'][1] === []) {
                $brands[$name]['scheme'] = $options['scheme'];
            }
            if ($options['insert']) {
                if ($options['enabled'] !== false) {
                    self::checkInsertion((string) $name, $brands[$name]['scheme'] ?? null);
                }
                $inserted[] = (string) $name;
            }
        }
        $builder->getDefinition('visitorseal.brands')->replaceArgument(0, $brands);
        $builder->getDefinition('visitorseal.insert_visitor_script')->replaceArgument(2, $inserted);
        if ($builder->hasDefinition('visitorseal.check_command')) {
            $builder->getDefinition('visitorseal.check_command')->replaceArgument(1, $inserted);
        }
        if ($inserted === []) {
            $builder->removeDefinition('visitorseal.insert_visitor_script');
        }
        if (!$builder->getParameter('kernel.debug')) {
            $builder->removeDefinition('visitorseal.collector');
        }
    }

    /**
     * A brand whose scheme is not a plain name is checked when a page has its script.
     *
     * @throws InvalidConfigurationException
     */
    private static function checkInsertion(string $name, mixed $scheme): void
    {
        try {
            $brand = new Brand($name, is_string($scheme) ? $scheme : null);
            $why = is_string($scheme) ? $brand->whyNotInserted() : null;
            $reason = $why === null ? null : InsertVisitorScript::reason($brand, $why);
        } catch (VisitorsealException) {
            // An unknown scheme, or a library that cannot be loaded here: pages and `visitorseal:check` report it.
            return;
        }
        if ($reason !== null) {
            throw new InvalidConfigurationException("Invalid configuration for path \"visitorseal.brands.$name\": $reason");
        }
    }
}
