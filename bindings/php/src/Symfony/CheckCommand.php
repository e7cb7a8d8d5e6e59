<?php

declare(strict_types=1);

namespace Visitorseal\Symfony;

use Symfony\Component\Console\Attribute\AsCommand;
use Symfony\Component\Console\Command\Command;
use Symfony\Component\Console\Input\InputInterface;
use Symfony\Component\Console\Output\OutputInterface;
use Symfony\Component\Console\Style\SymfonyStyle;
use Visitorseal\ConfigurationException;
use Visitorseal\Page\Brands;
use Visitorseal\VisitorsealException;

/** `bin/console visitorseal:check` shows what is wrong with the configuration, and then exits with 1. */
#[AsCommand('visitorseal:check', 'Checks that every brand of the configuration can sign or verify')]
final class CheckCommand extends Command
{
    /** @param list<string> $inserted the brands with `insert: true` */
    public function __construct(private readonly Brands $brands, private readonly array $inserted = [])
    {
        parent::__construct();
    }

    protected function execute(InputInterface $input, OutputInterface $output): int
    {
        $style = new SymfonyStyle($input, $output);
        $errors = $this->brands->names() === []
            ? ['visitorseal.brands is empty. Add your brands to config/packages/visitorseal.yaml.']
            : [...$this->brands->errors(), ...$this->wrongInsertions()];
        array_map($style->error(...), $errors);
        array_map($style->warning(...), $this->brands->warnings());
        if ($errors === []) {
            $style->success('Every brand is set up: ' . implode(', ', $this->brands->names()) . '.');
            $style->note("This ran in the command line's PHP. Pages may have another ffi.enable: see \"Install\" in the README.");
        }
        return $errors === [] ? Command::SUCCESS : Command::FAILURE;
    }

    /** @return list<string> */
    private function wrongInsertions(): array
    {
        $errors = [];
        foreach ($this->inserted as $name) {
            $brand = $this->brands->get($name);
            try {
                $why = $brand->isEnabled() ? $brand->whyNotInserted() : null;
                $reason = $why === null ? null : InsertVisitorScript::reason($brand, $why);
            } catch (VisitorsealException) {
                // Brands::errors() has it.
                continue;
            }
            if ($reason !== null) {
                $errors[] = $this->brands->log->describe(new ConfigurationException('setting_invalid', 'insert', $reason), $name);
            }
        }
        return $errors;
    }
}
