<?php

declare(strict_types=1);

use Symfony\Component\Console\Command\Command;
use Symfony\Component\DependencyInjection\Loader\Configurator\ContainerConfigurator;
use Twig\Extension\AbstractExtension;
use Visitorseal\Page\Brands;
use Visitorseal\Page\ErrorLog;
use Visitorseal\Symfony\BrandFactory;
use Visitorseal\Symfony\CheckCommand;
use Visitorseal\Symfony\CspNonce;
use Visitorseal\Symfony\CurrentUser;
use Visitorseal\Symfony\InsertVisitorScript;
use Visitorseal\Symfony\PageHelpers;
use Visitorseal\Symfony\PendingResponses;
use Visitorseal\Symfony\PrivateResponses;
use Visitorseal\Symfony\RefusedExceptionListener;
use Visitorseal\Symfony\SignedInVisitor;
use Visitorseal\Symfony\VerifyVisitorResolver;
use Visitorseal\Symfony\VisitorCollector;
use Visitorseal\Symfony\VisitorFieldsController;
use Visitorseal\Twig\VisitorExtension;

use function Symfony\Component\DependencyInjection\Loader\Configurator\abstract_arg;
use function Symfony\Component\DependencyInjection\Loader\Configurator\param;
use function Symfony\Component\DependencyInjection\Loader\Configurator\service;

return static function (ContainerConfigurator $container): void {
    $services = $container->services();

    // Brands and the signed-in user.
    $services->set('visitorseal.current_user', CurrentUser::class)->args([
        service('security.token_storage')->nullOnInvalid(),
        service('security.untracked_token_storage')->nullOnInvalid(),
        service('security.authentication.trust_resolver')->nullOnInvalid(),
    ]);
    $services->set('visitorseal.error_log', ErrorLog::class)
        ->factory([BrandFactory::class, 'errorLog'])
        ->args([service('logger')->nullOnInvalid(), param('kernel.debug'), service('visitorseal.current_user')])
        ->tag('monolog.logger', ['channel' => 'visitorseal']);
    $services->set('visitorseal.brands', Brands::class)
        ->factory([BrandFactory::class, 'brands'])
        ->args([
            abstract_arg('the brands of the configuration'),
            service('visitorseal.current_user'),
            service('visitorseal.error_log'),
        ]);
    $services->set(SignedInVisitor::class);

    // Pages.
    $services->set('visitorseal.pending_responses', PendingResponses::class)->args([service('request_stack')]);
    $services->set('visitorseal.csp_nonce', CspNonce::class)->args([
        service('request_stack'),
        abstract_arg('the name of the attribute'),
        service('nelmio_security.csp_listener')->nullOnInvalid(),
    ]);
    $services->set('visitorseal.page_helpers', PageHelpers::class)->args([
        service('visitorseal.brands'),
        service('visitorseal.pending_responses'),
        service('visitorseal.csp_nonce'),
        service('visitorseal.collector')->nullOnInvalid(),
    ]);
    $services->alias(PageHelpers::class, 'visitorseal.page_helpers');
    $services->set('visitorseal.private_responses', PrivateResponses::class)
        ->args([service('visitorseal.pending_responses'), service('visitorseal.current_user')])
        ->tag('kernel.event_subscriber');
    $services->set('visitorseal.insert_visitor_script', InsertVisitorScript::class)
        ->args([
            service('visitorseal.page_helpers'),
            service('visitorseal.pending_responses'),
            abstract_arg('the brands to insert'),
            param('kernel.charset'),
        ])
        ->tag('kernel.event_subscriber');
    if (class_exists(AbstractExtension::class)) {
        $services->set('visitorseal.twig', VisitorExtension::class)
            ->args([service('visitorseal.page_helpers')])
            ->tag('twig.extension');
    }
    $services->set(VisitorFieldsController::class)
        ->args([service('visitorseal.page_helpers')])
        ->tag('controller.service_arguments')
        ->public();

    // Verifying.
    $services->set('visitorseal.verify_visitor_resolver', VerifyVisitorResolver::class)
        ->args([service('visitorseal.page_helpers')])
        // Symfony's own resolvers of a type have this priority: higher than request attributes and Doctrine.
        ->tag('controller.argument_value_resolver', ['priority' => 120, 'name' => VerifyVisitorResolver::class]);
    $services->set('visitorseal.refused_exception_listener', RefusedExceptionListener::class)
        ->args([service('logger')->nullOnInvalid()])
        ->tag('monolog.logger', ['channel' => 'visitorseal'])
        ->tag('kernel.event_subscriber');

    // For developers and deployments.
    if (class_exists(Command::class)) {
        $services->set('visitorseal.check_command', CheckCommand::class)
            ->args([service('visitorseal.brands'), abstract_arg('the brands to insert')])
            ->tag('console.command');
    }
    $services->set('visitorseal.collector', VisitorCollector::class)
        ->tag('data_collector', ['id' => 'visitorseal', 'template' => '@Visitorseal/collector.html.twig']);
};
