<?php

declare(strict_types=1);

namespace Visitorseal\Laravel;

use Illuminate\Console\Command;
use Visitorseal\VisitorsealException;

/** `php artisan visitorseal:check` shows what is wrong with the configuration, and then exits with 1. */
final class CheckCommand extends Command
{
    protected $signature = 'visitorseal:check';

    protected $description = 'Check that every brand of config/visitorseal.php can sign or verify';

    public function handle(PageHelpers $helpers): int
    {
        $errors = $helpers->errors();
        array_map($this->error(...), $errors);
        array_map($this->warn(...), $helpers->brands()->warnings());
        foreach ($helpers->brands()->namesOfSigning() as $name) {
            $brand = $helpers->brands()->get($name);
            try {
                $why = $brand->whyNotInserted();
                $why === null || $this->line("brand '$name': " . InsertVisitorScript::reason($brand, $why));
            } catch (VisitorsealException) {
                // It is one of the errors.
            }
        }
        if ($errors === []) {
            $this->info('Every brand is set up: ' . implode(', ', $helpers->brands()->names()) . '.');
            $this->line("This ran in the command line's PHP. Pages may have another ffi.enable: see \"Install\" in the README.");
        }
        return $errors === [] ? 0 : 1;
    }
}
